import assert from 'node:assert/strict';
import type { AssistantTurnView, ReplyAbilities } from '../../src/shared/chat.ts';
import { noAbilities } from '../fakes/views.ts';
import { type FakeHost, attachment, question, reply, thinking, viewOf } from './fakeHost.ts';
import { usePages } from './pages.ts';

const pages = usePages();

const streaming = reply({ state: 'streaming' });

pages.test('a page that opens asks for what it is to show, and shows nothing of its own before', async host => {
  assert.deepEqual(await host.posted(), [{ kind: 'ready' }]);
  assert.equal(await host.page.getByRole('article').count(), 0);
});

pages.test('a thought and an answer stream in, the panel folds when the thought ends', async host => {
  await host.send(viewOf([question, streaming]));
  await host.send({ kind: 'grow', id: '2', thought: 'The loop', thoughtTokens: 2, thoughtElapsed: 1000 });
  await host.send({ kind: 'grow', id: '2', thought: ' stops.', thoughtTokens: 4, thoughtElapsed: 2000 });
  assert.equal(await host.reasoning.getAttribute('aria-expanded'), 'true');
  assert.equal(await host.trace.innerText(), 'The loop stops.');
  assert.equal(await host.status(), 'Deepwell is thinking');
  const thought = thinking({ text: 'The loop stops.', elapsed: 12_900, tokens: 840, ended: true });
  await host.send({ kind: 'turn', turn: { ...streaming, thought } });
  assert.equal(await host.reasoning.getAttribute('aria-expanded'), 'false');
  assert.equal(await host.trace.isVisible(), false);
  await host.send({ kind: 'grow', id: '2', answer: 'It stops **one' });
  await host.send({ kind: 'grow', id: '2', answer: '** short.' });
  assert.equal(await host.status(), 'Deepwell is answering');
  assert.equal(await host.answer.locator('strong').innerText(), 'one');
  await host.send({ kind: 'turn', turn: reply({ thought, answer: 'It stops **one** short.' }) });
  assert.equal(await host.answer.innerText(), 'It stops one short.');
  assert.equal(await host.status(), 'Answer complete');
  assert.equal(await host.page.getByRole('button', { name: 'Reasoning, 12 s, 840 tokens', exact: true }).count(), 1);
});

pages.test('a reply that ends without an answer says so, once', async host => {
  await host.send(viewOf([question, reply({ answer: '' })]));
  assert.equal(await host.page.getByText('The model ended without an answer.').count(), 1);
  const thought = thinking({ text: 'Hm', ended: true, cutOff: true });
  await host.send({ kind: 'turn', turn: reply({ answer: '', thought, ending: 'lengthLimit' }) });
  assert.equal(await host.page.getByText('The reasoning was cut off; no answer came.').count(), 1);
  assert.equal(await host.page.getByText(/length limit|without an answer/).count(), 0);
});

const able = (change: Partial<ReplyAbilities>): ReplyAbilities => ({ ...noAbilities, ...change });

pages.test('a reply without an answer, or with a part of one, says in one line why', async host => {
  const cutOff = thinking({ ended: true, cutOff: true });
  const cases: readonly (readonly [string, Partial<AssistantTurnView>])[] = [
    ['The model ended without an answer.', { ending: 'empty' }],
    ['The answer reached its length limit.', { ending: 'lengthLimit', answer: 'It' }],
    ['The context of 8,192 tokens is full.', { ending: 'contextFull', thought: cutOff }],
    ['The window was closed while this was written.', { ending: 'interrupted', answer: 'It' }],
    ['The reasoning was cut off; no answer came.', { thought: cutOff, ending: 'lengthLimit' }],
    ['The reasoning was cut off; no answer came.', { thought: cutOff, state: 'error' }],
    ['Stopped', { thought: cutOff, state: 'stopped' }],
  ];
  for (const [words, change] of cases) {
    await host.send(viewOf([question, reply(change)]));
    assert.deepEqual(await host.page.locator('.ending').allInnerTexts(), [words]);
  }
  await host.send(viewOf([question, reply({ ending: 'contextFull' })], { room: undefined }));
  assert.equal(await host.page.getByText('The context is full.').count(), 1);
  await host.send(viewOf([question, reply({ answer: 'It is so.' })]));
  assert.equal(await host.page.locator('.ending').count(), 0);
});

