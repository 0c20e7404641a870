import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { chatAsJson, chatFromJson } from '../../../../src/chat/history/exchange.ts';
import { chatAsMarkdown } from '../../../../src/chat/history/markdown.ts';
import type { Chat } from '../../../../src/chat/turns.ts';
import { answered, branched, chatWith, question, thoughtOf } from '../../chat/history/chats.ts';
import { type QuickPick, screen } from './editor.ts';
import { exportChat, importChat, showHistory } from './inEditor.ts';
import { filesIn, folderFor, storeIn } from './storeFolder.ts';

const now = new Date(2026, 10, 26, 15, 0).getTime();
const day = 86_400_000;

const chats: readonly Chat[] = [
  chatWith([question('1', undefined, { text: 'Why does $(document) fail?' })], {
    id: 'jquery',
    title: 'A $(trash) call',
    updatedAt: now - 60_000,
    workspace: 'other',
  }),
  chatWith(
    [
      question('1', undefined, { text: 'How do rings wrap?' }),
      answered('2', '1', { thought: thoughtOf({ text: 'Wait, the modulus.' }), answer: 'With a remainder.' }),
    ],
    { id: 'rings', title: 'Ring buffers', updatedAt: now - 3_600_000, workspace: 'here' },
  ),
  chatWith([question('1', undefined, { text: 'Old question' })], {
    id: 'ancient',
    title: 'Modulus',
    updatedAt: now - 40 * day,
    workspace: 'here',
  }),
];

async function opened(t: TestContext, change: { readonly current?: Chat } = {}) {
  Object.assign(screen, { pick: undefined, answers: [], errors: [], questions: [] });
  const folder = folderFor(t);
  const { store } = storeIn(folder);
  await Promise.all(chats.map(chat => store.save(chat)));
  const told: string[] = [];
  const parts = {
    store,
    workspace: 'here',
    now: () => now,
    open: async (id: string) => void told.push(`open ${id}`),
    current: () => change.current,
    removed: (id: string) => void told.push(`removed ${id}, file there: ${filesIn(folder).includes(`${id}.jsonl`)}`),
    renamed: (id: string, title: string) => void told.push(`renamed ${id}: ${title}`),
  };
  const shown = showHistory(parts);
  await idle();
  return { store, folder, told, shown };
}

const shownPick = (): QuickPick => {
  assert.ok(screen.pick?.isShown);
  return screen.pick;
};

/** Until the list has nothing to do any more. */
async function idle(): Promise<void> {
  do await setImmediate();
  while (screen.pick === undefined || !screen.pick.isShown || screen.pick.busy);
}

test('chats are listed by age, this workspace’s first, and the chosen one is opened', async t => {
  const { told, shown } = await opened(t, { current: chats[1] });
  const pick = shownPick();
  assert.deepEqual(pick.lines, ['— Today', 'Ring buffers', String.raw`A \$(trash) call`, '— Older', 'Modulus']);
  assert.equal(pick.item('Ring buffers').description, '1 h ago · 1 question · open');
  assert.equal(pick.item(String.raw`A \$(trash) call`).detail, String.raw`Why does \$(document) fail?`);
  pick.accept(pick.item('Modulus'));
  await shown;
  assert.deepEqual(told, ['open ancient']);
});

test('typing also looks into the texts, and deleting the words leaves the list as it was', async t => {
  const { shown } = await opened(t);
  const pick = shownPick();
  pick.type('modulus');
  await idle();
  assert.deepEqual(pick.lines, ['— Today', '— Older', 'Modulus', '— In the text', 'Ring buffers']);
  assert.equal(pick.items.at(-1)?.detail, 'Wait, the modulus.');
  pick.type('');
  await idle();
  assert.equal(pick.lines.length, 5);
  pick.hide();
  await shown;
});

test('only what was typed last is looked for', async t => {
  const { shown, store } = await opened(t);
  const asked: string[] = [];
  const search = store.search.bind(store);
  store.search = (words, signal) => {
    asked.push(words);
    return search(words, signal);
  };
  for (const words of ['m', 'mo', 'mod', 'remainder']) shownPick().type(words);
  await idle();
  assert.deepEqual(asked, ['remainder']);
  assert.equal(shownPick().lines.at(-1), 'Ring buffers');
  shownPick().hide();
  await shown;
});

test('a chat is deleted after a question, and the list is shown again with the words that were typed', async t => {
  const { told, shown, folder } = await opened(t);
  shownPick().type('wrap');
  await idle();
  screen.answers = [undefined];
  const first = shownPick();
  first.press(first.item('Ring buffers'), 'Delete');
  await idle();
  assert.ok(filesIn(folder).includes('rings.jsonl'));
  screen.answers = ['Delete'];
  const second = shownPick();
  assert.notEqual(second, first);
  assert.equal(second.value, 'wrap');
  second.press(second.item('Ring buffers'), 'Delete');
  await idle();
  assert.deepEqual(screen.questions, ['Delete the chat “Ring buffers”?', 'Delete the chat “Ring buffers”?']);
  assert.deepEqual(told, ['removed rings, file there: true']);
  assert.deepEqual(filesIn(folder), ['ancient.jsonl', 'jquery.jsonl']);
  shownPick().hide();
  await shown;
});

