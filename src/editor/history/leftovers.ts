import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileNameOf, namesIn } from './chatFiles.ts';
import { unless } from './fileErrors.ts';
import { isAlive, isRunning } from './leaseFile.ts';
import { temporaryParts } from './wholeFile.ts';

const minute = 60_000;

/** Removes what killed processes left in a folder of chats: files half written, leases of chats that never came to be. */
export async function removeLeftovers(folder: string, now: () => number): Promise<void> {
  const names = await namesIn(folder);
  for (const name of names) {
    const path = join(folder, name);
    if (!(await isLeftOver(name, path, new Set(names), now))) continue;
    const facts = await unless('ENOENT', undefined, () => stat(path));
    if (facts !== undefined && now() - facts.mtimeMs > minute) await rm(path, { force: true });
  }
}

async function isLeftOver(name: string, path: string, names: ReadonlySet<string>, now: () => number): Promise<boolean> {
  const temporary = temporaryParts(name);
  if (temporary !== undefined) return !isRunning(temporary.pid);
  const [, id = '', more] = /^([\w-]+)\.lease(\..+)?$/.exec(name) ?? [];
  if (id === '') return false;
  // The lease of a chat that is there is taken over by who opens it next; removing it could hit that one's.
  return (more !== undefined || !names.has(fileNameOf(id))) && !(await isAlive(path, now));
}