pages.test('what helps a reply that was cut off stands under it as buttons', async host => {
  const can = able({
    continueThinking: true,
    answerNow: true,
    continueAnswer: true,
    raiseContext: { tokens: 16_384, bytes: 0.94e9 },
  });
  await host.send(viewOf([question, reply({ thought: thinking({ ended: true, cutOff: true }), can })]));
  const buttons = host.page.locator('.ending').getByRole('button');
  assert.deepEqual(await buttons.allInnerTexts(), [
    'Continue thinking',
    'Answer now',
    'Continue',
    'Raise the context to 16,384 (+0.9 GB)',
  ]);
  for (const [at, kind] of (['continueThinking', 'answerNow', 'continueAnswer', 'raiseContext'] as const).entries()) {
    await buttons.nth(at).click();
    await host.posts({ kind, id: '2' });
  }
});

pages.test('the footer of a reply leads to its other versions, to another one and to its prompt', async host => {
  const branch = { number: 2, count: 2 };
  await host.send(viewOf([question, reply({ answer: 'So.', branch, writtenBy: 'R1 14B' })]));
  const footer = host.page.locator('.reply-footer');
  assert.match(await footer.innerText(), /R1 14B\s+2 of 2/);
  await host.button('Next answer').click({ force: true });
  assert.equal(await host.count('branch'), 0);
  await host.button('Previous answer').click();
  await host.posts({ kind: 'branch', id: '2', number: 1 });
  await host.button('Regenerate').click();
  await host.posts({ kind: 'regenerate', id: '2', choose: false });
  await host.button('Regenerate with…').click();
  await host.posts({ kind: 'regenerate', id: '2', choose: true });
  await host.button('View prompt').click();
  await host.posts({ kind: 'viewPrompt', id: '2' });
});

pages.test('a stopped and a failed reply have the same footer, a streaming one has none', async host => {
  for (const state of ['stopped', 'error'] as const) {
    await host.send(viewOf([question, reply({ state, answer: 'It' })]));
    assert.equal(await host.button('Regenerate').count(), 1);
    assert.equal(await host.button('Copy answer').count(), 1);
  }
  await host.send(viewOf([question, reply({ state: 'streaming', answer: 'It' })]));
  assert.equal(await host.page.locator('.reply-footer').count(), 0);
});

pages.test('a button that vanishes hands the keyboard focus to the same one of the next version', async host => {
  const isOn = (name: string): Promise<boolean> =>
    host.button(name).evaluate(button => button === document.activeElement);
  await host.send(viewOf([question, reply({ answer: 'One.', branch: { number: 1, count: 3 } })]));
  await host.button('Next answer').focus();
  await host.page.keyboard.press('Enter');
  await host.send(viewOf([question, reply({ id: '3', answer: 'Two.', branch: { number: 2, count: 3 } })]));
  await host.settle();
  assert.equal(await isOn('Next answer'), true);
  await host.textbox.focus();
  await host.send(viewOf([question, reply({ id: '4', answer: 'Three.', branch: { number: 3, count: 3 } })]));
  await host.settle();
  assert.equal(await host.textbox.evaluate(textbox => textbox === document.activeElement), true);
});

pages.test(
  'a question is edited in its place: Enter sends, Shift+Enter begins a line, Escape leaves it',
  async host => {
    await host.send(viewOf([question, reply({ answer: 'So.' })]));
    const textbox = host.page.getByRole('textbox', { name: 'Edit message' });
    await host.button('Edit message').focus();
    await host.page.keyboard.press('Enter');
    await host.settle();
    assert.equal(await textbox.inputValue(), question.text);
    assert.equal(await textbox.evaluate(element => element === document.activeElement), true);
    await host.page.keyboard.press('Escape');
    await host.settle();
    assert.equal(await textbox.count(), 0);
    assert.equal(await host.button('Edit message').evaluate(button => button === document.activeElement), true);
    assert.equal(await host.count('editMessage'), 0);
    await host.page.keyboard.press('Enter');
    await host.settle();
    await host.page.keyboard.press('Shift+Enter');
    await host.page.keyboard.type('And now?');
    await host.page.keyboard.press('Enter');
    await host.posts({ kind: 'editMessage', id: '1', text: `${question.text}\nAnd now?` });
    assert.equal(await textbox.count(), 0);
  },
);

