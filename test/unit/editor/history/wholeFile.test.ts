import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { NewestWins } from '../../../../src/editor/history/newestWins.ts';
import { readLines } from '../../../../src/editor/history/readLines.ts';
import { temporaryParts, writeWhole } from '../../../../src/editor/history/wholeFile.ts';
import { answered, branched, chatWith, question } from '../../chat/history/chats.ts';
import { allOf, filesIn, folderFor, storeIn } from './storeFolder.ts';

const storeFile = fileURLToPath(new URL('../../../../src/editor/history/chatStore.ts', import.meta.url));

// The disk of a process that may write no file longer than 64 KB is full for a chat of 1 MB.
const onFullDisk = (folder: string): string => `
  import { ChatStore } from ${JSON.stringify(storeFile)};
  const told = [];
  const log = (event, facts) => told.push(event + ' ' + facts.code);
  const store = new ChatStore(${JSON.stringify(folder)}, { log, now: Date.now, setAside: () => undefined });
  const chat = await store.load('chat-1');
  for (const size of [1_000_000, 2_000_000]) {
    const turns = [{ role: 'user', id: '1', at: 0, text: 'x'.repeat(size), attachments: [] }];
    await store.save({ ...chat, turns }).catch(error => told.push('rejected ' + error.code));
  }
  await store.save({ ...chat, title: 'Small again' });
  console.log(told.join('\\n'));
`;

test(
  'on a full disk the old chat stays as it is, each save tells so, and the next one tries again',
  { skip: process.platform === 'win32' },
  async t => {
    const folder = folderFor(t);
    await storeIn(folder).store.save(branched);
    const { stdout, stderr } = spawnSync(
      'bash',
      ['-c', 'ulimit -f 64; exec "$0" --input-type=module -e "$1"', process.execPath, onFullDisk(folder)],
      { encoding: 'utf8' },
    );
    const once = 'history.saveFailed EFBIG\nrejected EFBIG\n';
    assert.deepEqual({ stdout, stderr }, { stdout: once + once, stderr: '' });
    assert.deepEqual(await storeIn(folder).store.load('chat-1'), { ...branched, title: 'Small again' });
    assert.deepEqual(filesIn(folder), ['chat-1.jsonl']);
  },
);

test('what fails in the middle of writing leaves the old file and nothing else', async t => {
  const folder = folderFor(t);
  mkdirSync(folder);
  const path = join(folder, 'a.txt');
  writeFileSync(path, 'old');
  function* lines(): Generator<string> {
    for (let at = 0; at < 20; at++) yield 'x'.repeat(100_000);
    throw new Error('no more');
  }
  await assert.rejects(writeWhole(path, lines()), /no more/);
  await assert.rejects(
    writeWhole(path, ['new'], () => Promise.reject(new Error('not now'))),
    /not now/,
  );
  assert.equal(readFileSync(path, 'utf8'), 'old');
  assert.deepEqual(filesIn(folder), ['a.txt']);
});

test('a temporary file’s name tells whose it is', () => {
  const name = `chat-1.jsonl.4711.${crypto.randomUUID()}.tmp`;
  assert.deepEqual(temporaryParts(name), { of: 'chat-1.jsonl', pid: 4711 });
  assert.equal(temporaryParts('chat-1.jsonl'), undefined);
});

/** How often everything else in this process had its turn meanwhile. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let isDone = false;
  const count = (): void => {
    turns += 1;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  await work();
  isDone = true;
  return turns;
}

test('saving and loading a chat of 20 MB lets everything else have its turn after each quarter of a megabyte', async t => {
  const { store } = storeIn(folderFor(t));
  const turns = Array.from({ length: 200 }, (_, at) =>
    at % 2 === 0
      ? question(`${at}`, at === 0 ? undefined : `${at - 1}`, { text: 'why '.repeat(25_000) })
      : answered(`${at}`, `${at - 1}`, { answer: 'so  '.repeat(25_000) }),
  );
  const chat = chatWith(turns);
  const pieces = 20_000_000 / (256 * 1024 + 100_000);
  assert.ok((await turnsDuring(() => store.save(chat))) >= pieces);
  assert.ok((await turnsDuring(() => store.load('chat-1'))) >= pieces);
  assert.deepEqual(await store.load('chat-1'), chat);
});

test('lines come out the same wherever the pieces of the file end', async t => {
  const folder = folderFor(t);
  mkdirSync(folder);
  const path = join(folder, 'a.txt');
  const lines = ['\ufeffa', '', '思考\u2028思考', '🧠'.repeat(40_000), `${'ä'.repeat(65_535)}\r`, 'end'];
  for (let shift = 0; shift < 5; shift++) {
    const shifted = ['x'.repeat(shift), ...lines];
    for (const ending of ['', '\n']) {
      writeFileSync(path, shifted.join('\n') + ending);
      assert.deepEqual(await allOf(readLines(path)), shifted);
    }
  }
});

test('a write that failed is told to who waited for it, and the next one goes on', async () => {
  const written: string[] = [];
  const writer = new NewestWins<string>(async value => {
    await Promise.resolve();
    if (value === 'bad') throw new Error('disk full');
    written.push(value);
  });
  const [first, second] = [writer.put('skipped'), writer.put('bad')];
  await assert.rejects(first, /disk full/);
  await assert.rejects(second, /disk full/);
  await writer.put('good');
  assert.deepEqual(written, ['good']);
});

test('what comes while one write runs is written after it, once', async () => {
  const written: number[] = [];
  const gate = Promise.withResolvers<void>();
  const writer = new NewestWins<number>(async value => {
    await gate.promise;
    written.push(value);
  });
  const first = writer.put(1);
  await Promise.resolve();
  await Promise.resolve();
  const later = [2, 3, 4].map(value => writer.put(value));
  gate.resolve();
  await Promise.all([first, ...later]);
  assert.deepEqual(written, [1, 4]);
});
