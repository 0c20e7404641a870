import {
  FileType,
  type NotebookCell,
  NotebookCellKind,
  type NotebookDocument,
  type TextDocument,
  type Uri,
  workspace,
} from 'vscode';
import { isBinary, isImageName, unixText } from '../../context/attachedText.ts';
import { cellsBefore } from '../../context/cells.ts';
import type { Attachment } from '../../prompt/attachments.ts';
import { unlessAborted } from '../../shared/unlessAborted.ts';
import { cellOf } from '../notebooks.ts';
import { nameOfUri } from '../selection.ts';
import { type ConsentParts, consentToFile, consentToText } from './consent.ts';
import { Refused } from './refusal.ts';

/** Of a file that is attached whole. */
const mostBytes = 1_000_000;
const mostCharacters = 200_000;

/** A whole file, notebook or unsaved document as an attachment. Throws Refused where it cannot or may not be one. */
export async function attachedFile(uri: Uri, parts: ConsentParts, signal: AbortSignal): Promise<Attachment> {
  const name = nameOfUri(uri);
  if (isImageName(uri.path)) throw new Refused('image', name);
  const isAgreed = await consentToFile(uri, parts);
  const notebook = await notebookAt(uri, signal);
  const document = codeCell(notebook)?.document ?? (await documentAt(uri, signal));
  const text = notebook ? codeOf(notebook) : unixText(document.getText());
  if (text.length > mostCharacters) throw new Refused('tooLarge', name);
  if (text.trim() === '') throw new Refused('empty', name);
  if (!isAgreed) await consentToText(document, text, parts);
  signal.throwIfAborted();
  const label = name.split('/').at(-1) ?? name;
  return { id: `file:${uri.toString()}`, kind: 'file', label, path: name, languageId: document.languageId, text };
}

/** The document at an address: the open one with what is not saved yet, or one read from its file. */
export async function documentAt(uri: Uri, signal: AbortSignal): Promise<TextDocument> {
  const open = workspace.textDocuments.find(document => document.uri.toString() === uri.toString());
  if (open !== undefined) return open;
  await checkBytes(uri, signal);
  return readable(uri, unlessAborted(Promise.resolve(workspace.openTextDocument(uri)), signal), signal);
}

async function checkBytes(uri: Uri, signal: AbortSignal): Promise<void> {
  const name = nameOfUri(uri);
  const { size, type } = await readable(uri, unlessAborted(Promise.resolve(workspace.fs.stat(uri)), signal), signal);
  if ((type & FileType.Directory) !== 0) throw new Refused('binary', name);
  if (size > mostBytes) throw new Refused('tooLarge', name);
  const bytes = await readable(uri, unlessAborted(Promise.resolve(workspace.fs.readFile(uri)), signal), signal);
  if (isBinary(bytes)) throw new Refused('binary', name);
}

/** What the editor says about a file that is gone or closed to us differs with every file system: the sentence is the same. */
async function readable<T>(uri: Uri, work: Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    signal.throwIfAborted();
    throw Object.assign(new Refused('missing', nameOfUri(uri)), { cause });
  }
}

async function notebookAt(uri: Uri, signal: AbortSignal): Promise<NotebookDocument | undefined> {
  const open = workspace.notebookDocuments.find(notebook => notebook.uri.toString() === uri.toString());
  if (open !== undefined || !uri.path.endsWith('.ipynb')) return open;
  await checkBytes(uri, signal);
  // Without the extension that reads notebooks it is the text of its file.
  return unlessAborted(Promise.resolve(workspace.openNotebookDocument(uri)), signal).catch(() => {
    signal.throwIfAborted();
    return undefined;
  });
}

const codeCell = (notebook: NotebookDocument | undefined): NotebookCell | undefined =>
  notebook?.getCells().find(({ kind }) => kind === NotebookCellKind.Code) ?? notebook?.getCells()[0];

/** All cells in the language of the first one with code: code as it is, prose as comments. */
function codeOf(notebook: NotebookDocument): string {
  const cells = notebook.getCells().map(cellOf);
  const languageId = codeCell(notebook)?.document.languageId ?? '';
  return cellsBefore([...cells, { kind: 'code', languageId, text: '' }], cells.length, Number.POSITIVE_INFINITY);
}
