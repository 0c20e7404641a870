import { Uri, l10n, workspace } from 'vscode';
import { withInvisibleShown } from '../../context/attachedInvisible.ts';
import { cutTo } from '../../context/attachedText.ts';
import type { Attachment } from '../../prompt/attachments.ts';
import type { AttachmentKind } from '../../shared/chat.ts';
import type { WatchedTexts } from './watchedTexts.ts';

export const notesPath = '.deepwell/notes.md';

const standingFiles: readonly { readonly kind: AttachmentKind; readonly path: string }[] = [
  { kind: 'rules', path: 'AGENTS.md' },
  { kind: 'rules', path: '.github/copilot-instructions.md' },
  { kind: 'rules', path: '.deepwell/rules.md' },
  { kind: 'notes', path: notesPath },
];

/** Characters of one such file: every question carries it. */
const most = 16_000;

/** Rules and notes of the workspace, which every question is asked with. */
export async function standing(texts: WatchedTexts, signal: AbortSignal): Promise<readonly Attachment[]> {
  const files = (workspace.workspaceFolders ?? []).flatMap(({ uri }) =>
    standingFiles.map(({ kind, path }) => ({ kind, uri: Uri.joinPath(uri, path) })),
  );
  const read = await Promise.all(
    files.map(async ({ kind, uri }) => ({ kind, uri, text: await texts.read(uri, signal) })),
  );
  return read.flatMap(({ kind, uri, text }) =>
    text === undefined || text.trim() === '' ? [] : [standingAttachment(kind, uri, text)],
  );
}

function standingAttachment(kind: AttachmentKind, uri: Uri, written: string): Attachment {
  const { text: shown, found } = withInvisibleShown(written.trim());
  const { text, isCut } = cutTo(shown, most);
  // With the folder's name where there are several.
  const path = workspace.asRelativePath(uri).replaceAll('\\', '/');
  const name = path.split('/').at(-1) ?? path;
  return { id: `${kind}:${path}`, kind, label: labelOf(name, found > 0, isCut), path, languageId: 'markdown', text };
}

function labelOf(name: string, hasInvisible: boolean, isCut: boolean): string {
  if (hasInvisible) return l10n.t('{0}: contains invisible characters', name);
  return isCut ? l10n.t('{0}: only its beginning', name) : name;
}
