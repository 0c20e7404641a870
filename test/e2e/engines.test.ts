import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { test } from 'node:test';
import { startLlamaServer } from '../fakes/llamaServer.ts';
import { sendStream } from '../fakes/loopbackServer.ts';
import { startOllama } from '../fakes/ollamaServer.ts';
import { openWorkbench } from './workbench.ts';

const files = { 'add.ts': 'export function add(a: number, b: number): number {\n  \n}\n' };

test('a server on another computer is asked about once, and nothing is sent without a yes', async () => {
  const bench = await openWorkbench({
    files,
    settings: { 'deepwell.engine': 'server', 'deepwell.server.address': 'http://team-box.invalid:8080' },
  });
  const { page, chat } = bench;
  const toast = page.locator('.notification-toast', { hasText: 'team-box.invalid' });
  try {
    await toast.filter({ hasText: 'unencrypted' }).waitFor();
    await toast.getByRole('button', { name: 'Keep on This Computer' }).click();
    await toast.waitFor({ state: 'hidden' });

    await bench.openChat();
    await chat.getByText(/team-box\.invalid:8080 is not on this computer, so nothing was sent/).waitFor();
    await chat.getByRole('button', { name: 'Allow This Server…' }).click();
    const dialog = page.locator('.monaco-dialog-box', { hasText: 'Let Deepwell use the server team-box.invalid?' });
    await dialog.waitFor();
    assert.match(await dialog.innerText(), /will leave this computer, to team-box\.invalid and nowhere else/);
    assert.match(await dialog.innerText(), /whoever is on the way can read along/);
    await dialog.getByRole('button', { name: 'Cancel' }).click();

    await bench.runCommand('Restart Engine');
    await chat.getByText(/is not on this computer/).waitFor();
    assert.equal(await toast.count(), 0);
    await bench.runCommand('Show Network Activity');
    await page.locator('.editor-instance .view-line', { hasText: 'has made no network request' }).waitFor();
  } finally {
    await bench.close();
  }
});

test('a server that wants a key gets the one the person enters, and no log holds it', async () => {
  const key = 'canary-key-4711';
  const server = await startLlamaServer({
    apiKey: key,
    model: 'DeepSeek-R1-Distill-Qwen-1.5B-Q4_K_M.gguf',
    completion: (_, response) => sendStream(response, 'text/event-stream', reply),
  });
  const settings = { 'deepwell.engine': 'server', 'deepwell.server.address': server.address };
  const bench = await openWorkbench({ files, settings });
  const { page, chat } = bench;
  try {
    await bench.openChat();
    await chat.getByText(/wants an API key/).waitFor();
    await chat.getByRole('button', { name: 'Set API Key…' }).click();
    const input = page.locator('.quick-input-widget input[type=password]');
    await input.waitFor();
    await input.fill(key);
    await page.keyboard.press('Enter');
    await chat.getByText('llama-server · DeepSeek-R1-Distill-Qwen-1.5B').first().waitFor();
    await bench.ask('Is it?');
    await chat.getByText('It is.').waitFor();
    assert.ok(server.received.some(({ headers }) => headers['authorization'] === `Bearer ${key}`));
    assert.ok(!bench.logged().includes(key));
  } finally {
    await bench.close();
    await server.stop();
  }
});

const reply =
  'data: {"content":"Hm.</think>\\n\\nIt is.","stop":false,"tokens_predicted":5}\n\n' +
  'data: {"content":"","stop":true,"stop_type":"eos","tokens_predicted":5}\n\n';

test('unloading ends the engine and its memory with it, and the next key brings it back', async () => {
  const bench = await openWorkbench({ coder: [{ after: '=', says: ' a + b;' }], files });
  const { page, ghostText } = bench;
  try {
    await bench.status.and(page.locator('[aria-label*="DeepSeek Coder"]')).waitFor();
    await page.locator('.editor-instance .view-line').nth(1).click();
    await page.keyboard.type('const sum =');
    await ghostText.first().waitFor();
    assert.equal(bench.processes('engine.mjs').length, 1);

    await page.keyboard.press('Escape');
    await bench.runCommand('Unload Models');
    await page.locator('.statusbar-item', { hasText: 'gave back the memory' }).waitFor();
    assert.equal(bench.processes('engine.mjs').length, 0);

    await page.keyboard.press('Backspace');
    await page.keyboard.type(' =');
    await ghostText.first().waitFor();
    assert.equal(bench.processes('engine.mjs').length, 1);
  } finally {
    await bench.close();
  }
});

test('a server that is started after the editor is found while the person types', async () => {
  const address = `http://127.0.0.1:${await freePort()}`;
  const bench = await openWorkbench({
    files,
    settings: { 'deepwell.engine': 'ollama', 'deepwell.ollama.address': address },
  });
  const { page } = bench;

  await bench.status.and(page.locator('[aria-label*="Nothing answers at"]')).waitFor();
  const server = await startOllama({ port: Number(new URL(address).port) });
  try {
    await page.locator('.editor-instance .view-line').nth(1).click();
    const found = bench.status.and(page.locator('[aria-label*="Ollama"]'));
    for (let key = 0; key < 60 && (await found.count()) === 0; key++) {
      await page.keyboard.type('x');
      await page.waitForTimeout(500);
    }
    await found.waitFor();
  } finally {
    await bench.close();
    await server.stop();
  }
});

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