test('a chat is renamed', async t => {
  const { told, shown, store } = await opened(t);
  screen.answers = ['  Rings ', undefined];
  shownPick().press(shownPick().item('Ring buffers'), 'Rename');
  await idle();
  shownPick().press(shownPick().item('Rings'), 'Rename');
  await idle();
  assert.deepEqual(told, ['renamed rings: Rings']);
  assert.equal((await store.load('rings'))?.title, 'Rings');
  shownPick().hide();
  await shown;
});

test('the open chat is exported as it is in the view, any other as it is stored', async t => {
  const newest = { ...branched, id: 'rings', title: 'a/b: "newest"' };
  const { shown, folder } = await opened(t, { current: newest });
  const target = join(dirname(folder), 'out.json');
  for (const [label, exported, name] of [
    ['Ring buffers', newest, 'a b newest.json'],
    ['Modulus', chats[2], 'Modulus.json'],
  ] as const) {
    screen.answers = ['JSON', target];
    shownPick().press(shownPick().item(label), 'Export');
    await idle();
    assert.equal(screen.questions.at(-1), `/work/${name}`);
    assert.deepEqual(chatFromJson(readFileSync(target, 'utf8')), { kind: 'read', value: exported });
  }
  shownPick().hide();
  await shown;
});

test('without any chat the list says so', async t => {
  Object.assign(screen, { pick: undefined });
  const nothing = async (): Promise<void> => undefined;
  const quiet = { open: nothing, current: () => undefined, removed: () => undefined, renamed: () => undefined };
  const shown = showHistory({ ...quiet, store: storeIn(folderFor(t)).store, workspace: '', now: () => now });
  await idle();
  assert.deepEqual(shownPick().lines, ['No chats yet']);
  shownPick().accept(shownPick().item('No chats yet'));
  shownPick().hide();
  await shown;
});

for (const [label, thoughts] of [
  ['Markdown with folded reasoning', 'details'],
  ['Markdown with <think> tags', 'tags'],
] as const)
  test(`${label} is written where the person wants it, and imported again`, async t => {
    const folder = folderFor(t);
    const { store } = storeIn(folder);
    const target = join(dirname(folder), 'out.md');
    screen.answers = [label, target, target];
    await exportChat(branched);
    assert.equal(readFileSync(target, 'utf8'), chatAsMarkdown(branched, { thoughts }));
    const id = await importChat(store);
    assert.equal((await store.load(id ?? ''))?.turns.length, 4);
  });

test('exported, deleted and imported a chat is as it was; imported twice it is two', async t => {
  const folder = folderFor(t);
  const { store } = storeIn(folder);
  await store.save(branched);
  const target = join(dirname(folder), 'out.json');
  screen.answers = ['JSON', target, target, target];
  await exportChat(branched);
  await store.remove(branched.id);
  assert.equal(await importChat(store), branched.id);
  assert.deepEqual(await store.load(branched.id), branched);
  const second = await importChat(store);
  assert.deepEqual(await store.load(second ?? ''), { ...branched, id: second });
  assert.equal((await store.list()).length, 2);
});

test('a file that cannot be imported is named in one sentence, and nothing is stored', async t => {
  const folder = folderFor(t);
  const { store } = storeIn(folder);
  const file = join(dirname(folder), 'x.json');
  const json = chatAsJson(branched);
  const cases: readonly (readonly [text: string, sentence: RegExp])[] = [
    ['hello', /^x\.json is no chat that Deepwell exported/],
    [json.slice(0, 500), /^x\.json is no chat/],
    [json.replace('"version": 1', '"version": 9'), /^x\.json was exported by a newer Deepwell \(format 9\)/],
    [json.replace('"title": "Ring buffers",', ''), /^x\.json cannot be imported: “chat\.title” is missing/],
    [json.replace('"parent": "5"', '"parent": "7"'), /^x\.json cannot be imported: message “6” follows none/],
  ];
  for (const [text, sentence] of cases) {
    writeFileSync(file, text);
    Object.assign(screen, { answers: [file], errors: [] });
    assert.equal(await importChat(store), undefined);
    assert.equal(screen.errors.length, 1);
    assert.match(screen.errors[0] ?? '', sentence);
  }
  Object.assign(screen, { answers: [join(folder, 'gone.json')], errors: [] });
  assert.equal(await importChat(store), undefined);
  assert.match(screen.errors[0] ?? '', /^gone\.json could not be imported: ENOENT/);
  assert.deepEqual(await store.list(), []);
});

test('what cannot be written is told', async t => {
  const folder = folderFor(t);
  Object.assign(screen, { answers: ['JSON', `${folder}\0/x.json`], errors: [] });
  await exportChat(branched);
  assert.match(screen.errors[0] ?? '', /^The chat could not be written to /);
});
