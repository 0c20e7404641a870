import assert from 'node:assert/strict';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { type Workbench, openWorkbench } from './workbench.ts';

let bench: Workbench;
const exported = mkdtempSync(join(tmpdir(), 'deepwell-export-'));

before(async () => {
  bench = await openWorkbench({
    r1: [
      { when: '#', says: 'go @ on ', endless: true },
      { when: '?', says: 'They ask about tides.\n</think>\n\nThe canary rises **twice** a day.' },
      { when: '%', says: 'A remainder.\n</think>\n\nDivided by two.' },
    ],
    files: { 'even.ts': 'export const isEven = (n: number): boolean => n % 2 === 0;\n' },
    settings: { 'deepwell.chat.thinking': 'deep' },
  });
  await bench.openChat();
});
after(async () => {
  await bench?.close();
  rmSync(exported, { recursive: true, force: true });
});

const ask = (question: string): Promise<Locator> => bench.replyTo(() => bench.ask(question));

/** The text of every message that is shown, with the reasoning. */
async function shown(): Promise<readonly string[]> {
  return bench.chat
    .locator('[role=log] article')
    .evaluateAll(articles =>
      articles.map(article =>
        ['.question', '[data-part=thought]', '[data-part=answer]']
          .map(part => article.querySelector(part)?.textContent ?? '')
          .join('|'),
      ),
    );
}

const chatFiles = (): readonly string[] =>
  globSync('**/chats/*.jsonl', { cwd: bench.dataFolder }).map(file => join(bench.dataFolder, file));

/** Picks an item of the list that is open in the editor's quick input. */
async function pick(words: string): Promise<void> {
  const item = bench.page.locator('.quick-input-widget .monaco-list-row', { hasText: words }).first();
  await item.click();
}

test('after the window was loaded anew in mid-answer, what was written is there and says that it was interrupted', async () => {
  await bench.inState(await ask('How often does the tide rise?'), 'complete');
  const cut = await ask('For ever #');
  await cut.locator('[data-part=thought]').getByText('go @ on').first().waitFor();
  // What is written is on disk after a second at the latest.
  while (!chatFiles().some(file => readFileSync(file, 'utf8').includes('go @ on')))
    await bench.page.waitForTimeout(100);
  await bench.reload();
  await bench.openChat();
  await bench.replies.nth(1).waitFor();
  assert.equal(await bench.replies.count(), 2);
  assert.match(await bench.replies.nth(0).innerText(), /The canary rises twice a day\./);
  await bench.replies.nth(1).getByText('The window was closed while this was written.').waitFor();
});

test('a second window shows the chat, and what is asked there makes it a copy', async () => {
  const { page, chat } = await bench.secondWindow();
  await chat.getByText('This chat is open in another window').waitFor();
  await chat.getByRole('textbox', { name: 'Ask Deepwell' }).fill('And a remainder %');
  await chat.getByRole('button', { name: 'Send', exact: true }).click();
  await chat.getByText('Divided by two.').waitFor();
  await chat.getByText('This chat is open in another window').waitFor({ state: 'hidden' });
  while (chatFiles().length < 2) await bench.page.waitForTimeout(100);
  await page.close();
  assert.equal(await bench.replies.count(), 2);
});

test('a chat that is exported, deleted and imported again is the same', async () => {
  const { page, chat } = bench;
  const first = await shown();
  for (const [kind, name] of [
    ['JSON', 'chat.json'],
    ['Markdown', 'chat.md'],
  ] as const) {
    const file = join(exported, name);
    await bench.runCommand('Export Chat');
    await pick(kind);
    await bench.typePath(file);
    while (!existsSync(file)) await page.waitForTimeout(50);
    await deleteOpenChat();
    await chat.getByText('Everything stays on this computer').waitFor();
    await bench.runCommand('Import Chat');
    await bench.typePath(file);
    await bench.replies.nth(1).waitFor();
    assert.deepEqual(await shown(), first, kind);
  }
});

test('a deleted chat leaves nothing in the storage', async () => {
  await deleteOpenChat();
  await bench.chat.getByText('Everything stays on this computer').waitFor();
  // The copy of the second window still has it.
  assert.equal(chatFiles().filter(file => readFileSync(file, 'utf8').includes('go @ on')).length, 1);
});

async function deleteOpenChat(): Promise<void> {
  const { page } = bench;
  await bench.runCommand('Show History');
  const row = page.locator('.quick-input-widget .monaco-list-row', { hasText: '· open' });
  await row.hover();
  await row.getByRole('button', { name: 'Delete' }).click();
  await page.locator('.monaco-dialog-box').getByRole('button', { name: 'Delete' }).click();
}
