import assert from 'node:assert/strict';
import type { ReplyAbilities, ThoughtView } from '../../src/shared/chat.ts';
import { noAbilities } from '../fakes/views.ts';
import { type FakeHost, question, reply, thinking, viewOf } from './fakeHost.ts';
import { usePages } from './pages.ts';

const pages = usePages();

const text = 'The loop runs `n` times.\n\nWait, it drops one.\n\n- a list\n- of two\n\nSo the loop is wrong.';
const steps = [
  { at: 0, turn: '' },
  { at: text.indexOf('Wait'), turn: 'Wait' },
  { at: text.indexOf('So'), turn: 'So' },
];
const able = (change: Partial<ReplyAbilities>): ReplyAbilities => ({ ...noAbilities, ...change });

const showRunning = (host: FakeHost, change: Partial<ThoughtView> = {}, panel: 'closed' | 'open' = 'open') =>
  host.send(
    viewOf(
      [
        question,
        reply({ state: 'streaming', thought: thinking({ text, steps, ...change }), can: able({ answerNow: true }) }),
      ],
      { reasoningPanel: panel },
    ),
  );
const showEnded = (host: FakeHost, change: Partial<ThoughtView> = {}, can: ReplyAbilities = noAbilities) =>
  host.send(
    viewOf([question, reply({ thought: thinking({ text, steps, ended: true, ...change }), answer: 'So.', can })], {
      reasoningPanel: 'open',
    }),
  );

/** The words that are highlighted under a name. */
const highlighted = (host: FakeHost, name: string): Promise<readonly string[]> =>
  host.page.evaluate(key => [...(CSS.highlights.get(key) ?? [])].map(String), name);
const focused = (host: FakeHost): Promise<string | null | undefined> =>
  host.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent);
const longText = Array.from({ length: 80 }, (_, at) => `Line ${at} of a long thought.`).join('\n\n');

pages.test('a running trace tells its tokens and speed, an ended one its steps', async host => {
  await showRunning(host, { tokens: 348, elapsed: 12_000 });
  assert.equal(await host.page.locator('.reasoning-tokens').innerText(), '348 tokens · 29/s');
  await showEnded(host, { tokens: 521 });
  assert.equal(await host.page.locator('.reasoning-tokens').innerText(), '521 tokens · 3 steps');
});

pages.test('how much of the thinking budget is used shows while the trace runs', async host => {
  await showRunning(host, { tokens: 512, budget: 2048 });
  const bar = host.page.getByRole('progressbar', { name: 'Thinking budget' });
  assert.equal(await bar.getAttribute('aria-valuetext'), '512 of 2048 tokens');
  const share = await bar.evaluate(
    track => (track.firstElementChild?.getBoundingClientRect().width ?? 0) / track.getBoundingClientRect().width,
  );
  assert.ok(Math.abs(share - 0.25) < 0.01, String(share));
  await showEnded(host, { budget: 2048 });
  assert.equal(await bar.count(), 0);
});

pages.test('a folded running trace shows its last line to who looks, not to who listens', async host => {
  await showRunning(host, { text: 'First line.\nThe second line\n\n' }, 'closed');
  const preview = host.page.locator('.preview');
  assert.equal(await preview.innerText(), 'The second line');
  assert.equal(await preview.getAttribute('aria-hidden'), 'true');
  await host.send({
    kind: 'grow',
    id: '2',
    thought: 'and this one is much longer than one line of the view can ever be',
  });
  const [end, edge] = await preview.evaluate(element => {
    const words = element.firstElementChild?.getBoundingClientRect();
    return [words?.right ?? 0, element.getBoundingClientRect().right];
  });
  assert.ok(end <= edge + 1, 'the end of the line is in sight');
  await host.reasoning.click();
  assert.equal(await preview.count(), 0);
  await showEnded(host);
  assert.equal(await preview.count(), 0);
});

