import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, type Server, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Frame } from 'playwright-core';
import { chatAsJson } from '../../src/chat/history/exchange.ts';
import type { Turn } from '../../src/chat/turns.ts';
import { exfiltrations, scripts } from '../page/hostile.ts';
import { type Workbench, openWorkbench } from './workbench.ts';

// The last one is for a person's own clicks.
const texts = [...exfiltrations, ...scripts, 'Read [this page](https://evil.example/page).'];

let bench: Workbench;
let world: Server;
/** Connections to any host under .example: the browser takes them all to one listener on this machine. */
let leaks = 0;
/** What any frame asked for that is not the editor's own, and pages, dialogs and navigations that came up. */
const wrongs: string[] = [];
const imported = mkdtempSync(join(tmpdir(), 'deepwell-hostile-'));

before(async () => {
  world = createServer(socket => {
    leaks += 1;
    socket.destroy();
  });
  await new Promise<void>(resolve => world.listen(0, '127.0.0.1', resolve));
  bench = await openWorkbench({
    files: { 'even.ts': 'export const isEven = (n: number): boolean => n % 2 === 0;\n' },
    settings: { 'deepwell.chat.reasoningPanel': 'open' },
    r1: [{ says: 'Nothing.' }],
    worldPort: (world.address() as AddressInfo).port,
  });
  await bench.openChat();
  await watch();
  const file = join(imported, 'hostile.json');
  writeFileSync(file, chatOf(texts));
  await bench.runCommand('Import Chat');
  await bench.typePath(file);
  await bench.chat
    .locator('[data-role=assistant]')
    .nth(texts.length - 1)
    .waitFor();
});
after(async () => {
  await bench?.close();
  world?.close();
  rmSync(imported, { recursive: true, force: true });
});

/** The server of the editor, and the extension's own files, which VS Code's service worker hands to the page. */
function isOwn(address: string): boolean {
  const { origin, protocol, host, pathname } = new URL(address);
  return (
    ['data:', 'blob:'].includes(protocol) ||
    origin === new URL(bench.page.url()).origin ||
    (host.endsWith('.vscode-resource.vscode-cdn.net') && pathname.startsWith(`${bench.dataFolder}/extensions/`))
  );
}

