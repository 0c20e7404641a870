import { mkdir, readdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Chat } from '../../chat/turns.ts';
import { type Read, flawed } from '../../chat/history/flaw.ts';
import { ChatReader, type Header, readHeader } from '../../chat/history/format.ts';
import { unless } from './fileErrors.ts';
import { readLines } from './readLines.ts';

const ending = '.jsonl';

/** Whether a chat may be stored under this name: letters that each file system takes, and none of Windows' own names. */
export const isId = (text: string): boolean => /^[\w-]{5,64}$/.test(text);

/** A chat's file. All its other files begin with its id and a dot too, so that none is forgotten when it is removed. */
export const fileNameOf = (id: string): string => `${id}${ending}`;

/** Undefined for files that are no chat's. */
export function idOf(fileName: string): string | undefined {
  const id = fileName.endsWith(ending) ? fileName.slice(0, -ending.length) : '';
  return isId(id) ? id : undefined;
}

/** Names of the files in a folder; none where there is no folder. */
export const namesIn = (folder: string): Promise<readonly string[]> => unless('ENOENT', [], () => readdir(folder));

/** Reads the first line. Undefined where there is no such file; throws what else the file system says. */
export const headerIn = (path: string): Promise<Read<Header> | undefined> =>
  orFlawed(async () => {
    for await (const line of readLines(path)) return readHeader(line);
    return flawed({ kind: 'notAChat' });
  });

/** Reads a whole chat, line by line. Undefined where there is no such file. */
export const chatIn = (path: string): Promise<Read<Chat> | undefined> =>
  orFlawed(async () => {
    const reader = new ChatReader();
    for await (const line of readLines(path)) {
      const flaw = reader.add(line);
      if (flaw !== undefined) return flawed(flaw);
    }
    return reader.end();
  });

async function orFlawed<T>(reading: () => Promise<Read<T>>): Promise<Read<T> | undefined> {
  try {
    return await unless('ENOENT', undefined, reading);
  } catch (error) {
    // The bytes are no text.
    if (error instanceof TypeError) return flawed({ kind: 'notAChat' });
    throw error;
  }
}

/** Moves a file, as it is, to where nobody touches it. Returns its new path; undefined where it is not there any more. */
export async function setAside(folder: string, name: string): Promise<string | undefined> {
  const damaged = damagedFolder(folder);
  await mkdir(damaged, { recursive: true });
  const target = join(damaged, await freeName(damaged, name));
  return unless('ENOENT', undefined, async () => {
    await rename(join(folder, name), target);
    return target;
  });
}

export const damagedFolder = (folder: string): string => join(folder, 'damaged');

/** "chat.jsonl", or "chat.2.jsonl" where another is there already. */
async function freeName(folder: string, name: string): Promise<string> {
  for (let number = 1; ; number++) {
    const numbered = number === 1 ? name : `${name.slice(0, -ending.length)}.${number}${ending}`;
    const known = await unless('ENOENT', undefined, () => stat(join(folder, numbered)));
    if (known === undefined) return numbered;
  }
}
