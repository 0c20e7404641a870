import { FileType, Position, Uri, WorkspaceEdit, l10n, window, workspace } from 'vscode';
import { typeInside } from './inside.ts';
import { notesPath } from './standing.ts';

/** Where something was remembered, or why it was not. */
export type Remembered = { readonly uri: Uri } | { readonly problem: string };

const heading = '# Notes\n\n';

/** Adds a line to the notes of the workspace: the person's own act, in plain sight, in a file of theirs. */
export async function remember(text: string, signal: AbortSignal): Promise<Remembered> {
  const note = text.replace(/\s+/g, ' ').trim();
  if (note === '') return { problem: l10n.t('Write what to remember behind “/remember”.') };
  const place = await notesPlace(signal);
  if ('problem' in place) return place;
  const { uri } = place;
  try {
    if (place.exists) await append(uri, `- ${note}\n`);
    else await workspace.fs.writeFile(uri, new TextEncoder().encode(`${heading}- ${note}\n`));
    return { uri };
  } catch {
    return { problem: l10n.t('{0} cannot be written; check that this folder may be changed.', notesPath) };
  }
}

/** Opens the notes in an editor; where there are none yet, asks whether to begin with them. */
export async function openNotes(signal: AbortSignal): Promise<{ readonly problem?: string }> {
  const place = await notesPlace(signal);
  if ('problem' in place) return place;
  if (!place.exists) {
    const create = l10n.t('Create');
    const question = l10n.t('There are no notes yet. Create {0}?', notesPath);
    if ((await window.showInformationMessage(question, create)) !== create) return {};
    await workspace.fs.writeFile(place.uri, new TextEncoder().encode(heading));
  }
  await window.showTextDocument(place.uri);
  return {};
}

async function notesPlace(signal: AbortSignal): Promise<{ uri: Uri; exists: boolean } | { problem: string }> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  if (folder === undefined) return { problem: l10n.t('Notes are kept in a folder; open one first.') };
  if (!workspace.isTrusted) return { problem: l10n.t('Notes are kept only in a folder that you trust.') };
  const uri = Uri.joinPath(folder, notesPath);
  const exists = await workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
  const isOwn = exists ? (await typeInside(folder, uri, signal)) === FileType.File : await mayBegin(folder, signal);
  // Writing through a link would change a file somewhere else.
  return isOwn
    ? { uri, exists }
    : { problem: l10n.t('{0} is a link to another place; nothing was written.', notesPath) };
}

async function mayBegin(folder: Uri, signal: AbortSignal): Promise<boolean> {
  const parent = Uri.joinPath(folder, '.deepwell');
  const isThere = await workspace.fs.stat(parent).then(
    () => true,
    () => false,
  );
  return !isThere || (await typeInside(folder, parent, signal)) === FileType.Directory;
}

/** Through the editor, so that the line ends, the encoding and what is not saved yet stay as they are. */
async function append(uri: Uri, line: string): Promise<void> {
  const document = await workspace.openTextDocument(uri);
  const wasSaved = !document.isDirty;
  const end = document.lineAt(document.lineCount - 1).range.end;
  const edit = new WorkspaceEdit();
  edit.insert(uri, new Position(end.line, end.character), end.character === 0 ? line : `\n${line}`);
  if (!(await workspace.applyEdit(edit))) throw new Error('The edit was refused.');
  if (wasSaved && !(await document.save())) throw new Error('It could not be saved.');
}
