import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Hit } from '../../../../src/editor/history/chatStore.ts';
import type { Chat } from '../../../../src/chat/turns.ts';
import { answered, attachmentOf, chatWith, question, thoughtOf } from '../../chat/history/chats.ts';
import { allOf, folderFor, storeIn } from './storeFolder.ts';

const never = new AbortController().signal;

const chatAbout = (id: string, asked: string, thought: string, answer: string, title: string): Chat =>
  chatWith(
    [
      question('1', undefined, { text: asked, attachments: [attachmentOf({ text: 'only in an attachment' })] }),
      answered('2', '1', { answer, thought: thoughtOf({ text: thought }) }),
    ],
    { id, title, updatedAt: id === 'queue' ? 2 : 1 },
  );

async function filled(t: TestContext) {
  const folder = folderFor(t);
  const { store, aside } = storeIn(folder);
  const filler = 'nothing to see here, and on it goes. '.repeat(40);
  await store.save(
    chatAbout(
      'queue',
      'Why a "ring"?',
      `${filler}Wait, the HEAD wraps.${filler}`,
      `${filler}Use C++ [sic].${filler}`,
      'Queues',
    ),
  );
  await store.save(
    chatAbout(
      'other',
      'İstanbul: 思考の痕跡?',
      'Straße \\o/',
      `${filler}${'🧠'.repeat(30)}needle${'🧠'.repeat(60)}`,
      'Head over heels',
    ),
  );
  return { store, folder, aside };
}

const idsAndPlaces = (hits: readonly Hit[]): readonly string[] =>
  hits.map(({ summary, where }) => `${summary.id} ${where}`);

const searches: readonly (readonly [words: string, found: readonly string[]])[] = [
  ['head', ['queue reasoning', 'other title']],
  ['WRAPS', ['queue reasoning']],
  ['ring', ['queue question']],
  ['"ring"?', ['queue question']],
  ['c++', ['queue answer']],
  ['[sic]', ['queue answer']],
  ['queues', ['queue title']],
  ['queues wraps sic', ['queue title']],
  ['queues here ring', ['queue title']],
  ['head wait', ['queue reasoning']],
  ['head missing', []],
  ['思考の', ['other question']],
  ['straße', ['other reasoning']],
  [String.raw`\o/`, ['other reasoning']],
  ['.*', []],
  ['attachment', []],
  ['turnCount', []],
  ['', []],
  ['  \n ', []],
];

for (const [words, found] of searches)
  test(`searching for ${JSON.stringify(words)} finds ${found.join(' and ') || 'nothing'}`, async t => {
    const { store } = await filled(t);
    assert.deepEqual(idsAndPlaces(await allOf(store.search(words, never))), found);
  });

test('a hit shows what stands around it, on one line, and no half of a character', async t => {
  const { store } = await filled(t);
  for (const words of ['wraps', 'needle', 'sic']) {
    const [hit] = await allOf(store.search(words, never));
    assert.match(hit?.snippet ?? '', new RegExp(`^….*${words}.*…$`));
    assert.ok(hit !== undefined && hit.snippet.length <= 122 && hit.snippet.isWellFormed(), hit?.snippet);
  }
});

test('all branches are searched', async t => {
  const { store } = storeIn(folderFor(t));
  const turns = [
    question('1', undefined, { text: 'first wording' }),
    question('2', undefined, { text: 'second wording' }),
  ];
  await store.save(chatWith(turns, { shown: { '': '2' } }));
  assert.equal((await allOf(store.search('first', never))).length, 1);
});

test('a search that is given up ends at once', async t => {
  const { store } = await filled(t);
  const given = new AbortController();
  const hits = store.search('nothing', given.signal);
  assert.equal((await hits.next()).done, false);
  given.abort();
  await assert.rejects(hits.next(), { name: 'AbortError' });
});

test('a damaged chat does not keep others from being found', async t => {
  const { store, folder } = await filled(t);
  const header = JSON.stringify({ format: 'deepwell-chat', version: 1 });
  writeFileSync(join(folder, 'broken.jsonl'), `${header}\n\xff needle`, 'latin1');
  assert.deepEqual(idsAndPlaces(await allOf(store.search('needle', never))), ['other answer']);
});
