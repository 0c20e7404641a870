import assert from 'node:assert/strict';
import { type FakeHost, attachment, question, reply, viewOf } from './fakeHost.ts';
import { usePages } from './pages.ts';

const pages = usePages();

const streaming = viewOf([question, reply({ state: 'streaming', answer: 'It' })]);
const isFocused = (host: FakeHost): Promise<boolean> =>
  host.textbox.evaluate(textbox => textbox === document.activeElement);

pages.test('Enter sends what was written and Shift+Enter begins a line', async host => {
  await host.send(viewOf([]));
  await host.textbox.focus();
  await host.page.keyboard.type('one');
  await host.page.keyboard.press('Shift+Enter');
  await host.page.keyboard.type('two');
  await host.page.keyboard.press('Enter');
  await host.posts({ kind: 'send', text: 'one\ntwo' });
  await host.settle();
  assert.equal(await host.textbox.inputValue(), '');
  assert.equal(await isFocused(host), true);
});

pages.test('the Send button sends, and nothing is sent of a blank question', async host => {
  await host.send(viewOf([]));
  for (const blank of ['', '  \n ']) {
    await host.textbox.fill(blank);
    await host.textbox.press('Enter');
    await host.button('Send').click({ force: true });
  }
  assert.equal(await host.count('send'), 0);
  await host.textbox.fill('Why?');
  await host.settle();
  await host.button('Send').click();
  await host.posts({ kind: 'send', text: 'Why?' });
});

pages.test('Enter that belongs to an input method does not send', async host => {
  await host.send(viewOf([]));
  await host.textbox.fill('にほんご');
  await host.textbox.evaluate(textbox => {
    const init = { key: 'Enter', bubbles: true, cancelable: true, isComposing: true };
    textbox.dispatchEvent(new KeyboardEvent('keydown', init));
  });
  assert.equal(await host.count('send'), 0);
  await host.textbox.press('Enter');
  assert.equal(await host.count('send'), 1);
});

pages.test('while a reply streams Stop stands in place of Send, and Enter keeps the draft', async host => {
  await host.send(streaming);
  assert.equal(await host.button('Send').count(), 0);
  await host.textbox.fill('next');
  await host.textbox.press('Enter');
  assert.equal(await host.count('send'), 0);
  assert.equal(await host.textbox.inputValue(), 'next');
  await host.button('Stop').click();
  await host.posts({ kind: 'stop' });
  await host.send(viewOf([question, reply({ state: 'stopped', answer: 'It' })]));
  assert.equal(await host.button('Send').count(), 1);
  assert.equal(await isFocused(host), true);
});

pages.test('Escape in the composer stops a streaming reply and does nothing else', async host => {
  await host.send(streaming);
  await host.textbox.press('Escape');
  await host.posts({ kind: 'stop' });
  await host.send(viewOf([question, reply({ answer: 'It' })]));
  await host.textbox.press('Escape');
  assert.equal(await host.count('stop'), 1);
});

pages.test('the keyboard focus comes when the extension asks, and after a new chat', async host => {
  await host.send(viewOf([question, reply({ answer: 'It' })]));
  await host.send({ kind: 'focus' });
  assert.equal(await isFocused(host), true);
  await host.page.getByRole('log').focus();
  await host.send(viewOf([]));
  assert.equal(await isFocused(host), true);
});

pages.test('the text field grows to ten lines and scrolls from there', async host => {
  await host.send(viewOf([]));
  const height = (): Promise<number> => host.textbox.evaluate(textbox => textbox.getBoundingClientRect().height);
  const one = await height();
  await host.textbox.fill('\n'.repeat(3));
  assert.equal(await height(), one * 4);
  await host.textbox.fill('\n'.repeat(40));
  assert.equal(await height(), one * 10);
});

pages.test('attached code is shown and can be taken away', async host => {
  await host.send(viewOf([], { chips: [attachment] }));
  assert.equal(await host.page.getByText('queue.ts:12–14').count(), 1);
  await host.button('Remove attachment').click();
  await host.posts({ kind: 'removeAttachment', id: attachment.id });
  await host.send(viewOf([]));
  assert.equal(await host.page.getByText('queue.ts:12–14').count(), 0);
});

pages.test('an empty chat makes its promise, names the model and helps to begin', async host => {
  await host.send(viewOf([]));
  await host.page.getByRole('heading', { name: 'Everything stays on this computer' }).waitFor();
  assert.equal(await host.page.locator('.empty').getByText('Built-in engine · R1 1.5B').count(), 1);
  const suggestions = host.page.locator('.empty').getByRole('button');
  assert.deepEqual(await suggestions.allInnerTexts(), [
    'Explain the function…',
    'What could go wrong in…',
    'Write a test for…',
  ]);
  await suggestions.first().click();
  await host.settle();
  assert.equal(await host.textbox.inputValue(), 'Explain the function ');
  assert.equal(await isFocused(host), true);
  assert.equal(await host.count('send'), 0);
});

pages.test('with code attached the suggestions are whole questions and are sent', async host => {
  await host.send(viewOf([], { chips: [attachment] }));
  await host.button('Explain this code').click();
  await host.posts({ kind: 'send', text: 'Explain this code' });
});

pages.test('without a model its sentence and its button stand in place of the suggestions', async host => {
  const problem = { sentence: 'No model is set up.', action: { title: 'Set up Deepwell', action: 'setUp' } } as const;
  await host.send(viewOf([], { model: undefined, problem }));
  assert.equal(await host.page.getByText('No model is set up.').count(), 1);
  assert.deepEqual(await host.page.locator('.empty').getByRole('button').allInnerTexts(), ['Set up Deepwell']);
  await host.button('Set up Deepwell').click();
  await host.posts({ kind: 'act', action: 'setUp' });
  await host.send(viewOf([question, reply({ answer: 'It' })], { problem }));
  assert.equal(await host.page.getByText('No model is set up.').count(), 1);
  assert.equal(await host.answer.innerText(), 'It');
});

pages.test('a demo model is labelled as one, with what it knows', async host => {
  await host.send(viewOf([], { model: { label: 'Deepwell demo reasoner', short: 'demo', demo: true, thinks: true } }));
  const badge = host.page.locator('.badge');
  assert.equal(await badge.isVisible(), true);
  assert.match((await badge.getAttribute('title')) ?? '', /only knows the sample workspace/);
  await host.send(viewOf([]));
  assert.equal(await badge.count(), 0);
});
