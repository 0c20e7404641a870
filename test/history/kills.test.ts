import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type TestContext, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ChatStore } from '../../src/editor/history/chatStore.ts';
import { silent } from '../../src/shared/log.ts';
import { branched } from '../unit/chat/history/chats.ts';

const kills = Number(process.env['DEEPWELL_KILLS'] ?? 100);
/** Writers at the same time, each with a chat of its own in the one folder. */
const lanes = 2;
/** How long after its first save a writer is killed at the latest; a save takes a few milliseconds. */
const longestLife = 60;

const writer = fileURLToPath(new URL('./writer.ts', import.meta.url));

function folderFor(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'deepwell-kills-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function storeIn(folder: string, now: () => number = Date.now) {
  const aside: string[] = [];
  return { store: new ChatStore(folder, { log: silent, now, setAside: paths => void aside.push(...paths) }), aside };
}

/** Lets a writer save for a moment and kills it; returns how long the answer was that it last told was on disk. */
async function killed(folder: string, id: string): Promise<number> {
  const child: ChildProcess = spawn(process.execPath, [writer, folder, id], { stdio: ['ignore', 'pipe', 'inherit'] });
  assert.ok(child.stdout);
  let told = 0;
  const lines = createInterface(child.stdout).on('line', line => (told = Number(line)));
  await once(lines, 'line');
  await setTimeout(Math.random() * longestLife);
  child.kill('SIGKILL');
  await once(child, 'close');
  return told;
}

test(
  `${kills} of ${kills} times a writer is killed while it saves, all chats load and no save that was done is missing`,
  {
    timeout: 5 * 60_000,
  },
  async t => {
    const folder = folderFor(t);
    await storeIn(folder).store.save(branched);
    let done = 0;
    const run = async (lane: number): Promise<void> => {
      while (done < kills) {
        done += 1;
        const told = await killed(folder, `lane-${lane}`);
        const { store, aside } = storeIn(folder);
        const chat = await store.load(`lane-${lane}`);
        assert.ok(told > 0 && (chat?.updatedAt === told || chat?.updatedAt === told + 1), `${told} ${chat?.updatedAt}`);
        assert.deepEqual(await store.load(branched.id), branched);
        assert.ok((await store.list()).length >= 2);
        assert.deepEqual(aside, []);
      }
    };
    await Promise.all(Array.from({ length: lanes }, (_, lane) => run(lane)));
    const halfWritten = readdirSync(folder).filter(name => name.endsWith('.tmp')).length;
    t.diagnostic(`${kills} kills, of which ${halfWritten} in the middle of writing`);
    assert.ok(halfWritten > 0, 'no writer was killed in the middle of writing');
    await storeIn(folder, () => Date.now() + 120_000).store.sweep(0);
    assert.equal(readdirSync(folder).length, 1 + lanes);
  },
);
