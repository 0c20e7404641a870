import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { ChatStore, type StoreParts } from '../../../../src/editor/history/chatStore.ts';
import { silent } from '../../../../src/shared/log.ts';

/** A folder that is not there yet, gone after the test. */
export function folderFor(t: TestContext): string {
  const root = mkdtempSync(join(tmpdir(), 'deepwell-history-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  return join(root, 'chats');
}

/** A store, and what it told. */
export function storeIn(folder: string, parts: Partial<StoreParts> = {}) {
  const aside: string[] = [];
  const logged: string[] = [];
  const store = new ChatStore(folder, {
    log: (event, facts) => void logged.push(`${event} ${JSON.stringify(facts)}`),
    now: Date.now,
    setAside: paths => void aside.push(...paths),
    ...parts,
  });
  return { store, aside, logged };
}

/** A store of which nothing but its files is looked at. */
export const plainStore = (folder: string): ChatStore =>
  new ChatStore(folder, { log: silent, now: Date.now, setAside: () => undefined });

/** Names of all files below a folder, sorted. */
export const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => entry.name)
    .sort();

/** Files below a folder in whose bytes the text stands. */
export const filesWith = (folder: string, text: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && readFileSync(join(entry.parentPath, entry.name)).includes(text))
    .map(entry => entry.name);

export async function allOf<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
