import { FileType, Uri, workspace } from 'vscode';
import { type FolderFile, folderLimits, folderText } from '../../context/attachedFolder.ts';
import { isBinary, unixText } from '../../context/attachedText.ts';
import { hasPrivateKey, isSecretFile } from '../../context/exclude.ts';
import { hiddenNames } from '../../context/excludedNames.ts';
import type { Attachment } from '../../prompt/attachments.ts';
import { unlessAborted } from '../../shared/unlessAborted.ts';
import { nameOfUri } from '../selection.ts';
import { hiddenGlobs } from './hidden.ts';
import { Refused } from './refusal.ts';

/** Files and folders that are looked at: enough for what fits into a prompt many times over. */
const mostEntries = 2000;
/** Bytes of one file: larger ones are told by their names. */
const largestFile = 16_000;

/**
 * A folder's files by name, and what stands in the small ones. Links are not followed, and what may hold secrets or is
 * hidden by the editor's settings stays out.
 */
export async function attachedFolder(uri: Uri, signal: AbortSignal): Promise<Attachment> {
  const name = nameOfUri(uri);
  const { uris, isPartial } = await filesIn(uri, signal);
  if (uris.length === 0) throw new Refused('empty', name);
  const files: FolderFile[] = [];
  let read = 0;
  for (const file of uris) {
    const text = read < folderLimits.characters * 4 ? await smallText(file, signal) : undefined;
    read += text?.length ?? 0;
    files.push({ path: file.path.slice(uri.path.replace(/\/$/, '').length + 1), text });
  }
  const label = `${name.split('/').at(-1) ?? name}/`;
  const text = folderText(files, isPartial);
  return { id: `folder:${uri.toString()}`, kind: 'folder', label, path: `${name}/`, languageId: 'plaintext', text };
}

async function filesIn(root: Uri, signal: AbortSignal): Promise<{ uris: readonly Uri[]; isPartial: boolean }> {
  const isHidden = hiddenNames(['**/.git', '**/node_modules', ...hiddenGlobs(root)]);
  const uris: Uri[] = [];
  const folders = [root];
  let seen = 0;
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
    for (const [name, type] of await entriesOf(folder, signal)) {
      if (isHidden(name)) continue;
      if ((seen += 1) > mostEntries) return { uris, isPartial: true };
      const entry = Uri.joinPath(folder, name);
      // A link can lead out of the workspace, or round in circles.
      if (type === FileType.Directory) folders.push(entry);
      else if (type === FileType.File && !isSecretFile(entry.path)) uris.push(entry);
    }
  }
  return { uris, isPartial: false };
}

/** A folder inside that is closed to us has no entries; the others may. */
const entriesOf = async (folder: Uri, signal: AbortSignal): Promise<readonly [string, FileType][]> =>
  unlessAborted(Promise.resolve(workspace.fs.readDirectory(folder)), signal).catch(() => {
    signal.throwIfAborted();
    return [];
  });

async function smallText(uri: Uri, signal: AbortSignal): Promise<string | undefined> {
  const open = workspace.textDocuments.find(document => document.uri.toString() === uri.toString());
  const text = open === undefined ? await savedText(uri, signal) : open.getText();
  return text === undefined || text.length > largestFile || hasPrivateKey(text) ? undefined : unixText(text);
}

async function savedText(uri: Uri, signal: AbortSignal): Promise<string | undefined> {
  signal.throwIfAborted();
  try {
    if ((await workspace.fs.stat(uri)).size > largestFile) return undefined;
    const bytes = await workspace.fs.readFile(uri);
    return isBinary(bytes) ? undefined : await workspace.decode(bytes, { uri });
  } catch {
    // It went away or is closed to us: its name is told.
    return undefined;
  }
}