async function watch(): Promise<void> {
  const { page } = bench;
  const context = page.context();
  const asked = (how: string, address: string): void => {
    if (!isOwn(address)) wrongs.push(`${how} ${address}`);
  };
  context.on('request', request => asked('request', request.url()));
  context.on('page', () => wrongs.push('a new page'));
  context.on('dialog', dialog => {
    wrongs.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('framenavigated', changed => asked('navigated', changed.url()));
  const network = await context.newCDPSession(page);
  await network.send('Network.enable');
  network.on('Network.requestWillBeSent', ({ request }) => asked('sent', request.url));
  network.on('Network.webSocketCreated', ({ url }) => asked('socket', url.replace(/^ws/, 'http')));
}

const at = Date.UTC(2026, 0, 1);

/** A chat in which a model has given each text as a trace and as the answer after it. */
function chatOf(replies: readonly string[]): string {
  const turns = replies.flatMap((text, number): readonly Turn[] => [
    { role: 'user', id: `q${number}`, parent: number === 0 ? undefined : `a${number - 1}`, at, text, attachments: [] },
    {
      role: 'assistant',
      id: `a${number}`,
      parent: `q${number}`,
      at,
      state: 'complete',
      thought: { text, milliseconds: 1000, tokens: 10, steps: [], ended: 'model' },
      answer: text,
      tokens: 20,
    },
  ]);
  const about = { id: 'hostile', title: 'Hostile', createdAt: at, updatedAt: at, workspace: '' };
  return chatAsJson({ ...about, turns, shown: {}, openedByHand: {} });
}

interface Seen {
  /** Replies that were in the page with their answer and their open trace. */
  readonly replies: number;
  /** Elements in them that can load or run something. */
  readonly dangerous: readonly string[];
  readonly links: number;
}

/** Goes through the whole conversation, whose page renders only what is nearly in sight, and passes over every link. */
const readAll = (frame: Frame): Promise<Seen> =>
  frame.evaluate(async () => {
    const log = document.querySelector('[role=log]');
    if (log === null) throw new Error('There is no conversation.');
    const replies = new Set<string | null>();
    const links = new Set<Element>();
    const dangerous = new Set<string>();
    const passOver = (element: Element): void => {
      links.add(element);
      for (const kind of ['mouseover', 'pointerenter', 'mousedown', 'focus', 'auxclick'])
        element.dispatchEvent(new MouseEvent(kind, { bubbles: true, cancelable: true }));
    };
    const read = (reply: Element): void => {
      const parts = [...reply.querySelectorAll('[data-part=thought], [data-part=answer]')];
      if (parts.filter(part => part.checkVisibility() && part.querySelector('*') !== null).length < 2) return;
      replies.add(reply.getAttribute('aria-label'));
      for (const element of parts.flatMap(part => [...part.querySelectorAll('*')])) {
        if (element.matches('a, [tabindex]') && !links.has(element)) passOver(element);
        const isScripted = element.getAttributeNames().some(name => /^on|^src|^style$/.test(name));
        const mayLoad = 'img iframe script style link meta base form input object embed svg video audio'.split(' ');
        if (isScripted || mayLoad.includes(element.localName)) dangerous.add(element.outerHTML);
      }
    };
    for (log.scrollTop = 0; ; log.scrollTop += log.clientHeight / 2) {
      for (let frames = 0; frames < 3; frames++) await new Promise(requestAnimationFrame);
      document.querySelectorAll('[data-role=assistant]').forEach(read);
      if (log.scrollTop + log.clientHeight >= log.scrollHeight - 1) break;
    }
    return { replies: replies.size, dangerous: [...dangerous], links: links.size };
  });

const pwnedFrames = async (): Promise<readonly string[]> => {
  const frames = bench.page.frames();
  const pwned = await Promise.all(frames.map(frame => frame.evaluate(() => 'pwned' in window)));
  return frames.filter((_, number) => pwned[number]).map(frame => frame.url());
};

test(`${exfiltrations.length} exfiltrations and ${scripts.length} scripts as answers and traces: no request, no connection, no script`, async () => {
  // High, so that many turns are near what is seen.
  await bench.page.setViewportSize({ width: 1280, height: 2400 });
  const frame = await bench.chatFrame();
  const url = bench.page.url();
  const seen = await readAll(frame);
  assert.equal(seen.replies, texts.length);
  assert.ok(seen.links > 50, `${seen.links} links`);
  assert.deepEqual(seen.dangerous, []);
  assert.deepEqual(await pwnedFrames(), []);
  assert.deepEqual(wrongs, []);
  assert.equal(leaks, 0);
  assert.equal(bench.page.url(), url);
});

test('the middle button and Ctrl open no link unasked', async () => {
  const { page, chat } = bench;
  const link = chat.locator('[data-part=answer]').getByRole('link', { name: 'this page' });
  await link.click({ button: 'middle' });
  await link.click({ modifiers: ['Control'] });
  const dialog = page.locator('.monaco-dialog-box');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'hidden' });
  assert.equal(page.context().pages().length, 1);
  assert.deepEqual(wrongs, []);
  assert.equal(leaks, 0);
});

// Last: after these the page is no longer clean.
test('a script that runs in the page, and the same texts as HTML in it, are noticed', async () => {
  const frame = await bench.chatFrame();
  await frame.evaluate(() => {
    const script = document.createElement('script');
    script.nonce = [...document.scripts].find(({ nonce }) => nonce !== '')?.nonce ?? '';
    script.textContent = 'window.pwned = 1';
    document.body.append(script);
  });
  assert.deepEqual(await pwnedFrames(), [frame.url()]);
  await frame.evaluate(payloads => {
    for (const text of payloads) document.body.insertAdjacentHTML('beforeend', text);
  }, exfiltrations);
  const isSeen = (how: string): boolean => wrongs.some(wrong => wrong.startsWith(`${how} https://evil.example/`));
  const isNoticed = (): boolean => leaks > 0 && isSeen('request') && isSeen('sent');
  while (!isNoticed()) await bench.page.waitForTimeout(50);
});
