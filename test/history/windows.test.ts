import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ChatStore } from '../../src/editor/history/chatStore.ts';
import { silent } from '../../src/shared/log.ts';
import { branched } from '../unit/chat/history/chats.ts';

const saver = fileURLToPath(new URL('./saver.ts', import.meta.url));
const taker = fileURLToPath(new URL('./taker.ts', import.meta.url));

function folderFor(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'deepwell-windows-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const start = (script: string, ...args: string[]) =>
  spawn(process.execPath, [script, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });

test('of 200 chats that two windows save at the same time, 200 are there', async t => {
  const folder = folderFor(t);
  const windows = ['left', 'right'].map(name => start(saver, folder, name));
  for (const ended of await Promise.all(windows.map(one => once(one, 'close')))) assert.equal(ended[0], 0);
  const store = new ChatStore(folder, { log: silent, now: Date.now, setAside: paths => assert.fail(String(paths)) });
  const summaries = await store.list();
  assert.equal(summaries.length, 200);
  for (const { id } of summaries) assert.deepEqual(await store.load(id), { ...branched, id, title: id });
  assert.equal(readdirSync(folder).length, 200);
});

test('of eight windows that want the same lease at the same moment, one gets it, also where its holder is dead', async t => {
  const folder = folderFor(t);
  const rounds = 60;
  const dead = spawnSync(process.execPath, ['-e', '']).pid;
  // Of three leases one was never made, one is a dead window's, and one was given its last sign of life long ago.
  for (let round = 0; round < rounds; round++)
    if (round % 3 > 0) {
      const holder = { pid: round % 3 === 1 ? dead : process.pid, host: hostname(), token: `old-${round}` };
      writeFileSync(join(folder, `round-${round}.lease`), JSON.stringify(holder));
    }
  const longAgo = new Date(Date.now() - 60_000);
  for (let round = 2; round < rounds; round += 3) utimesSync(join(folder, `round-${round}.lease`), longAgo, longAgo);

  const moment = String(Date.now() + 2_500);
  const windows = Array.from({ length: 8 }, () => start(taker, folder, String(rounds), moment));
  const got = await Promise.all(
    windows.map(async one => JSON.parse(String((await once(one.stdout, 'data'))[0])) as number[]),
  );
  for (const one of windows) one.stdin.end();
  await Promise.all(windows.map(one => once(one, 'close')));
  assert.deepEqual(
    got.flat().sort((one, other) => one - other),
    Array.from({ length: rounds }, (_, round) => round),
  );
  t.diagnostic(`leases by window: ${got.map(({ length }) => length).join(' ')}`);
  assert.deepEqual(
    readdirSync(folder).filter(name => !name.endsWith('.lease')),
    [],
  );
});
