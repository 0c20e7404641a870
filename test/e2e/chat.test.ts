import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { type Workbench, isRunning, openWorkbench } from './workbench.ts';

const source = `export const isEven = (n: number): boolean => n % 2 === 0;
`;

let bench: Workbench;
let replies: Locator;

before(async () => {
  bench = await openWorkbench({
    r1: [
      {
        says: 'They ask about tides.\nTwo a day, I think.\n</think>\n\nThe tide rises **twice** a day:\n\n```ts\nconst highs = 2;\n```\n',
      },
      { when: '#', says: 'Round and round it goes, ', endless: true },
      { when: '%', says: 'A remainder.\n</think>\n\n`isEven` tells whether two divides the number.' },
    ],
    files: { 'even.ts': source },
  });
  await bench.page.locator('.editor-instance .view-line', { hasText: 'isEven' }).waitFor();
  await bench.openChat();
  replies = bench.chat.locator('[data-role=assistant]');
});
after(() => bench?.close());

const lastReply = (): Locator => replies.last();
const inState = (state: string): Promise<void> =>
  bench.chat.locator(`[data-role=assistant][data-state=${state}]`).last().waitFor();

test('a question streams its trace into the panel, folds it and shows the answer without tags', async () => {
  await bench.ask('How often does the tide rise?');
  await inState('complete');
  const reasoning = lastReply().getByRole('button', { name: /^Reasoning, / });
  assert.equal(await reasoning.getAttribute('aria-expanded'), 'false');
  await reasoning.click();
  const trace = lastReply().locator('[data-part=thought]');
  assert.match(await trace.innerText(), /They ask about tides\.\s+Two a day, I think\./);
  const answer = lastReply().locator('[data-part=answer]');
  assert.match(await answer.innerText(), /The tide rises twice a day:[\s\S]*const highs = 2;/);
  assert.doesNotMatch(await lastReply().innerText(), /think>/);
  assert.equal(await answer.locator('strong').innerText(), 'twice');
});

test('while the model thinks the panel is open and Stop ends it with what was written', async () => {
  await bench.ask('Go on for ever #');
  const trace = lastReply().locator('[data-part=thought]');
  await trace.getByText('Round and round it goes').waitFor();
  const reasoning = lastReply().getByRole('button', { name: /^Reasoning, / });
  assert.equal(await reasoning.getAttribute('aria-expanded'), 'true');
  await bench.chat.getByRole('button', { name: 'Stop' }).click();
  await inState('stopped');
  const written = await trace.innerText();
  await bench.page.waitForTimeout(300);
  assert.equal(await trace.innerText(), written);
});

test('the selected code is quoted and explained', async () => {
  await bench.page.locator('.editor-instance .view-line').first().click();
  await bench.page.keyboard.press('Control+a');
  await bench.page.keyboard.press('Shift+Alt+e');
  await bench.chat.locator('[data-role=user]', { hasText: 'Explain this code.' }).waitFor();
  await bench.chat.locator('[data-part=answer]', { hasText: 'isEven tells whether two divides the number.' }).waitFor();
  await bench.chat.locator('[data-role=user]').last().getByText('even.ts').first().waitFor();
});

test('the context menu and the palette explain as well', async () => {
  const { page, chat } = bench;
  const before = await replies.count();
  await page.locator('.editor-instance .view-line').first().click();
  await page.keyboard.press('Control+a');
  await bench.runCommand('Explain Selection');
  await replies.nth(before).waitFor();
  await inState('complete');
  await page.locator('.editor-instance .view-line').first().click();
  await page.keyboard.press('Control+a');
  await page.locator('.editor-instance .view-line').first().click({ button: 'right' });
  await page.locator('.monaco-menu .action-item', { hasText: 'Explain Selection' }).click();
  await replies.nth(before + 1).waitFor();
  await chat
    .locator('[data-part=answer]')
    .nth(before + 1)
    .getByText('divides')
    .waitFor();
});

test('a chat survives that its view is hidden and shown again', async () => {
  const { page, chat } = bench;
  const count = await replies.count();
  await page.locator('.activitybar a.action-label[aria-label^="Explorer"]').first().click();
  await page.locator('iframe.webview.ready').first().waitFor({ state: 'hidden' });
  await bench.openChat();
  await chat
    .locator('[data-role=assistant]')
    .nth(count - 1)
    .waitFor();
});

test('when the engine is killed the reply says so, and the next answer works', async () => {
  const { chat } = bench;
  await bench.ask('Again for ever #');
  await lastReply().locator('[data-part=thought]').getByText('Round and round it goes').waitFor();
  const [engine] = bench.processes('engine.mjs');
  assert(engine !== undefined, 'no engine process found');
  process.kill(engine, 'SIGKILL');
  const alert = lastReply().getByRole('alert');
  await alert.waitFor();
  assert.match(await lastReply().locator('[data-part=thought]').innerText(), /Round and round/);
  await alert.getByRole('button', { name: 'Retry' }).click();
  await lastReply().locator('[data-part=thought]').getByText('Round and round it goes').waitFor();
  await chat.getByRole('button', { name: 'Stop' }).click();
  await inState('stopped');
  await bench.ask('How often does the tide rise?');
  await inState('complete');
  assert.match(await lastReply().innerText(), /twice/);
});

test('New Chat empties the conversation', async () => {
  await bench.runCommand('New Chat');
  await bench.chat.getByText('Everything stays on this computer').waitFor();
  assert.equal(await replies.count(), 0);
});

test('no engine process is left when the extension host is killed', async () => {
  const engines = bench.processes('engine.mjs');
  assert.equal(engines.length, 1);
  const [extensionHost] = bench.processes('--type=extensionHost');
  assert(extensionHost !== undefined, 'no extension host process found');
  process.kill(extensionHost, 'SIGKILL');
  while (engines.some(isRunning)) await bench.page.waitForTimeout(50);
  assert.deepEqual(engines.filter(isRunning), []);
});