pages.test('an edited question that is blank is not sent', async host => {
  await host.send(viewOf([question]));
  await host.button('Edit message').click();
  const textbox = host.page.getByRole('textbox', { name: 'Edit message' });
  await textbox.fill(' \n');
  await textbox.press('Enter');
  await host.button('Send edited message').click({ force: true });
  assert.equal(await host.count('editMessage'), 0);
  assert.equal(await textbox.count(), 1);
});

pages.test('the versions of a question are gone through as those of a reply', async host => {
  await host.send(viewOf([{ ...question, branch: { number: 1, count: 2 } }]));
  await host.button('Previous version').click({ force: true });
  assert.equal(await host.count('branch'), 0);
  await host.button('Next version').click();
  await host.posts({ kind: 'branch', id: '1', number: 2 });
});

pages.test('several attachments are chips with their tokens that unfold one by one', async host => {
  const rules = {
    ...attachment,
    id: 'rules',
    kind: 'rules',
    label: 'AGENTS.md',
    text: 'Be brief.',
    tokens: 1,
  } as const;
  await host.send(viewOf([{ ...question, attachments: [attachment, rules] }]));
  const chips = host.page.locator('.user-turn .chip');
  assert.deepEqual(await chips.allTextContents(), ['queue.ts:12–14· 31 tokens', 'AGENTS.md· 1 token']);
  assert.deepEqual(await chips.evaluateAll(all => all.map(chip => chip.getAttribute('aria-expanded'))), [
    'false',
    'false',
  ]);
  assert.equal(await chips.nth(1).locator('.icon-law').count(), 1);
  await chips.nth(1).click();
  assert.equal(await host.page.locator('.quoted-code:visible').innerText(), 'Be brief.');
});

pages.test('messages are articles named by who speaks and where, with their role and state', async host => {
  await host.send(viewOf([question, reply({ answer: 'So.' }), { ...question, id: '3' }, { ...streaming, id: '4' }]));
  const articles = host.page.getByRole('log', { name: 'Conversation' }).getByRole('article');
  const facts = await articles.evaluateAll(all =>
    all.map(one => ['aria-label', 'data-role', 'data-state'].map(name => one.getAttribute(name))),
  );
  assert.deepEqual(facts, [
    ['You, 1', 'user', 'complete'],
    ['Deepwell, 2', 'assistant', 'complete'],
    ['You, 3', 'user', 'complete'],
    ['Deepwell, 4', 'assistant', 'streaming'],
  ]);
});

pages.test("the person's click on a panel wins over the setting and is told to the extension", async host => {
  await host.send(viewOf([question, { ...streaming, thought: thinking() }]));
  await host.reasoning.click();
  assert.equal(await host.reasoning.getAttribute('aria-expanded'), 'false');
  await host.posts({ kind: 'panel', id: '2', open: false });
  await host.send({ kind: 'grow', id: '2', thought: ' More.' });
  assert.equal(await host.reasoning.getAttribute('aria-expanded'), 'false');
  await host.reasoning.click();
  await host.posts({ kind: 'panel', id: '2', open: true });
  await host.send({ kind: 'turn', turn: reply({ thought: thinking({ ended: true }), answer: 'So.' }) });
  assert.equal(await host.reasoning.getAttribute('aria-expanded'), 'true');
  const controlled = await host.reasoning.getAttribute('aria-controls');
  assert.equal(await host.trace.getAttribute('id'), controlled);
});

pages.test(
  'the time of a running thought goes on in the page, and stops when the thought ends',
  async host => {
    await host.send(viewOf([question, { ...streaming, thought: thinking({ elapsed: 12_000 }) }]));
    assert.match((await host.reasoning.getAttribute('aria-label')) ?? '', /^Reasoning, 1\d s$/);
    await host.page.clock.fastForward(60_000);
    await host.settle();
    assert.match((await host.reasoning.getAttribute('aria-label')) ?? '', /^Reasoning, 1 min 1\d s$/);
    await host.send({ kind: 'turn', turn: reply({ thought: thinking({ elapsed: 75_000, ended: true }) }) });
    await host.page.clock.fastForward(60_000);
    await host.settle();
    assert.equal(await host.reasoning.getAttribute('aria-label'), 'Reasoning, 1 min 15 s, 348 tokens');
  },
  { clock: true },
);

pages.test('a reasoning that was cut off says so in words', async host => {
  await host.send(viewOf([question, reply({ thought: thinking({ ended: true, cutOff: true }) })]));
  assert.equal(await host.page.getByText('The reasoning was cut off; no answer came.').count(), 1);
});

