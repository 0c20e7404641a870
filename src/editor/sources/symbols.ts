import {
  type DocumentSymbol,
  Location,
  Range,
  type SymbolInformation,
  type TextDocument,
  type Uri,
  commands,
} from 'vscode';
import { fuzzyScore } from '../../context/fuzzy.ts';
import { bareName } from '../../context/writtenName.ts';
import type { Attachment } from '../../prompt/attachments.ts';
import type { SuggestionView } from '../../shared/chat.ts';
import { unlessAborted } from '../../shared/unlessAborted.ts';
import { attachedLines, nameOfUri } from '../selection.ts';
import { readableAddress } from './address.ts';
import { type ConsentParts, consentToFile, consentToText } from './consent.ts';
import { documentAt } from './files.ts';
import { Refused } from './refusal.ts';

/** Milliseconds that a list of suggestions waits for a language server; one that is busy must not hold up the files. */
const patience = 700;

export interface FoundSymbol {
  readonly name: string;
  /** The class or module it stands in; "" for none. */
  readonly within: string;
  readonly uri: Uri;
  readonly range: Range;
  /** Of its name. */
  readonly nameLine: number;
}

/** The symbols of a document, those inside others as well. */
export async function symbolsOf(document: TextDocument, signal: AbortSignal): Promise<readonly FoundSymbol[]> {
  const found = await unlessAborted(
    Promise.resolve(
      commands.executeCommand<readonly (DocumentSymbol | SymbolInformation)[] | undefined>(
        'vscode.executeDocumentSymbolProvider',
        document.uri,
      ),
    ),
    signal,
  );
  return (found ?? []).flatMap(symbol => flat(symbol, '', document.uri));
}

function flat(symbol: DocumentSymbol | SymbolInformation, within: string, uri: Uri): readonly FoundSymbol[] {
  if (!('children' in symbol)) return [fromInformation(symbol)];
  const { name, range, selectionRange, children } = symbol;
  return [
    { name, within, uri, range, nameLine: selectionRange.start.line },
    ...children.flatMap(child => flat(child, name, uri)),
  ];
}

const fromInformation = ({ name, containerName, location }: SymbolInformation): FoundSymbol => ({
  name,
  within: containerName,
  uri: location.uri,
  range: location.range,
  nameLine: location.range.start.line,
});

/** What the language servers know in the whole workspace under this name, or one like it. */
export async function workspaceSymbols(name: string, signal: AbortSignal): Promise<readonly FoundSymbol[]> {
  const found = await unlessAborted(
    Promise.resolve(
      commands.executeCommand<readonly SymbolInformation[] | undefined>('vscode.executeWorkspaceSymbolProvider', name),
    ),
    signal,
  );
  return (found ?? []).filter(({ location }) => location instanceof Location).map(fromInformation);
}

/** Symbols to offer for the letters after "#", those of the active document first. */
export async function suggestedSymbols(
  query: string,
  active: TextDocument | undefined,
  signal: AbortSignal,
): Promise<readonly SuggestionView[]> {
  if (query.length < 2) return [];
  const limited = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
  const none = (): readonly FoundSymbol[] => {
    signal.throwIfAborted();
    return [];
  };
  const [own, all] = await Promise.all([
    active ? symbolsOf(active, limited).catch(none) : [],
    workspaceSymbols(query, limited).catch(none),
  ]);
  const matching = (symbols: readonly FoundSymbol[]): readonly FoundSymbol[] =>
    symbols
      .map(symbol => ({ symbol, score: fuzzyScore(query, symbol.name) }))
      .flatMap(({ symbol, score }) => (score === undefined ? [] : [{ symbol, score }]))
      .toSorted((a, b) => b.score - a.score)
      .map(({ symbol }) => symbol);
  return [...matching(own), ...matching(all)].map(suggestionOf);
}

const suggestionOf = ({ name, within, uri, range: { start, end } }: FoundSymbol): SuggestionView => ({
  id: `symbol:${uri.toString()}#${start.line},${start.character}-${end.line},${end.character}`,
  kind: 'symbol',
  label: (within === '' ? [name] : [within, name]).map(bareName).join('.'),
  detail: `${nameOfUri(uri)}:${start.line + 1}`,
});

/** The text of a symbol that was offered. Throws Refused where its lines are gone. */
export async function attachedSymbolOf(id: string, parts: ConsentParts, signal: AbortSignal): Promise<Attachment> {
  const { uri, range } = readSymbolId(id);
  const isAgreed = await consentToFile(uri, parts);
  const document = await documentAt(uri, signal);
  const attachment = attachedLines(document, await extentOf(document, range, signal));
  if (attachment === undefined) throw new Refused('empty', nameOfUri(uri));
  if (!isAgreed) await consentToText(document, attachment.text, parts);
  return { ...attachment, id, kind: 'symbol' };
}

function readSymbolId(id: string): { uri: Uri; range: Range } {
  const [, address = '', ...numbers] = /^symbol:(.+)#(\d+),(\d+)-(\d+),(\d+)$/.exec(id) ?? [];
  const [startLine, startCharacter, endLine, endCharacter] = numbers.map(Number);
  const uri = readableAddress(address);
  if (
    uri === undefined ||
    startLine === undefined ||
    startCharacter === undefined ||
    endLine === undefined ||
    endCharacter === undefined
  )
    throw new Refused('unknown');
  return { uri, range: new Range(startLine, startCharacter, endLine, endCharacter) };
}

/** Some servers tell only where a name stands: then what is named there as a whole. */
async function extentOf(document: TextDocument, range: Range, signal: AbortSignal): Promise<Range> {
  if (!range.isSingleLine) return range;
  const named = (await symbolsOf(document, signal)).find(symbol => symbol.nameLine === range.start.line);
  return named?.range ?? range;
}
