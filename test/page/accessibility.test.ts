import assert from 'node:assert/strict';
import axe from 'axe-core';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { startBrowser } from './browser.ts';
import { FakeHost, attachment, question, reply, thinking, viewOf } from './fakeHost.ts';
import { scenes } from './scenes.ts';
import { type PageServer, servePage } from './server.ts';

let browser: Browser;
let server: PageServer;
before(async () => {
  [browser, server] = await Promise.all([startBrowser(), servePage()]);
});
after(async () => {
  await browser?.close();
  await server?.close();
});

/** What axe finds wrong, each with the first element it is wrong at. */
async function violations(host: FakeHost): Promise<readonly string[]> {
  return host.page.evaluate(async () => {
    const { axe: checker } = window as unknown as { axe: typeof axe };
    const found = await checker.run(document);
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`);
  });
}

for (const theme of ['dark', 'light', 'highContrast'] as const)
  test(`axe finds nothing in any of ${Object.keys(scenes).length} states of the page in the ${theme} theme`, async () => {
    const host = await FakeHost.open(browser, server, { theme });
    await host.page.emulateMedia({ reducedMotion: 'reduce' });
    await host.page.evaluate(axe.source);
    for (const [name, scene] of Object.entries(scenes)) {
      await host.send(scene);
      assert.deepEqual(await violations(host), [], name);
    }
    await host.page.close();
  });

test('no state of the page scrolls sideways in a view of 240 pixels', async () => {
  const host = await FakeHost.open(browser, server, { width: 240 });
  for (const [name, scene] of Object.entries(scenes)) {
    await host.send(scene);
    const wide = await host.page.evaluate(() =>
      [...document.querySelectorAll('html, body, .log, .empty, .composer')]
        .filter(element => element.scrollWidth > element.clientWidth)
        .map(element => `${element.localName}.${element.className}`),
    );
    assert.deepEqual(wide, [], name);
    const outside = await host.page.evaluate(() =>
      [...document.querySelectorAll('button, textarea')]
        .map(element => element.getBoundingClientRect())
        .filter(({ left, right }) => left < 0 || right > 240),
    );
    assert.deepEqual(outside, [], name);
  }
  await host.page.close();
});

test('everything that can be done can be done by keyboard, in reading order', async () => {
  const host = await FakeHost.open(browser, server);
  const thought = thinking({ ended: true });
  const problem = { sentence: 'It stopped.', action: { title: 'Show log', action: 'showLog' } } as const;
  const answer = '[web](https://example.org) [file](a.ts)\n\n```ts\nx\n```';
  await host.send(
    viewOf([{ ...question, attachments: [attachment] }, reply({ state: 'error', thought, answer, problem })], {
      chips: [attachment],
    }),
  );
  await host.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  const names: (string | null)[] = [];
  for (let count = 0; count < 13; count++) {
    await host.page.keyboard.press('Tab');
    names.push(
      await host.page.evaluate(() => {
        const element = document.activeElement;
        return element?.getAttribute('aria-label') ?? element?.textContent ?? null;
      }),
    );
  }
  assert.deepEqual(names, [
    'Conversation',
    'queue.ts:12–14',
    attachment.text,
    'Reasoning, 12 s, 348 tokens',
    'web',
    'file',
    'Copy code',
    'x',
    'Retry',
    'Show log',
    'Remove attachment',
    'Ask Deepwell',
    'Send',
  ]);
  await host.page.close();
});

test('the focus of the keyboard is visible on each kind of control', async () => {
  const host = await FakeHost.open(browser, server);
  await host.send(viewOf([question, reply({ thought: thinking({ ended: true }), answer: '```ts\nx\n```' })]));
  await host.page.keyboard.press('Tab');
  for (let count = 0; count < 4; count++) {
    const outline = await host.page.evaluate(
      () => getComputedStyle(document.activeElement ?? document.body).outlineStyle,
    );
    assert.equal(outline, 'solid');
    await host.page.keyboard.press('Tab');
  }
  assert.equal(await host.textbox.evaluate(textbox => textbox === document.activeElement), true);
  const border = await host.page.locator('.composer').evaluate(element => getComputedStyle(element).borderTopColor);
  assert.equal(border, 'rgb(0, 120, 212)');
  await host.page.close();
});

test('the streaming text is no live region; one hidden element says what happens', async () => {
  const host = await FakeHost.open(browser, server);
  await host.send(viewOf([question, reply({ state: 'streaming', thought: thinking(), answer: 'It' })]));
  assert.equal(await host.page.getByRole('log').getAttribute('aria-live'), 'off');
  assert.equal(await host.page.locator('[role="status"], [aria-live]:not([aria-live="off"])').count(), 1);
  const box = await host.page.getByRole('status').boundingBox();
  assert.deepEqual([box?.width, box?.height], [1, 1]);
  await host.page.close();
});