pages.test('words at which the trace turns are marked without a change to its text', async host => {
  await showRunning(host);
  assert.deepEqual(await highlighted(host, 'deepwell-turn'), ['Wait,', 'So']);
  assert.deepEqual(await host.trace.locator('.turning-back').allTextContents(), ['Wait, it drops one.']);
  await host.send({ kind: 'grow', id: '2', thought: '\n\nBut ', steps: [{ at: text.length + 2, turn: 'But' }] });
  await host.send({ kind: 'grow', id: '2', thought: 'no.' });
  assert.deepEqual(await highlighted(host, 'deepwell-turn'), ['Wait,', 'So', 'But']);
  await host.reasoning.click();
  assert.deepEqual(await highlighted(host, 'deepwell-turn'), []);
});

pages.test('the turns of a trace that grows by pieces are marked as those of one that came whole', async host => {
  const parts = Array.from(
    { length: 24 },
    (_, at) => `${at % 3 === 0 ? 'So' : 'Wait'}, \`step\` ${at}.\n\n- one\n- two\n\n`,
  );
  const whole = parts.join('');
  const all = parts.map((part, at) => ({
    at: parts.slice(0, at).join('').length,
    turn: part.startsWith('So') ? 'So' : 'Wait',
  }));
  await showRunning(host, { text: '', steps: [] });
  for (const [at, part] of parts.entries()) {
    const [start = '', ...rest] = part.match(/[^]{1,6}/g) ?? [];
    await host.send({ kind: 'grow', id: '2', thought: start, steps: all.slice(at, at + 1) });
    await host.send({ kind: 'grow', id: '2', thought: rest.join('') });
  }
  const marks = async (): Promise<unknown> => [
    (await highlighted(host, 'deepwell-turn')).toSorted(),
    await host.trace.locator('.turning-back').allTextContents(),
  ];
  const grown = await marks();
  await showRunning(host, { text: whole, steps: all, ended: true });
  assert.deepEqual(grown, await marks());
  assert.equal((await highlighted(host, 'deepwell-turn')).length, 24);
  await showRunning(host, { text: 'Wait, all is new.', steps: [{ at: 0, turn: 'Wait' }] });
  assert.deepEqual(await marks(), [['Wait,'], ['Wait, all is new.']]);
});

pages.test('"Copy reasoning" copies the trace exactly, "Copy answer" only the answer', async host => {
  await showEnded(host);
  await host.button('Copy reasoning').click();
  await host.posts({ kind: 'copy', text });
  assert.equal(await host.status(), 'Copied');
  await host.button('Copy answer').click();
  await host.posts({ kind: 'copy', text: 'So.' });
});

pages.test('the trace is searched by keyboard, and Escape leads back to its button', async host => {
  await showEnded(host);
  await host.button('Search reasoning').focus();
  await host.page.keyboard.press('Enter');
  await host.settle();
  await host.page.keyboard.type('LOOP');
  await host.settle();
  const count = host.page.locator('.trace-found');
  assert.deepEqual(await highlighted(host, 'deepwell-match'), ['loop', 'loop']);
  assert.equal(await count.innerText(), '1 of 2');
  await host.page.keyboard.press('Enter');
  await host.settle();
  assert.equal(await count.innerText(), '2 of 2');
  assert.equal(await host.status(), '2 of 2');
  await host.page.keyboard.press('Shift+Enter');
  await host.page.keyboard.press('Shift+Enter');
  await host.settle();
  assert.equal(await count.innerText(), '2 of 2');
  await host.page.keyboard.type('s and more');
  await host.settle();
  assert.equal(await count.innerText(), 'None');
  await host.page.keyboard.press('Escape');
  await host.settle();
  assert.deepEqual(await highlighted(host, 'deepwell-match'), []);
  assert.equal(await focused(host), 'Search reasoning');
});

pages.test('what is searched for is found in what comes while the trace still runs', async host => {
  await showRunning(host);
  await host.button('Search reasoning').click();
  await host.page.keyboard.type('one more');
  await host.send({ kind: 'grow', id: '2', thought: ' One' }, { kind: 'grow', id: '2', thought: ' more.' });
  await host.settle();
  assert.deepEqual(await highlighted(host, 'deepwell-match'), ['One more']);
  assert.equal(await host.page.locator('.trace-found').innerText(), '1 of 1');
});

