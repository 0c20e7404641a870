import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { LeaseLost } from '../../../../src/editor/history/chatStore.ts';
import type { Chat } from '../../../../src/chat/turns.ts';
import { answered, branched, chatWith, question, thoughtOf } from '../../chat/history/chats.ts';
import { filesIn, filesWith, folderFor, plainStore, storeIn } from './storeFolder.ts';

const chatNamed = (id: string, change: Partial<Chat> = {}): Chat => ({ ...branched, id, title: id, ...change });

async function storeWith(t: TestContext, ...chats: readonly Chat[]) {
  const folder = folderFor(t);
  const made = storeIn(folder);
  await Promise.all(chats.map(chat => made.store.save(chat)));
  return { ...made, folder };
}

test('a folder that is not there yet has no chats', async t => {
  const { store } = storeIn(folderFor(t));
  assert.deepEqual(await store.list(), []);
  assert.equal(await store.load('chat-1'), undefined);
  assert.deepEqual(await store.sweep(30), []);
  await store.remove('chat-1');
});

test('a chat comes back as it was saved, also to another window', async t => {
  const { store, folder } = await storeWith(t, branched);
  assert.deepEqual(await store.load('chat-1'), branched);
  assert.deepEqual(await plainStore(folder).load('chat-1'), branched);
  assert.deepEqual(filesIn(folder), ['chat-1.jsonl']);
});

test('others on the machine cannot read a chat', { skip: process.platform === 'win32' }, async t => {
  const { folder } = await storeWith(t, branched);
  assert.equal(statSync(join(folder, 'chat-1.jsonl')).mode & 0o077, 0);
});

test('chats are listed newest first, with what tells them apart', async t => {
  const { store } = await storeWith(t, chatNamed('older', { updatedAt: 1 }), chatNamed('newer', { updatedAt: 2 }));
  const about = { workspace: 'deepwell', questions: 3, preview: 'Question 3?' };
  assert.deepEqual(await store.list(), [
    { id: 'newer', title: 'newer', updatedAt: 2, ...about },
    { id: 'older', title: 'older', updatedAt: 1, ...about },
  ]);
});

test('what another window saves, renames or removes is seen in the next list', async t => {
  const { store, folder } = await storeWith(t, chatNamed('first'), chatNamed('second'));
  await store.list();
  const other = plainStore(folder);
  await other.rename('first', 'First');
  await other.remove('second');
  await other.save(chatNamed('third'));
  const titles = (await store.list()).map(({ title }) => title).sort();
  assert.deepEqual(titles, ['First', 'third']);
});

test('a header of any length is read', async t => {
  const { store } = await storeWith(t, chatNamed('long-one', { title: 'x'.repeat(300_000) }));
  assert.equal((await store.list())[0]?.title.length, 300_000);
});

test('of many saves in a row the newest is on disk, and each caller hears of it', async t => {
  const { store, folder } = await storeWith(t);
  const answer = (length: number): Chat =>
    chatWith([question('1', undefined), answered('2', '1', { answer: 'x'.repeat(length) })]);
  const saves = Array.from({ length: 200 }, (_, at) => store.save(answer(at)));
  await Promise.all(saves);
  assert.deepEqual(await store.load('chat-1'), answer(199));
  assert.deepEqual(filesIn(folder), ['chat-1.jsonl']);
});

const damages: readonly (readonly [name: string, bytes: (whole: Buffer) => Buffer])[] = [
  ['empty', () => Buffer.alloc(0)],
  ['nothing but zeros', whole => Buffer.alloc(whole.length)],
  ['cut in the header', whole => whole.subarray(0, 60)],
  ['cut in a turn', whole => whole.subarray(0, whole.length - 9)],
  ['without its last turn', whole => whole.subarray(0, whole.lastIndexOf('\n', whole.length - 2) + 1)],
  [
    'without a line',
    whole => Buffer.concat([whole.subarray(0, whole.indexOf('\n') + 1), whole.subarray(whole.indexOf('"parent":"1"'))]),
  ],
  ['with a block of zeros', whole => Buffer.from(whole).fill(0, 300, 350)],
  ['not UTF-8', whole => Buffer.from(whole).fill(0xff, 400, 401)],
  ['another program’s', () => Buffer.from('{"sessions":[]}\n')],
  ['twice the same', whole => Buffer.concat([whole, whole])],
];

