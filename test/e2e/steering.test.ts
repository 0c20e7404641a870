import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { type Workbench, openWorkbench } from './workbench.ts';

let bench: Workbench;

before(async () => {
  bench = await openWorkbench({
    r1: [
      // Once its trace stands in the prompt, the "@" in it selects the script of the answer.
      { when: '#', says: 'go @ on ', endless: true },
      { when: '@', says: 'It stops here.' },
      { when: '?', says: 'They ask about tides.\n</think>\n\nTwice a day.' },
      { when: '%', says: 'Edited, so once more.\n</think>\n\nThen it is thrice.' },
    ],
    files: { 'even.ts': 'export const isEven = (n: number): boolean => n % 2 === 0;\n' },
    // The tiny model writes a thousand words a second: a person needs some of them to press a button.
    settings: { 'deepwell.chat.thinking': 'deep' },
  });
  await bench.openChat();
});
after(() => bench?.close());

const ask = (question: string): Promise<Locator> => bench.replyTo(() => bench.ask(question));

const button = (within: Locator, name: string): Locator => within.getByRole('button', { name, exact: true });
const answerOf = (reply: Locator): Locator => reply.locator('[data-part=answer]');
const traceOf = (reply: Locator): Locator => reply.locator('[data-part=thought]');

test('Answer now closes the trace and brings the answer in the same message', async () => {
  const reply = await ask('For ever #');
  await traceOf(reply).getByText('go @ on').first().waitFor();
  await button(reply, 'Answer now').click();
  await bench.inState(reply, 'complete');
  assert.equal((await answerOf(reply).innerText()).trim(), 'It stops here.');
  assert.match((await traceOf(reply).textContent()) ?? '', /go @ on/);
  assert.equal(await bench.replies.count(), 1);
});

test('View prompt shows the closed thought at the prompt’s end', async () => {
  await button(bench.replies.last(), 'View prompt').click();
  const lines = bench.page.locator('.editor-instance:visible .view-line');
  await lines.filter({ hasText: 'For ever #' }).waitFor();
  await bench.page.keyboard.press('Control+End');
  await lines.filter({ hasText: '</think>' }).last().waitFor();
  await bench.page.keyboard.press('Control+F4');
});

test('a trace that goes in circles is noticed and may go on, or be ended', async () => {
  const reply = await ask('In circles #');
  const notice = reply.getByText('goes in circles');
  await notice.waitFor();
  await button(reply, 'Let it think').click();
  await notice.waitFor({ state: 'hidden' });
  assert.equal(await reply.getAttribute('data-state'), 'streaming');
  await button(bench.chat.locator('body'), 'Stop').first().click();
  await bench.inState(reply, 'stopped');
});

test('a budget ends the trace by itself, and none gives an answer without one', async () => {
  const { chat } = bench;
  await chat.getByRole('combobox', { name: 'Thinking' }).selectOption('short');
  const short = await ask('Within a budget #');
  await bench.inState(short, 'complete');
  assert.equal((await answerOf(short).innerText()).trim(), 'It stops here.');
  assert.match(await short.innerText(), /budget of 512 tokens/);
  await chat.getByRole('combobox', { name: 'Thinking' }).selectOption('off');
  const off = await ask('At once @');
  await bench.inState(off, 'complete');
  assert.equal(await off.getByRole('button', { name: /^Reasoning/ }).count(), 0);
  assert.equal((await answerOf(off).innerText()).trim(), 'It stops here.');
  await chat.getByRole('combobox', { name: 'Thinking' }).selectOption('deep');
});

test('an edited thought goes on as a branch, and the first answer can be gone back to', async () => {
  const { chat } = bench;
  const reply = await ask('How often does the tide rise?');
  await bench.inState(reply, 'complete');
  await reply.getByRole('button', { name: /^Reasoning, / }).click();
  await button(reply, 'Edit reasoning').click();
  const trace = chat.getByRole('textbox', { name: 'Reasoning' });
  await trace.fill('They mean 100 %\n');
  await button(reply, 'Continue from here').click();
  await answerOf(reply).getByText('Then it is thrice.').waitFor();
  await bench.inState(reply, 'complete');
  assert.match((await traceOf(reply).textContent()) ?? '', /They mean 100 %\s*Edited, so once more\./);
  await button(reply, 'Previous answer').click();
  await answerOf(reply).getByText('Twice a day.').waitFor();
  await button(reply, 'Next answer').click();
  await answerOf(reply).getByText('Then it is thrice.').waitFor();
});

test('a message that is edited and sent again keeps the first one as a branch', async () => {
  const question = bench.chat.locator('[data-role=user]').last();
  await button(question, 'Edit message').click();
  await question.getByRole('textbox').fill('And with 100 %');
  await bench.page.keyboard.press('Enter');
  await question.getByText('And with 100 %').waitFor();
  await bench.inState(bench.replies.last(), 'complete');
  assert.match(await answerOf(bench.replies.last()).innerText(), /Then it is thrice/);
  await button(question, 'Previous version').click();
  await question.getByText('How often does the tide rise?').waitFor();
  await answerOf(bench.replies.last()).getByText('Then it is thrice.').waitFor();
});

test('an answer goes on while the view is hidden and is there when the view comes back', async () => {
  const { page, chat } = bench;
  await chat.getByRole('combobox', { name: 'Thinking' }).selectOption('normal');
  const reply = await ask('Behind the scenes #');
  assert.equal(await reply.getAttribute('data-state'), 'streaming');
  await page.locator('.activitybar a.action-label[aria-label^="Explorer"]').first().click();
  await page.locator('iframe.webview.ready').first().waitFor({ state: 'hidden' });
  await bench.openChat();
  await bench.inState(bench.replies.last(), 'complete');
  assert.equal((await answerOf(bench.replies.last()).innerText()).trim(), 'It stops here.');
});