pages.test('what is waited for is said until the first token comes', async host => {
  await host.send(viewOf([question, { ...streaming, waiting: 'loading' }]));
  assert.equal(await host.page.getByText('Loading the model…').count(), 1);
  await host.send(viewOf([question, { ...streaming, waiting: 'loading', waitingDone: 0.426 }]));
  assert.match(await host.page.locator('.waiting').innerText(), /Loading the model…\s*43 %/);
  await host.send({ kind: 'grow', id: '2', answer: 'So' });
  assert.equal(await host.page.getByText('Loading the model…').count(), 0);
});

pages.test('a failed reply is an alert with Retry and the way to the mend; what was written stays', async host => {
  const problem = { sentence: 'The engine stopped.', action: { title: 'Show log', action: 'showLog' } } as const;
  await host.send(viewOf([question, reply({ state: 'error', answer: 'It stops', problem })]));
  const alert = host.page.getByRole('alert');
  assert.equal(await alert.getByText('The engine stopped.').count(), 1);
  assert.equal(await host.answer.innerText(), 'It stops');
  await alert.getByRole('button', { name: 'Retry', exact: true }).click();
  await host.posts({ kind: 'retry', id: '2' });
  await alert.getByRole('button', { name: 'Show log' }).click();
  await host.posts({ kind: 'act', action: 'showLog' });
});

pages.test('a stopped reply, a reply at its limit and the speed of a complete one are said', async host => {
  await host.send(viewOf([question, reply({ state: 'streaming', answer: 'It' })]));
  await host.send({ kind: 'turn', turn: reply({ state: 'stopped', answer: 'It' }) });
  assert.equal(await host.page.getByRole('article').getByText('Stopped').count(), 1);
  assert.equal(await host.status(), 'Stopped');
  const stats = { tokensPerSecond: 31.2, secondsToAnswer: 4.21 };
  await host.send({ kind: 'turn', turn: reply({ answer: 'It', ending: 'lengthLimit', stats }) });
  assert.equal(await host.page.getByText('The answer reached its length limit.').count(), 1);
  assert.equal(await host.page.getByText('31 tokens/s').count(), 1);
  assert.equal(await host.page.getByText('4.2 s to the answer').count(), 1);
});

pages.test('"Copy code" copies exactly the code, says so, and says it to people who listen', async host => {
  await host.send(viewOf([question, reply({ answer: "```py\n\tx = 'a'  \n\n\n\ty = 2\u202e\n```" })]));
  await host.button('Copy code').click();
  await host.posts({ kind: 'copy', text: "\tx = 'a'  \n\n\n\ty = 2\u202e" });
  assert.equal(await host.button('Copied').count(), 1);
  assert.equal(await host.status(), 'Copied');
  assert.equal(await host.answer.locator('.invisible').innerText(), 'U+202E');
});

pages.test(
  'code is coloured where its language is known, and is a code block before its fence is closed',
  async host => {
    await host.send(viewOf([question, reply({ state: 'streaming', answer: 'Look:\n```t' })]));
    await host.send({ kind: 'grow', id: '2', answer: 's\nconst a' }, { kind: 'grow', id: '2', answer: ' = 1;' });
    const code = host.answer.locator('pre code');
    assert.equal(await code.textContent(), 'const a = 1;');
    assert.equal(await code.locator('.code-keyword').innerText(), 'const');
    assert.equal(await host.answer.locator('.code-language').innerText(), 'ts');
    assert.equal((await host.answer.innerText()).includes('`'), false);
  },
);

pages.test('a long code block that still grows shows all its lines', async host => {
  const lines = Array.from({ length: 95 }, (_, at) => `const value${at} = ${at};`).join('\n');
  await host.send(viewOf([question, reply({ state: 'streaming', answer: `\`\`\`ts\n${lines}` })]));
  assert.equal(await host.answer.locator('pre code').textContent(), lines);
  await host.send({ kind: 'turn', turn: reply({ answer: `\`\`\`ts\n${lines}\n\`\`\`` }) });
  assert.equal(await host.answer.locator('pre code').textContent(), lines);
});

pages.test('no click on a link gets as far as the window, where VS Code’s own frame would open it', async host => {
  await host.page.evaluate(() => {
    for (const kind of ['click', 'auxclick'])
      window.addEventListener(kind, event => {
        document.title += event.composedPath().some(node => node instanceof HTMLAnchorElement) ? ' leaked' : ' seen';
      });
  });
  await host.send(viewOf([question, reply({ answer: '[web](https://example.org/a)' })]));
  await host.page.getByRole('link', { name: 'web' }).click();
  await host.page.getByRole('link', { name: 'web' }).click({ button: 'middle' });
  assert.doesNotMatch(await host.page.title(), /leaked/);
  await host.page.getByRole('log').click();
  assert.match(await host.page.title(), /seen/);
});

