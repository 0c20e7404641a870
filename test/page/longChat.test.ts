import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TurnView } from '../../src/shared/chat.ts';
import { type FakeHost, question, reply, viewOf } from './fakeHost.ts';
import { longChat, paragraphOf } from './longChat.ts';
import { usePages } from './pages.ts';

const pages = usePages();

const turns = longChat(2000);

const open = async (shown: readonly TurnView[] = turns): Promise<FakeHost> => {
  const host = await pages.open();
  await host.send(viewOf(shown));
  await host.settle();
  return host;
};

const scrollTo = async (host: FakeHost, top: number): Promise<void> => {
  await host.page.getByRole('log').evaluate((log, to) => (log.scrollTop = to), top);
  for (let count = 0; count < 3; count++) await host.settle();
};

const rendered = (host: FakeHost): Promise<number> =>
  host.page.evaluate(() => document.querySelectorAll('article:not(:empty)').length);

/** Name and top of the first article in sight, and its text. */
const firstInSight = (host: FakeHost): Promise<{ name: string; top: number; text: string }> =>
  host.page.getByRole('log').evaluate(log => {
    const from = log.getBoundingClientRect().top;
    const first = [...log.querySelectorAll('article')].find(one => one.getBoundingClientRect().bottom > from);
    return {
      name: first?.getAttribute('aria-label') ?? '',
      top: first?.getBoundingClientRect().top ?? Number.NaN,
      text: first?.textContent ?? '',
    };
  });

test('all of 2,000 messages are articles with name, role and state, and it opens at the newest', async () => {
  const host = await open();
  const facts = await host.page
    .getByRole('article')
    .evaluateAll(all =>
      all.map(one => ['aria-label', 'data-role', 'data-state'].map(name => one.getAttribute(name)).join(' ')),
    );
  assert.equal(facts.length, 2000);
  assert.equal(facts[0], 'You, 1 user complete');
  assert.equal(facts[1999], 'Deepwell, 2000 assistant complete');
  assert.equal(await host.page.getByText(paragraphOf(1999)).isVisible(), true);
  const left = await host.page.getByRole('log').evaluate(log => log.scrollHeight - log.scrollTop - log.clientHeight);
  assert.ok(left < 2, `${left} pixels from the end`);
  await host.page.close();
});

test('wherever a long chat is scrolled to, few contents are rendered and what is in sight is', async () => {
  const host = await open();
  const height = await host.page.getByRole('log').evaluate(log => log.scrollHeight);
  for (const share of [1, 0.77, 0.5, 0.21, 0.001, 0]) {
    await scrollTo(host, Math.round(height * share));
    const count = await rendered(host);
    assert.ok(count >= 3 && count <= 60, `${count} rendered at ${share}`);
    const { name, text } = await firstInSight(host);
    const number = Number(/\d+/.exec(name)?.[0]);
    assert.ok(text.includes(paragraphOf(number - 1)), `${name}: ${text.slice(0, 80)}`);
  }
  await host.page.close();
});

test('a message in the middle shows its text when it is scrolled to', async () => {
  const host = await open();
  const middle = host.page.getByRole('article', { name: 'Deepwell, 1000', exact: true });
  assert.equal((await middle.textContent())?.includes(paragraphOf(999)), false);
  await middle.evaluate(article => article.scrollIntoView({ block: 'start' }));
  for (let count = 0; count < 3; count++) await host.settle();
  assert.equal((await middle.textContent())?.includes(paragraphOf(999)), true);
  const [top, from] = await middle.evaluate(article => [
    article.getBoundingClientRect().top,
    article.closest('.log')?.getBoundingClientRect().top ?? Number.NaN,
  ]);
  assert.ok(Math.abs((top ?? 0) - (from ?? 0)) <= 4, `at ${top}`);
  await host.page.close();
});

