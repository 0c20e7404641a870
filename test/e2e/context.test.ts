import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { type Workbench, openWorkbench } from './workbench.ts';

let bench: Workbench;
let questions: Locator;
let field: Locator;
/** What the next question is about. */
let chips: Locator;

/** A folder beside the workspace, whose file is there but none of the workspace's. */
const outside = mkdtempSync(join(tmpdir(), 'deepwell-outside-'));
const outsideName = `../${basename(outside)}/secret.ts`;

before(async () => {
  writeFileSync(join(outside, 'secret.ts'), 'export const secret = 1;\n');
  bench = await openWorkbench({
    r1: [
      { when: '%', says: 'A remainder.\n</think>\n\n`isEven` tells whether two divides it.' },
      { when: '~', says: `Where was it.\n</think>\n\nLook at \`src/queue.ts:3\` and not ${outsideName} for that.` },
      { when: '?', says: 'They ask.\n</think>\n\nFirst in, first out.' },
    ],
    files: {
      'even.ts': 'export const isEven = (n: number): boolean => n % 2 === 0;\n',
      'src/queue.ts': 'export const queue: number[] = [];\n\nexport const drain = (): number[] => queue.splice(0);\n',
      'AGENTS.md': 'Write short\u200b sentences.\n',
    },
  });
  await bench.page.locator('.editor-instance .view-line', { hasText: 'isEven' }).waitFor();
  await bench.openChat();
  questions = bench.chat.locator('[data-role=user]');
  field = bench.chat.getByRole('textbox', { name: 'Ask Deepwell' });
  chips = bench.chat.getByRole('list', { name: 'Attached' }).getByRole('listitem');
});
after(async () => {
  await bench?.close();
  rmSync(outside, { recursive: true, force: true });
});

/** The finished reply to what the action sends. */
async function replyTo(act: () => Promise<void>): Promise<Locator> {
  const reply = await bench.replyTo(act);
  await bench.inState(reply, 'complete');
  return reply;
}

test('the rules of the workspace are attached by themselves, and their chip says what cannot be seen in them', async () => {
  const chip = chips.filter({ hasText: 'AGENTS.md' });
  await chip.waitFor();
  assert.match(await chip.innerText(), /AGENTS\.md: contains invisible characters\s*·\s*\d+ tokens/);
});

test('a file is attached by its name, with its cost, and stays on the question', async () => {
  const { chat } = bench;
  await field.click();
  await field.pressSequentially('Is this a #queue');
  await chat.getByRole('option', { name: 'queue.ts' }).waitFor();
  await field.press('Enter');
  const chip = chips.filter({ hasText: 'queue.ts' });
  await chip.waitFor();
  assert.match(await chip.innerText(), /queue\.ts\s*·\s*\d+ tokens/);
  await field.pressSequentially(' or a stack?');
  const reply = await replyTo(() => field.press('Enter'));
  assert.equal((await reply.locator('[data-part=answer]').innerText()).trim(), 'First in, first out.');
  assert.equal(await chips.count(), 0);
  const attached = questions.last().getByRole('button', { name: /queue\.ts\s*· \d+ tokens/ });
  await attached.click();
  assert.match(await questions.last().innerText(), /export const drain/);
});

test('View prompt shows the rules and the file as they were sent, with nothing invisible', async () => {
  await bench.replies.last().getByRole('button', { name: 'View prompt' }).click();
  const lines = bench.page.locator('.editor-instance:visible .view-lines').last();
  await lines.getByText('Write short').waitFor();
  const text = (await lines.innerText()).replaceAll('\u00a0', ' ');
  assert.match(text, /Write short⟨U\+200B⟩ sentences\./);
  assert.match(text, /\[file name\]: src\/queue\.ts\s+\[file content begin\]\s+export const queue/);
  assert.match(text, /Prompt: \d+ tokens, \d+ generated/);
  assert.doesNotMatch(text, /\u200b/);
});

test('/explain is about the code that is selected', async () => {
  const { page } = bench;
  await page.locator('.tab', { hasText: 'even.ts' }).click();
  await page.locator('.editor-instance .view-line', { hasText: 'isEven' }).click();
  await page.keyboard.press('Control+a');
  const reply = await replyTo(() => bench.ask('/explain'));
  assert.match(await reply.innerText(), /isEven tells whether two divides it\./);
  assert.match(await questions.last().innerText(), /even\.ts[\s\S]*n % 2 === 0[\s\S]*Explain this code\./);
});

test('a place in the answer opens the file at its line; one outside of the workspace is only text', async () => {
  const { page } = bench;
  const reply = await replyTo(() => bench.ask('Where ~'));
  const answer = reply.locator('[data-part=answer]');
  const link = answer.getByRole('link');
  await link.first().waitFor();
  assert.match(await answer.innerText(), new RegExp(outsideName));
  assert.deepEqual(await link.allInnerTexts(), ['src/queue.ts:3']);
  await link.click();
  await page.locator('.tab.active', { hasText: 'queue.ts' }).waitFor();
  await page.locator('.statusbar-item', { hasText: 'Ln 3,' }).waitFor();
});

test('what is to be remembered is written into the notes of the workspace and goes along from then on', async () => {
  const notes = join(bench.workspace, '.deepwell/notes.md');
  const count = await bench.replies.count();
  await bench.ask('/remember  we use tabs');
  await chips.filter({ hasText: 'notes.md' }).waitFor();
  assert.equal(readFileSync(notes, 'utf8'), '# Notes\n\n- we use tabs\n');
  assert.equal(await field.inputValue(), '');
  assert.equal(await bench.replies.count(), count);
});

test('a command that does not exist is not sent, and its text comes back', async () => {
  const { page } = bench;
  const count = await questions.count();
  await bench.ask('/nosuch thing');
  await page.locator('.notifications-toasts', { hasText: 'nosuch' }).waitFor();
  while ((await field.inputValue()) !== '/nosuch thing') await page.waitForTimeout(50);
  assert.equal(await questions.count(), count);
  assert.equal(existsSync(join(bench.workspace, '.deepwell/prompts')), false);
});
