import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FromPage } from '../../src/shared/protocol.ts';
import { type FakeHost, question, reply, thinking, viewOf } from './fakeHost.ts';
import { usePages } from './pages.ts';

const pages = usePages();

type Asked = Extract<FromPage, { kind: 'resolve' }>;

const asked = async (host: FakeHost): Promise<readonly (readonly string[])[]> =>
  (await host.posted()).filter((message): message is Asked => message.kind === 'resolve').map(({ names }) => names);

const linksIn = (host: FakeHost): Promise<readonly string[]> => host.page.locator('[data-part] a').allInnerTexts();

test('names in code and paths in prose are asked about once, and those that exist become links', async () => {
  const host = await pages.open();
  const answer =
    'See queue.ts:19 and `drain()` of `OrderBook`, not `items` or `null`.\n\nAgain `drain()` in (src/parser.ts#L10).';
  await host.send(
    viewOf([question, reply({ answer, thought: thinking({ text: 'Is it `worker.ts:40`?', ended: true }) })]),
  );
  await host.settle();
  const names = await asked(host);
  assert.equal(names.length, 1);
  assert.deepEqual(names[0]?.toSorted(), ['OrderBook', 'drain()', 'queue.ts', 'src/parser.ts', 'worker.ts']);
  assert.deepEqual(await linksIn(host), []);
  await host.send({
    kind: 'resolved',
    names: { 'queue.ts': true, 'drain()': true, OrderBook: false, 'src/parser.ts': true, 'worker.ts': true },
  });
  await host.reasoning.click();
  assert.deepEqual(await linksIn(host), ['worker.ts:40', 'queue.ts:19', 'drain()', 'drain()', 'src/parser.ts#L10']);
  const opened = async (text: string): Promise<void> =>
    host.page.locator('[data-part] a', { hasText: text }).first().click();
  await opened('queue.ts:19');
  await host.posts({ kind: 'open', href: 'queue.ts#L19' });
  await opened('drain()');
  await host.posts({ kind: 'open', href: 'symbol:drain' });
  await host.page.locator('[data-part] a', { hasText: 'worker' }).press('Enter');
  await host.posts({ kind: 'open', href: 'worker.ts#L40' });
  await host.send(viewOf([question, reply({ answer: `${answer}\n\nAnd \`other()\`.` })]));
  await host.settle();
  assert.deepEqual((await asked(host)).slice(1), [['other()']]);
  await host.page.close();
});

test('a block that still grows is not asked about; once frozen it is, and follows the answer', async () => {
  const host = await pages.open();
  await host.send(viewOf([question, reply({ state: 'streaming', answer: 'It is `dr' })]));
  await host.send({ kind: 'grow', id: '2', answer: 'ain()` in' });
  assert.deepEqual(await asked(host), []);
  await host.send({ kind: 'grow', id: '2', answer: ' a.ts.\n\nNext' });
  await host.settle();
  assert.deepEqual(await asked(host), [['drain()', 'a.ts']]);
  await host.send({ kind: 'resolved', names: { 'drain()': true, 'a.ts': false } });
  assert.deepEqual(await linksIn(host), ['drain()']);
  await host.page.close();
});

test('at most 200 names go into one message', async () => {
  const host = await pages.open();
  const answer = Array.from({ length: 450 }, (_, at) => `\`callOf${at}()\``).join(' ');
  await host.send(viewOf([question, reply({ answer })]));
  await host.settle();
  assert.deepEqual(
    (await asked(host)).map(names => names.length),
    [200, 200, 50],
  );
  await host.page.close();
});

test('a name inside a link stays the link’s text, and a name of Object’s own is no answer', async () => {
  const host = await pages.open();
  await host.send(
    viewOf([question, reply({ answer: '[`drain()` in queue.ts](https://example.org/) and `toString()` `valueOf`' })]),
  );
  await host.send({ kind: 'resolved', names: { 'drain()': true, 'queue.ts': true } });
  assert.deepEqual(await linksIn(host), ['drain() in queue.ts']);
  await host.page.close();
});