test('10 of 10 damaged files are set aside as they are and told once, and all other chats load', async t => {
  const folder = folderFor(t);
  const { store, aside } = storeIn(folder);
  const healthy = Array.from({ length: 10 }, (_, at) => chatNamed(`healthy-${at}`));
  await Promise.all(healthy.map(chat => store.save(chat)));
  const written = damages.map(([, bytes], at) => {
    const name = `broken-${at}.jsonl`;
    const content = bytes(readFileSync(join(folder, 'healthy-0.jsonl')));
    writeFileSync(join(folder, name), content);
    return { name, content };
  });
  await store.list();
  for (const { name } of written) assert.equal(await store.load(name.slice(0, -6)), undefined, name);
  for (const { name, content } of written) assert.deepEqual(readFileSync(join(folder, 'damaged', name)), content, name);
  assert.deepEqual(
    aside.toSorted(),
    written.map(({ name }) => join(folder, 'damaged', name)),
  );
  for (const chat of healthy) assert.deepEqual(await store.load(chat.id), chat);
  assert.equal((await store.list()).length, 10);
  assert.equal(aside.length, 10);
});

test('a second damaged file of the same name does not take the place of the first', async t => {
  const { store, folder } = await storeWith(t);
  mkdirSync(folder, { recursive: true });
  for (const text of ['one', 'two', 'three']) {
    writeFileSync(join(folder, 'chat-1.jsonl'), text);
    await store.list();
  }
  assert.deepEqual(filesIn(folder), ['chat-1.2.jsonl', 'chat-1.3.jsonl', 'chat-1.jsonl']);
  assert.equal(readFileSync(join(folder, 'damaged', 'chat-1.3.jsonl'), 'utf8'), 'three');
});

test('what a newer version wrote stays where it is, and files of others are none of ours', async t => {
  const { store, folder, aside } = await storeWith(t, branched);
  const newer = readFileSync(join(folder, 'chat-1.jsonl'), 'utf8').replace('"version":1', '"version":2');
  writeFileSync(join(folder, 'from-later.jsonl'), newer);
  writeFileSync(join(folder, 'notes.txt'), 'mine');
  writeFileSync(join(folder, 'a b c d.jsonl'), 'mine');
  assert.equal((await store.list()).length, 1);
  assert.equal(await store.load('from-later'), undefined);
  assert.deepEqual(filesIn(folder), ['a b c d.jsonl', 'chat-1.jsonl', 'from-later.jsonl', 'notes.txt']);
  assert.deepEqual(aside, []);
});

test('a copied file is a chat of its own', async t => {
  const { store, folder } = await storeWith(t, branched);
  copyFileSync(join(folder, 'chat-1.jsonl'), join(folder, 'chat-1-copy.jsonl'));
  assert.deepEqual((await store.list()).map(({ id }) => id).sort(), ['chat-1', 'chat-1-copy']);
  assert.equal((await store.load('chat-1-copy'))?.id, 'chat-1-copy');
});

const canary = 'canary-7f3a91';

test('after a chat is removed no byte of it is left, nor of its temporary, lease or damaged files', async t => {
  const turns = [
    question('1', undefined, { text: canary }),
    answered('2', '1', { answer: canary, thought: thoughtOf({ text: canary }) }),
  ];
  const { store, folder, logged } = await storeWith(t, chatWith(turns, { title: canary }), chatNamed('chat-10'));
  writeFileSync(join(folder, `chat-1.jsonl.1.${crypto.randomUUID()}.tmp`), canary);
  mkdirSync(join(folder, 'damaged'));
  writeFileSync(join(folder, 'damaged', 'chat-1.2.jsonl'), canary);
  await store.acquire('chat-1');
  assert.equal(filesWith(folder, canary).length, 3);
  await store.remove('chat-1');
  assert.deepEqual(filesWith(folder, canary), []);
  assert.deepEqual(filesIn(folder), ['chat-10.jsonl']);
  assert.deepEqual(logged, []);
});