pages.test('links ask the extension and never navigate', async host => {
  await host.send(viewOf([question, reply({ answer: '[web](https://example.org/a) [file](src/queue.ts#L3)' })]));
  const url = host.page.url();
  await host.page.getByRole('link', { name: 'web' }).click();
  await host.posts({ kind: 'open', href: 'https://example.org/a' });
  await host.page.getByRole('link', { name: 'web' }).click({ button: 'middle' });
  await host.page.getByRole('link', { name: 'file' }).focus();
  await host.page.keyboard.press('Enter');
  await host.posts({ kind: 'open', href: 'src/queue.ts#L3' });
  assert.equal(host.page.url(), url);
  assert.equal(host.page.context().pages().length, 1);
});

pages.test(
  'the code a question is about is quoted; more than a dozen lines are folded behind their chip',
  async host => {
    const long = { ...attachment, label: 'queue.ts:12–31', text: 'x\n'.repeat(20) };
    await host.send(
      viewOf([
        { ...question, attachments: [attachment] },
        { ...question, id: '3', attachments: [long] },
      ]),
    );
    const short = host.page.getByRole('button', { name: 'queue.ts:12–14' });
    assert.equal(await short.getAttribute('aria-expanded'), 'true');
    assert.equal(await host.page.locator('.quoted-code pre').first().textContent(), attachment.text);
    const folded = host.page.getByRole('button', { name: 'queue.ts:12–31' });
    assert.equal(await folded.getAttribute('aria-expanded'), 'false');
    await folded.click();
    assert.equal(await folded.getAttribute('aria-expanded'), 'true');
  },
);

pages.test('growth of a turn that the page does not have makes it ask for everything anew', async host => {
  await host.send(viewOf([question, streaming]));
  await host.send({ kind: 'grow', id: '7', answer: 'x' });
  assert.equal(await host.count('ready'), 2);
});

const tall = Array.from({ length: 60 }, (_, at) => `Paragraph ${at}`).join('\n\n');
const atEnd = (host: FakeHost): Promise<boolean> =>
  host.page
    .getByRole('log')
    .evaluate(log => log.scrollHeight > log.clientHeight && log.scrollHeight - log.scrollTop - log.clientHeight < 24);

pages.test('the conversation follows its end only while the person is there', async host => {
  await host.send(viewOf([question, reply({ state: 'streaming', answer: tall })]));
  assert.equal(await atEnd(host), true);
  await host.send({ kind: 'grow', id: '2', answer: `\n\n${tall}` });
  assert.equal(await atEnd(host), true);
  assert.equal(await host.button('Scroll to newest').count(), 0);
  await host.page.getByRole('log').evaluate(log => (log.scrollTop = 100));
  await host.settle();
  await host.send({ kind: 'grow', id: '2', answer: `\n\n${tall}` });
  assert.equal(await host.page.getByRole('log').evaluate(log => log.scrollTop), 100);
  await host.button('Scroll to newest').click();
  await host.settle();
  assert.equal(await atEnd(host), true);
  assert.equal(await host.button('Scroll to newest').count(), 0);
});

pages.test('a new question brings the end into sight', async host => {
  const turns = [question, reply({ answer: tall })];
  await host.send(viewOf(turns));
  await host.page.getByRole('log').evaluate(log => (log.scrollTop = 0));
  await host.settle();
  await host.send(viewOf([...turns, { ...question, id: '3' }, { ...streaming, id: '4' }]));
  await host.settle();
  assert.equal(await atEnd(host), true);
});

pages.test('a page that was thrown away comes back with its draft and where it was scrolled to', async host => {
  await host.send(viewOf([question, reply({ answer: tall })]));
  await host.textbox.fill('half a question');
  await host.page.getByRole('log').evaluate(log => (log.scrollTop = 150));
  await host.settle();
  await host.page.reload();
  await host.send(viewOf([question, reply({ answer: tall })]));
  assert.equal(await host.textbox.inputValue(), 'half a question');
  assert.equal(await host.page.getByRole('log').evaluate(log => log.scrollTop), 150);
});
