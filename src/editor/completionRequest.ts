import { EndOfLine, type Position, type SelectedCompletionInfo, type TextDocument } from 'vscode';
import type { CompletionRequest } from '../completion/request.ts';
import type { Snippet } from '../context/snippet.ts';
import { editorOf } from './here.ts';
import { codeBefore } from './notebooks.ts';
import { nameOf } from './selection.ts';

/** What is asked at a position, besides the document itself. */
export interface Wish {
  readonly trigger: CompletionRequest['trigger'];
  readonly maxLines: number;
  readonly alternatives?: number;
  readonly isAnew?: boolean;
  readonly selected?: SelectedCompletionInfo | undefined;
}

/** A request at a position of a document. Copies the document's text. */
export function requestFor(
  document: TextDocument,
  position: Position,
  { selected, ...wish }: Wish,
  related?: () => readonly Snippet[],
): CompletionRequest {
  const { version } = document;
  const preceding = codeBefore(document);
  const options = editorOf(document)?.options;
  return {
    ...wish,
    document: { path: nameOf(document), languageId: document.languageId, text: document.getText(), preceding },
    offset: document.offsetAt(position),
    indent: {
      insertSpaces: options?.insertSpaces !== false,
      tabSize: typeof options?.tabSize === 'number' ? options.tabSize : 4,
    },
    eol: document.eol === EndOfLine.CRLF ? '\r\n' : '\n',
    isTypedOn: () => document.version !== version,
    ...(related && { related }),
    ...(selected && {
      selected: { text: selected.text, replaces: position.character - selected.range.start.character },
    }),
  };
}