test('what is in sight does not jump while its neighbours are rendered', async () => {
  const host = await open();
  // To the middle in one step, then upwards through what was never measured.
  await scrollTo(host, 60_000);
  for (let step = 0; step < 12; step++) {
    const [name, moved] = await host.page.getByRole('log').evaluate(async log => {
      const from = log.getBoundingClientRect().top;
      const frame = (): Promise<unknown> => new Promise(resolve => requestAnimationFrame(resolve));
      log.scrollTop -= 700;
      const first = [...log.querySelectorAll('article')].find(one => one.getBoundingClientRect().bottom > from);
      const start = first?.getBoundingClientRect().top ?? Number.NaN;
      for (let count = 0; count < 6; count++) await frame();
      return [first?.getAttribute('aria-label'), (first?.getBoundingClientRect().top ?? Number.NaN) - start] as const;
    });
    assert.ok(Math.abs(moved) <= 4, `${name} moved by ${moved} pixels`);
  }
  await host.page.close();
});

test('a jump to where nothing is rendered leaves its first message where it is', async () => {
  const host = await open();
  for (const to of [90_000, 30_000, 120_000]) {
    const moved = await host.page.getByRole('log').evaluate(async (log, top) => {
      const from = log.getBoundingClientRect().top;
      log.scrollTop = top;
      const first = [...log.querySelectorAll('article')].find(one => one.getBoundingClientRect().bottom > from);
      const start = first?.getBoundingClientRect().top ?? Number.NaN;
      for (let count = 0; count < 6; count++) await new Promise(resolve => requestAnimationFrame(resolve));
      return (first?.getBoundingClientRect().top ?? Number.NaN) - start;
    }, to);
    assert.ok(Math.abs(moved) <= 4, `moved by ${moved} pixels at ${to}`);
  }
  await host.page.close();
});

test('a message with the keyboard focus, or one that is being edited, stays rendered far away', async () => {
  const host = await open();
  const last = host.page.getByRole('article', { name: 'Deepwell, 1996', exact: true });
  await last.evaluate(article => article.scrollIntoView());
  await host.settle();
  await last.getByRole('button', { name: 'Regenerate', exact: true }).focus();
  const edited = host.page.getByRole('article', { name: 'You, 1997', exact: true });
  await scrollTo(host, 0);
  const name = await host.page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
  assert.equal(name, 'Regenerate');
  await edited.evaluate(article => article.scrollIntoView());
  await host.settle();
  await edited.getByRole('button', { name: 'Edit message' }).click();
  await edited.getByRole('textbox').fill('Another question');
  await host.textbox.focus();
  await scrollTo(host, 0);
  await scrollTo(host, 400);
  assert.equal(await edited.getByRole('textbox').inputValue(), 'Another question');
  assert.equal(await last.locator('*').count(), 0);
  await host.page.close();
});

test('only the growing turn is rendered again while it grows', async () => {
  const host = await open([...turns, { ...question, id: 'q' }, reply({ id: 'r', state: 'streaming', answer: 'So' })]);
  await host.page.evaluate(() => {
    const counted = window as unknown as { touched: string[] };
    counted.touched = [];
    new MutationObserver(changes => {
      for (const { target } of changes) {
        const place = target instanceof Element ? target : target.parentElement;
        counted.touched.push(place?.closest('article')?.getAttribute('aria-label') ?? 'elsewhere');
      }
    }).observe(document.querySelector('.turns') ?? document.body, {
      childList: true,
      characterData: true,
      attributes: true,
      subtree: true,
    });
  });
  for (const answer of [' it', ' grows', '.']) await host.send({ kind: 'grow', id: 'r', answer });
  const touched = await host.page.evaluate(() => (window as unknown as { touched: string[] }).touched);
  assert.deepEqual([...new Set(touched)], ['Deepwell, 2002']);
  await host.page.close();
});

test('a long chat that was thrown away comes back where it was read', async () => {
  const host = await open();
  await scrollTo(host, 70_000);
  const was = await firstInSight(host);
  await host.page.reload();
  await host.send(viewOf(turns));
  for (let count = 0; count < 3; count++) await host.settle();
  const again = await firstInSight(host);
  assert.equal(again.name, was.name);
  assert.ok(Math.abs(again.top - was.top) <= 4, `${was.top} became ${again.top}`);
  await host.page.close();
});
