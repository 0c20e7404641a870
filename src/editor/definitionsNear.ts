import {
  type DocumentSymbol,
  type Location,
  type LocationLink,
  Position,
  Range,
  type TextDocument,
  type Uri,
  commands,
  workspace,
} from 'vscode';
import type { Definition } from '../context/definitions.ts';
import { lookupsAt } from '../context/lookups.ts';
import { longest } from './neighbours.ts';
import { nameOf } from './selection.ts';

/** Lines of a definition that are read at most; its signature is shorter by far. */
const tallest = 400;

/**
 * What the names around a line of the document are defined as, in other files, as the language server knows it. Documents are
 * opened for reading only where the workspace is trusted and holds them, and never shown. Stops between two questions: a question
 * to a language server cannot be taken back.
 */
export async function definitionsNear(
  document: TextDocument,
  line: number,
  mayLend: (document: TextDocument) => boolean,
  signal: AbortSignal,
): Promise<readonly Definition[]> {
  const definitions: Definition[] = [];
  for (const lookup of lookupsAt(document.getText(), line)) {
    signal.throwIfAborted();
    const target = await targetOf(document.uri, new Position(lookup.line, lookup.character));
    if (target === undefined || target.uri.toString() === document.uri.toString()) continue;
    // A file that is gone or is no text has no definitions; the other names may have.
    const other = await readable(target.uri).catch(() => undefined);
    if (other === undefined || !mayLend(other)) continue;
    const range = await extentOf(other, target.range);
    if (range) definitions.push(definitionAt(other, range));
  }
  return definitions;
}

interface Target {
  readonly uri: Uri;
  readonly range: Range;
}

async function targetOf(uri: Uri, position: Position): Promise<Target | undefined> {
  const found = await commands.executeCommand<readonly (Location | LocationLink)[] | undefined>(
    'vscode.executeDefinitionProvider',
    uri,
    position,
  );
  const first = found?.[0];
  if (first === undefined) return undefined;
  return 'targetUri' in first ? { uri: first.targetUri, range: first.targetRange } : first;
}

async function readable(uri: Uri): Promise<TextDocument | undefined> {
  const open = workspace.textDocuments.find(document => document.uri.toString() === uri.toString());
  if (open !== undefined) return open;
  if (!workspace.isTrusted || workspace.getWorkspaceFolder(uri) === undefined) return undefined;
  const { size } = await workspace.fs.stat(uri);
  return size <= longest ? workspace.openTextDocument(uri) : undefined;
}

/** All of a definition. Some servers tell only where its name stands: then the symbol around it, otherwise its line. */
async function extentOf(document: TextDocument, range: Range): Promise<Range | undefined> {
  if (!range.isSingleLine) return range;
  const symbols = await commands.executeCommand<readonly DocumentSymbol[] | undefined>(
    'vscode.executeDocumentSymbolProvider',
    document.uri,
  );
  const named = symbolNamedAt(symbols ?? [], range.start);
  if (named) return named.range;
  // The start of a file stands for a module as a whole.
  return range.start.isEqual(new Position(0, 0)) ? undefined : range;
}

function symbolNamedAt(symbols: readonly DocumentSymbol[], position: Position): DocumentSymbol | undefined {
  const around = symbols.find(symbol => 'children' in symbol && symbol.range.contains(position));
  if (around === undefined) return undefined;
  return around.selectionRange.contains(position) ? around : symbolNamedAt(around.children, position);
}

function definitionAt(document: TextDocument, { start, end }: Range): Definition {
  const last = Math.min(end.line, start.line + tallest - 1, document.lineCount - 1);
  const lines = new Range(start.line, 0, last, document.lineAt(last).text.length);
  return {
    path: nameOf(document),
    languageId: document.languageId,
    line: start.line,
    text: `${document.getText(lines).replaceAll('\r\n', '\n')}\n`,
  };
}
