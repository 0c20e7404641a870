import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { type Workbench, internetSockets, isRunning, openWorkbench } from './workbench.ts';

const source = `export const isEven = (n: number): boolean => n % 2 === 0;
`;

let bench: Workbench;

before(async () => {
  bench = await openWorkbench({
    r1: [
      {
        when: '?',
        says: 'They ask about tides.\nTwo a day, I think.\n</think>\n\nThe tide rises **twice** a day:\n\n```ts\nconst highs = 2;\n```\n',
      },
      { when: '#', says: 'Round and round it goes, ', endless: true },
      { when: '&', says: 'A link.\n</think>\n\nRead [the docs](https://example.org/tides?code=isEven).' },
      { when: '%', says: 'A remainder.\n</think>\n\n`isEven` tells whether two divides the number.' },
    ],
    files: { 'even.ts': source },
  });
  await bench.page.locator('.editor-instance .view-line', { hasText: 'isEven' }).waitFor();
  await bench.openChat();
});
after(() => bench?.close());

const ask = (question: string): Promise<Locator> => bench.replyTo(() => bench.ask(question));

async function selectAll(): Promise<Locator> {
  const line = bench.page.locator('.editor-instance .view-line').first();
  await line.click();
  await bench.page.keyboard.press('Control+a');
  return line;
}

test('the models are looked at but not loaded before they are asked', async () => {
  while (!bench.logged().includes('engine.checked')) await bench.page.waitForTimeout(50);
  assert.doesNotMatch(bench.logged(), /engine\.loaded/);
});

test('a question streams its trace into the panel, folds it and shows the answer without tags', async () => {
  const reply = await ask('How often does the tide rise?');
  await bench.inState(reply, 'complete');
  const reasoning = reply.getByRole('button', { name: /^Reasoning, / });
  assert.equal(await reasoning.getAttribute('aria-expanded'), 'false');
  await reasoning.click();
  assert.match(await reply.locator('[data-part=thought]').innerText(), /They ask about tides\.\s+Two a day, I think\./);
  const answer = reply.locator('[data-part=answer]');
  assert.match(await answer.innerText(), /The tide rises twice a day:[\s\S]*const highs = 2;/);
  assert.equal(await answer.locator('strong').innerText(), 'twice');
  assert.doesNotMatch(await reply.innerText(), /think>/);
});

test('while the model thinks the panel is open and Stop ends it with what was written', async () => {
  const reply = await ask('Go on for ever #');
  const trace = reply.locator('[data-part=thought]');
  await trace.getByText('Round and round it goes').waitFor();
  const reasoning = reply.getByRole('button', { name: /^Reasoning, / });
  assert.equal(await reasoning.getAttribute('aria-expanded'), 'true');
  await bench.chat.getByRole('button', { name: 'Stop' }).last().click();
  await bench.inState(reply, 'stopped');
  const written = await trace.textContent();
  await bench.page.waitForTimeout(300);
  assert.equal(await trace.textContent(), written);
});

test('code is quoted and explained by key, from the palette and the context menu, and around the cursor', async () => {
  const { page, chat } = bench;
  const ways = [
    async () => {
      await selectAll();
      await page.keyboard.press('Shift+Alt+e');
    },
    async () => {
      await selectAll();
      await bench.runCommand('Explain Selection');
    },
    async () => {
      const line = await selectAll();
      await line.click({ button: 'right' });
      // By key: a click that comes right after the menu has opened is not always taken.
      const item = page.locator('.monaco-menu .action-item', { hasText: 'Explain Selection' });
      await item.hover();
      await page.keyboard.press('Enter');
      await item.waitFor({ state: 'hidden' });
    },
    async () => {
      await page.locator('.editor-instance .view-line').first().click();
      await page.keyboard.press('Shift+Alt+e');
    },
  ];
  for (const way of ways) {
    const reply = await bench.replyTo(way);
    await bench.inState(reply, 'complete');
    const answer = reply.locator('[data-part=answer]');
    assert.equal((await answer.innerText()).trim(), 'isEven tells whether two divides the number.');
    const question = chat.locator('[data-role=user]').last();
    assert.match(await question.innerText(), /even\.ts[\s\S]*Explain this code\./);
  }
});

test('a link opens only after its whole address was shown and agreed to', async () => {
  const { page } = bench;
  const reply = await ask('Where is that written &');
  await bench.inState(reply, 'complete');
  await reply.getByRole('link', { name: 'the docs' }).click();
  const dialog = page.locator('.monaco-dialog-box');
  await dialog.waitFor();
  assert.match(await dialog.innerText(), /https:\/\/example\.org\/tides\?code=isEven/);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'hidden' });
  assert.equal(page.context().pages().length, 1);
});

test('the log says what happened and nothing of what was asked, answered or attached', async () => {
  const ended = /chat\.ended \{"state":"complete"/;
  while (!ended.test(bench.logged())) await bench.page.waitForTimeout(50);
  assert.match(bench.logged(), /engine\.loaded/);
  assert.doesNotMatch(bench.logged(), /tide|isEven|number|Explain|Round/i);
});

test('the engine’s process holds no internet socket', () => {
  const [engine] = bench.processes('engine.mjs');
  assert(engine !== undefined, 'no engine process found');
  assert.deepEqual(internetSockets(engine), []);
  // The extension host does: it talks to the workbench. So the look would find one.
  const server = bench.processes('server-main').concat(bench.processes('--type=extensionHost'));
  assert(server.some(pid => internetSockets(pid).length > 0));
});

test('a chat survives that its view is hidden and shown again', async () => {
  const { page } = bench;
  const count = await bench.replies.count();
  await page.locator('.activitybar a.action-label[aria-label^="Explorer"]').first().click();
  await page.locator('iframe.webview.ready').first().waitFor({ state: 'hidden' });
  await bench.openChat();
  await bench.replies.nth(count - 1).waitFor();
  assert.equal(await bench.replies.count(), count);
});

test('when the engine is killed the reply says so, and the next answer works', async () => {
  const { chat } = bench;
  const killed = await ask('Again for ever #');
  await killed.locator('[data-part=thought]').getByText('Round and round it goes').waitFor();
  const [engine] = bench.processes('engine.mjs');
  assert(engine !== undefined, 'no engine process found');
  process.kill(engine, 'SIGKILL');
  const alert = killed.getByRole('alert');
  await alert.waitFor();
  assert.match((await killed.locator('[data-part=thought]').textContent()) ?? '', /Round and round/);
  await alert.getByRole('button', { name: 'Retry' }).click();
  const again = bench.replies.last();
  await again.locator('[data-part=thought]').getByText('Round and round it goes').waitFor();
  await chat.getByRole('button', { name: 'Stop' }).last().click();
  await bench.inState(again, 'stopped');
  const next = await ask('How often does the tide rise?');
  await bench.inState(next, 'complete');
  assert.match(await next.innerText(), /twice/);
});

test('New Chat empties the conversation', async () => {
  await bench.runCommand('New Chat');
  await bench.chat.getByText('Everything stays on this computer').waitFor();
  assert.equal(await bench.replies.count(), 0);
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