pages.test('a panel in which the person searches stays open when the thought ends', async host => {
  const turn = reply({ state: 'streaming', thought: thinking({ text, steps }) });
  await host.send(viewOf([question, turn]));
  await host.button('Search reasoning').click();
  await host.posts({ kind: 'panel', id: '2', open: true });
  await host.send({ kind: 'turn', turn: { ...turn, thought: thinking({ text, steps, ended: true }) } });
  assert.equal(await host.reasoning.getAttribute('aria-expanded'), 'true');
  assert.equal(await focused(host), 'Find in the reasoning');
});

pages.test('the outline lists the steps and leads to them by arrows and Enter', async host => {
  await showEnded(host, {
    text: `${longText}\n\nWait, no.`,
    steps: [steps[0], { at: longText.length + 2, turn: 'Wait' }].filter(step => step !== undefined),
  });
  const wait = host.trace.getByText('Wait, no.');
  assert.equal(await isInSight(host), false);
  await host.button('Outline').click();
  await host.settle();
  assert.deepEqual(await host.page.getByRole('navigation', { name: 'Outline' }).getByRole('button').allInnerTexts(), [
    '1\nLine 0 of a long thought.',
    '2\nWait\nno.',
  ]);
  await host.page.keyboard.press('ArrowDown');
  await host.page.keyboard.press('Enter');
  await host.settle();
  assert.equal(await isInSight(host), true);
  assert.equal(await wait.isVisible(), true);
  assert.equal(await host.status(), 'Step 2: Wait no.');
  await host.page.keyboard.press('Escape');
  await host.settle();
  assert.equal(await focused(host), 'Outline');
});

/** Whether the last line of the long trace is within its scroller. */
const isInSight = (host: FakeHost): Promise<boolean> =>
  host.trace.evaluate(trace => {
    const last = trace.querySelector('p:last-of-type')?.getBoundingClientRect();
    const frame = trace.getBoundingClientRect();
    return last !== undefined && last.bottom <= frame.bottom + 1 && last.top >= frame.top;
  });

pages.test('Alt with an arrow goes from step to step', async host => {
  await showEnded(host);
  await host.reasoning.focus();
  await host.page.keyboard.press('Alt+ArrowDown');
  await host.page.keyboard.press('Alt+ArrowDown');
  await host.settle();
  assert.equal(await host.status(), 'Step 2: Wait it drops one.');
  await host.page.keyboard.press('Alt+ArrowUp');
  await host.settle();
  assert.equal(await host.status(), 'Step 1: The loop runs n times.');
});

pages.test('a changed trace is sent to be continued, and Escape changes nothing', async host => {
  const can = able({ editThought: true });
  await showEnded(host, {}, can);
  await host.button('Edit reasoning').click();
  const textbox = host.page.getByRole('textbox', { name: 'Reasoning to change' });
  assert.equal(await textbox.inputValue(), text);
  assert.equal(await host.trace.isVisible(), false);
  await host.page.keyboard.press('Escape');
  await host.settle();
  assert.equal(await focused(host), 'Edit reasoning');
  assert.equal(await host.count('editThought'), 0);
  await host.button('Edit reasoning').click();
  await textbox.fill('The loop is right.');
  await host.button('Continue from here').click();
  await host.posts({ kind: 'editThought', id: '2', text: 'The loop is right.' });
});

pages.test('a trace is not changed while it runs, nor where the reply does not allow it', async host => {
  await showRunning(host);
  assert.equal(await host.button('Edit reasoning').count(), 0);
  await showEnded(host);
  assert.equal(await host.button('Edit reasoning').count(), 0);
});

pages.test('under a running trace one asks for the answer or stops', async host => {
  await showRunning(host);
  const panel = host.page.locator('.reasoning');
  await panel.getByRole('button', { name: 'Answer now', exact: true }).click();
  await host.posts({ kind: 'answerNow', id: '2' });
  await panel.getByRole('button', { name: 'Stop', exact: true }).click();
  await host.posts({ kind: 'stop' });
  await showEnded(host);
  assert.equal(await host.button('Answer now').count(), 0);
});

pages.test('a trace that goes in circles says so, and may be left to think', async host => {
  await showRunning(host);
  await showRunning(host, { loops: true });
  assert.equal(await host.page.locator('.steering').getByText('The reasoning goes in circles.').count(), 1);
  assert.equal(await host.status(), 'The reasoning goes in circles.');
  await host.button('Let it think').click();
  await host.posts({ kind: 'letItThink', id: '2' });
});

