import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setImmediate, setTimeout } from 'node:timers/promises';

/** Characters written at once; between two such pieces everything else in the process has its turn. */
const pieceLength = 256 * 1024;

/** "chat.jsonl.1234.….tmp": says which process writes it, so that it can be told from one that was left behind. */
const temporaryName = (path: string): string => `${path}.${process.pid}.${randomUUID()}.tmp`;

/** The chat's file and the process of a temporary file's name; undefined for other names. */
export function temporaryParts(name: string): { readonly of: string; readonly pid: number } | undefined {
  const [, of, pid] = /^(.+)\.(\d+)\.[0-9a-f-]{36}\.tmp$/.exec(name) ?? [];
  return of === undefined ? undefined : { of, pid: Number(pid) };
}

/**
 * Writes a file so that at any moment the old one or the new one is there, whole, also when the process is killed or the
 * disk is full. `mayReplace` is asked when everything is written. Throws what the file system says; then the old file stands.
 */
export async function writeWhole(
  path: string,
  lines: Iterable<string>,
  mayReplace: () => Promise<void> = async () => undefined,
): Promise<void> {
  const temporary = temporaryName(path);
  try {
    await writeLines(temporary, lines);
    await mayReplace();
    await replace(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

async function writeLines(path: string, lines: Iterable<string>): Promise<void> {
  // Chats are the person's own: on a shared machine others shall not read them.
  const file = await open(path, 'wx', 0o600);
  try {
    let piece = '';
    for (const line of lines) {
      piece += `${line}\n`;
      if (piece.length < pieceLength) continue;
      await file.appendFile(piece);
      piece = '';
      await setImmediate();
    }
    await file.appendFile(piece);
    await file.sync();
  } finally {
    await file.close();
  }
}

const tries = 10;

/** Windows refuses to replace a file while somebody reads it, be it a virus scanner: it is over in a moment. */
async function replace(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await rename(from, to);
    } catch (error) {
      if (process.platform !== 'win32' || attempt === tries) throw error;
      await setTimeout(20 * attempt);
    }
  }
}

/** Makes the new name last through a power cut. Windows knows no such thing and refuses; the file itself is written. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