test('a chat that is removed while it is saved stays removed', async t => {
  const { store, folder } = await storeWith(t, branched);
  const saves = [store.save(branched), store.save({ ...branched, title: canary })];
  await store.remove('chat-1');
  await Promise.all(saves);
  await store.save(branched);
  assert.deepEqual(filesIn(folder), []);
});

test('a chat that another window removed does not come back by the save of the one that had it open', async t => {
  const { store, folder } = await storeWith(t, branched);
  const lease = await store.acquire('chat-1');
  await plainStore(folder).remove('chat-1');
  await assert.rejects(store.save(branched), LeaseLost);
  assert.deepEqual(filesIn(folder), []);
  assert.equal(lease?.lost.aborted, true);
});

test('renaming keeps everything but the title, and also what is being saved', async t => {
  const { store } = await storeWith(t);
  const saving = store.save(branched);
  await store.rename('chat-1', 'Queues');
  await saving;
  assert.deepEqual(await store.load('chat-1'), { ...branched, title: 'Queues' });
  await store.rename('not-there', 'Nothing');
  assert.equal((await store.list()).length, 1);
});

const hostileIds = ['../../outside', 'a/b/c/d', 'a.b.c.d', '', 'nul', '.....'];

test('an id that is a path is refused before any file is touched', async t => {
  const { store } = await storeWith(t);
  for (const id of hostileIds) {
    await assert.rejects(store.save({ ...branched, id }), RangeError, id);
    await assert.rejects(store.load(id), RangeError, id);
    await assert.rejects(store.remove(id), RangeError, id);
    await assert.rejects(store.acquire(id), RangeError, id);
  }
});

test('a chat from elsewhere keeps its id unless it is taken or none', async t => {
  const { store } = await storeWith(t);
  assert.equal(await store.add(branched), 'chat-1');
  const other = await store.add({ ...branched, title: 'Another' });
  const third = await store.add({ ...branched, id: '../../outside' });
  assert.equal(new Set(['chat-1', other, third]).size, 3);
  assert.deepEqual(await store.load('chat-1'), branched);
  assert.deepEqual(await store.load(other), { ...branched, id: other, title: 'Another' });
  assert.equal((await store.list()).length, 3);
});

test('a removed chat can be imported again', async t => {
  const { store } = await storeWith(t, branched);
  await store.remove('chat-1');
  assert.equal(await store.add(branched), 'chat-1');
  await store.save({ ...branched, title: 'Back' });
  assert.equal((await store.load('chat-1'))?.title, 'Back');
});

const day = 86_400_000;

test('chats that did not change for so many days are removed, but not what a window has open', async t => {
  const folder = folderFor(t);
  const { store } = storeIn(folder);
  const now = Date.now();
  for (const [id, days] of [
    ['new-one', 1],
    ['old-one', 31],
    ['open-one', 31],
  ] as const)
    await store.save(chatNamed(id, { updatedAt: now - days * day }));
  await store.acquire('open-one');
  assert.deepEqual(await plainStore(folder).sweep(0), []);
  assert.deepEqual(await plainStore(folder).sweep(30), ['old-one']);
  assert.deepEqual(
    (await store.list()).map(({ id }) => id),
    ['new-one', 'open-one'],
  );
  await store.close();
});

test('what killed processes left behind goes after a minute, and what others still write stays', async t => {
  const { store, folder } = await storeWith(t, branched);
  const dead = 2 ** 30;
  const uuid = crypto.randomUUID();
  const old = [`chat-1.jsonl.${dead}.${uuid}.tmp`, 'gone-chat.lease', 'chat-1.lease.claim', `chat-1.lease.${uuid}`];
  const kept = [`chat-2.jsonl.${dead}.${uuid}.tmp`, `chat-1.jsonl.${process.pid}.${uuid}.tmp`, 'chat-1.lease'];
  for (const name of [...old, ...kept]) writeFileSync(join(folder, name), '');
  const past = new Date(Date.now() - 120_000);
  for (const name of [...old, ...kept.slice(1)]) utimesSync(join(folder, name), past, past);
  await store.sweep(0);
  assert.deepEqual(filesIn(folder), ['chat-1.jsonl', ...kept].sort());
});
