import assert from 'node:assert/strict';
import axe from 'axe-core';
import { test } from 'node:test';
import { type FakeHost, attachment, question, reply, thinking, viewOf } from './fakeHost.ts';
import { usePages } from './pages.ts';
import { scenes } from './scenes.ts';

const pages = usePages();

/** What axe finds wrong, each with the first element it is wrong at. */
async function violations(host: FakeHost): Promise<readonly string[]> {
  return host.page.evaluate(async () => {
    const { axe: checker } = window as unknown as { axe: typeof axe };
    const found = await checker.run(document);
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`);
  });
}

for (const theme of ['dark', 'light', 'highContrast', 'highContrastLight'] as const)
  test(`axe finds nothing in any of ${Object.keys(scenes).length} states of the page in the ${theme} theme`, async () => {
    const host = await pages.open({ theme });
    await host.page.emulateMedia({ reducedMotion: 'reduce' });
    await host.page.evaluate(axe.source);
    for (const [name, scene] of Object.entries(scenes)) {
      await host.send(scene);
      assert.deepEqual(await violations(host), [], name);
    }
    await host.page.close();
  });

test('axe finds nothing while a trace is searched, outlined or changed, and while a question is', async () => {
  for (const theme of ['dark', 'light', 'highContrast', 'highContrastLight'] as const) {
    const host = await pages.open({ theme });
    await host.page.emulateMedia({ reducedMotion: 'reduce' });
    await host.page.evaluate(axe.source);
    const steps = [{ at: 0, turn: '' }];
    const can = { answerNow: false, continueThinking: false, continueAnswer: false, editThought: true };
    await host.send(viewOf([question, reply({ thought: thinking({ ended: true, steps }), can })]));
    await host.reasoning.click();
    await host.button('Edit message').click();
    for (const name of ['Search reasoning', 'Outline', 'Edit reasoning']) {
      await host.button(name).click();
      await host.settle();
      assert.deepEqual(await violations(host), [], `${name}, ${theme}`);
    }
    await host.page.close();
  }
});

test('with the colours of the system the running trace keeps its edge and its bar', async () => {
  const host = await pages.open();
  await host.page.emulateMedia({ forcedColors: 'active' });
  await host.send(scenes['thinkingInSteps'] ?? viewOf([]));
  const width = await host.page.locator('.reasoning').evaluate(panel => getComputedStyle(panel).borderLeftWidth);
  assert.equal(width, '2px');
  const [bar, behind] = await host.page
    .locator('.thin-bar')
    .evaluate(track => [track.firstElementChild ?? track, track].map(part => getComputedStyle(part).backgroundColor));
  assert.notEqual(bar, behind);
  await host.page.close();
});

// 480 pixels at a zoom of 200 % are 240 of the page's own.
test('no state of the page scrolls sideways in a view of 240 pixels, which is one of 480 at 200 %', async () => {
  const host = await pages.open({ width: 240 });
  for (const [name, scene] of Object.entries(scenes)) {
    await host.send(scene);
    const wide = await host.page.evaluate(() =>
      [
        ...document.querySelectorAll(
          'html, body, .log, .empty, .composer, .trace-scroll, .outline, .trace-search, .reply-footer',
        ),
      ]
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

/** The names of what Tab comes to, from the top of the page to Send. */
async function tabStops(host: FakeHost): Promise<readonly string[]> {
  await host.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  const names: string[] = [];
  while (names.at(-1) !== 'Send' && names.length < 40) {
    await host.page.keyboard.press('Tab');
    names.push(
      await host.page.evaluate(() => {
        const element = document.activeElement;
        return element?.getAttribute('aria-label') ?? element?.textContent ?? '';
      }),
    );
  }
  return names;
}

test('everything that can be done can be done by keyboard, in reading order', async () => {
  const host = await pages.open();
  const thought = thinking({ ended: true });
  const problem = { sentence: 'It stopped.', action: { title: 'Show log', action: 'showLog' } } as const;
  const answer = '[web](https://example.org) [file](a.ts)\n\n```ts\nx\n```';
  await host.send(
    viewOf([{ ...question, attachments: [attachment] }, reply({ state: 'error', thought, answer, problem })], {
      chips: [attachment],
    }),
  );
  assert.deepEqual(await tabStops(host), [
    'Conversation',
    'queue.ts:12–14· 31 tokens',
    attachment.text,
    'Edit message',
    'Reasoning, 12 s, 348 tokens',
    'web',
    'file',
    'Copy code',
    'Insert at cursor',
    'New file',
    'Wrap lines',
    'x',
    'Retry',
    'Show log',
    'Copy answer',
    'Regenerate',
    'Regenerate with…',
    'View prompt',
    'Remove attachment',
    'Add context…',
    'Ask Deepwell',
    'Model: R1 1.5B',
    'Thinking',
    'Send',
  ]);
  await host.page.close();
});

test('the tools of an open trace, the ways on and the versions are in the same walk', async () => {
  const host = await pages.open();
  const steps = [{ at: 0, turn: '' }];
  const thought = thinking({ ended: true, cutOff: true, steps, endedBy: 'loop' });
  const can = { answerNow: true, continueThinking: true, continueAnswer: false, editThought: true };
  const branch = { number: 1, count: 2 };
  await host.send(
    viewOf([{ ...question, branch }, reply({ thought, can, branch })], { reasoningPanel: 'open', model: undefined }),
  );
  assert.deepEqual(await tabStops(host), [
    'Conversation',
    'Previous version',
    'Next version',
    'Edit message',
    'Reasoning, 12 s, 348 tokens',
    'Copy reasoning',
    'Search reasoning',
    'Outline',
    'Edit reasoning',
    'Continue thinking',
    'Answer now',
    'Previous answer',
    'Next answer',
    'Regenerate',
    'Regenerate with…',
    'View prompt',
    'Add context…',
    'Ask Deepwell',
    'Send',
  ]);
  await host.page.close();
});

test('what shows under the pointer shows for the keyboard too', async () => {
  const host = await pages.open();
  const thought = thinking({ ended: true });
  await host.send(viewOf([question, reply({ thought })], { reasoningPanel: 'open' }));
  const opacity = (name: string): Promise<string> =>
    host.button(name).evaluate(button => {
      const tools = button.closest('.question-tools, .trace-tools');
      return tools === null ? '' : getComputedStyle(tools).opacity;
    });
  for (const name of ['Edit message', 'Copy reasoning']) {
    assert.equal(await opacity(name), '0');
    await host.button(name).focus();
    assert.equal(await opacity(name), '1');
  }
  await host.page.close();
});

test('the focus of the keyboard is visible on each kind of control', async () => {
  const host = await pages.open();
  await host.send(viewOf([question, reply({ thought: thinking({ ended: true }), answer: '```ts\nx\n```' })]));
  const isAtTextbox = (): Promise<boolean> => host.textbox.evaluate(textbox => textbox === document.activeElement);
  let stops = 0;
  await host.page.keyboard.press('Tab');
  for (; stops < 30 && !(await isAtTextbox()); stops++) {
    const [outline, name] = await host.page.evaluate(() => {
      const element = document.activeElement ?? document.body;
      return [getComputedStyle(element).outlineStyle, element.outerHTML.slice(0, 80)] as const;
    });
    assert.equal(outline, 'solid', name);
    await host.page.keyboard.press('Tab');
  }
  assert.ok(stops > 8 && (await isAtTextbox()), `${stops} stops`);
  const border = await host.page.locator('.composer').evaluate(element => getComputedStyle(element).borderTopColor);
  assert.equal(border, 'rgb(0, 120, 212)');
  await host.page.close();
});

test('the streaming text is no live region; one hidden element says what happens', async () => {
  const host = await pages.open();
  await host.send(viewOf([question, reply({ state: 'streaming', thought: thinking(), answer: 'It' })]));
  assert.equal(await host.page.getByRole('log').getAttribute('aria-live'), 'off');
  assert.equal(await host.page.locator('[role="status"], [aria-live]:not([aria-live="off"])').count(), 1);
  const box = await host.page.getByRole('status').boundingBox();
  assert.deepEqual([box?.width, box?.height], [1, 1]);
  await host.page.close();
});