pages.test('who ended the trace, and that it was changed, stays written under it', async host => {
  await showEnded(host, { endedBy: 'answerNow' });
  const note = host.page.locator('.thought-note');
  assert.equal(await note.innerText(), 'You asked for the answer here.');
  await showEnded(host, { endedBy: 'budget', budget: 2048 });
  assert.equal(await note.innerText(), 'The thinking budget of 2,048 tokens is used up.');
  await showEnded(host, { endedBy: 'loop', edited: true });
  assert.equal(await note.innerText(), 'Edited by you · Stopped because it went in circles.');
  await showEnded(host);
  assert.equal(await note.count(), 0);
});

const traceTop = (host: FakeHost): Promise<number> => host.trace.evaluate(trace => trace.scrollTop);
const isAtEnd = (host: FakeHost): Promise<boolean> =>
  host.trace.evaluate(trace => trace.scrollHeight - trace.scrollTop - trace.clientHeight < 24);

pages.test('a long trace scrolls by itself and follows its stream only while its reader is at the end', async host => {
  await showRunning(host, { text: longText });
  assert.ok(await host.trace.evaluate(trace => trace.scrollHeight > trace.clientHeight));
  assert.equal(await isAtEnd(host), true);
  await host.send({ kind: 'grow', id: '2', thought: `\n\n${longText}` });
  await host.settle();
  assert.equal(await isAtEnd(host), true);
  await host.trace.evaluate(trace => (trace.scrollTop = 300));
  await host.settle();
  await host.send({ kind: 'grow', id: '2', thought: `\n\n${longText}` });
  await host.settle();
  assert.equal(await traceTop(host), 300);
});

pages.test('an ended trace that is opened begins at its start', async host => {
  await showRunning(host, { text: longText });
  const thought = thinking({ text: longText, ended: true });
  await host.send(viewOf([question, reply({ thought, answer: 'So.' })]));
  assert.equal(await host.trace.isVisible(), false);
  await host.reasoning.click();
  await host.settle();
  assert.equal(await traceTop(host), 0);
});

pages.test('when a panel folds by itself the focus in it goes to its button, and elsewhere it stays', async host => {
  const turn = reply({ state: 'streaming', thought: thinking({ text: longText }), can: able({ answerNow: true }) });
  const ended = { ...turn, thought: thinking({ text: longText, ended: true }), can: noAbilities };
  for (const start of ['Answer now', 'Copy reasoning', 'Text of the reasoning']) {
    await host.send(viewOf([question, turn]));
    await host.settle();
    await host.page.getByLabel(start, { exact: true }).or(host.button(start)).first().focus();
    await host.send({ kind: 'turn', turn: ended });
    await host.settle();
    assert.equal(await focused(host), 'Reasoning, 12 s, 348 tokens', start);
  }
  await host.send(viewOf([question, turn]));
  await host.textbox.focus();
  await host.send({ kind: 'turn', turn: ended });
  await host.settle();
  assert.equal(await focused(host), 'Ask Deepwell');
});

pages.test('growth that comes faster than frames is shown once a frame, and is complete', async host => {
  await showRunning(host, { text: '' });
  await host.page.evaluate(() => {
    const counted = window as unknown as { renderings: number };
    counted.renderings = 0;
    const trace = document.querySelector('[data-part="thought"]') ?? document.body;
    // Mutations of one rendering are delivered together.
    new MutationObserver(() => (counted.renderings += 1)).observe(trace, {
      childList: true,
      characterData: true,
      subtree: true,
    });
  });
  const pieces = Array.from({ length: 200 }, (_, at) => `${at} `);
  await host.send(...pieces.map(thought => ({ kind: 'grow', id: '2', thought }) as const));
  assert.equal(await host.trace.innerText(), pieces.join('').trim());
  const renderings = await host.page.evaluate(() => (window as unknown as { renderings: number }).renderings);
  assert.ok(renderings >= 1 && renderings <= 20, `${renderings} renderings for 200 messages`);
});
