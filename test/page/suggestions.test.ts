import assert from 'node:assert/strict';
import type { SuggestionView } from '../../src/shared/chat.ts';
import { commands, contextItems } from './composerScenes.ts';
import { type FakeHost, question, reply, viewOf } from './fakeHost.ts';
import { usePages } from './pages.ts';

const pages = usePages();

const pageTest = (title: string, run: (host: FakeHost) => Promise<void>): void =>
  pages.test(
    title,
    async host => {
      await host.send(viewOf([]));
      await run(host);
    },
    { clock: true },
  );

/** Types, and waits as long as the page does before it asks. */
async function type(host: FakeHost, text: string): Promise<void> {
  await host.textbox.focus();
  await host.page.keyboard.type(text);
  await host.page.clock.runFor(100);
}

async function offer(host: FakeHost, query: string, items: readonly SuggestionView[]): Promise<void> {
  await type(host, query);
  await host.send({ kind: 'suggestions', query, items });
}

const options = (host: FakeHost): Promise<readonly string[]> => host.page.locator('.option-label').allInnerTexts();
const active = async (host: FakeHost): Promise<string | undefined> =>
  (await host.page.locator('[role="option"][aria-selected="true"] .option-label').allInnerTexts())[0];
const queries = async (host: FakeHost): Promise<readonly string[]> =>
  (await host.posted()).flatMap(message => (message.kind === 'suggest' ? [message.query] : []));

pageTest('letters typed in one go cost one question, with the mark and the letters', async host => {
  await host.textbox.evaluate((textbox: HTMLTextAreaElement) => {
    for (const letter of 'Why #que') {
      textbox.setRangeText(letter, textbox.value.length, textbox.value.length, 'end');
      textbox.dispatchEvent(new InputEvent('input', { bubbles: true }));
    }
  });
  await host.page.clock.runFor(100);
  assert.deepEqual(await queries(host), ['#que']);
  await type(host, ' now');
  assert.deepEqual(await queries(host), ['#que']);
});

pageTest(
  'the keyboard goes through the list while the text field keeps the focus and tells the active one',
  async host => {
    await offer(host, '#', contextItems);
    assert.equal(await active(host), 'Selection');
    await host.page.keyboard.press('ArrowDown');
    assert.equal(await active(host), 'queue.ts');
    await host.page.keyboard.press('ArrowUp');
    await host.page.keyboard.press('ArrowUp');
    assert.equal(await active(host), 'Search results');
    const [controlled, told] = await host.textbox.evaluate(textbox => [
      document.getElementById(textbox.getAttribute('aria-controls') ?? '')?.getAttribute('role'),
      document.getElementById(textbox.getAttribute('aria-activedescendant') ?? '')?.textContent,
    ]);
    assert.deepEqual([controlled, told], ['listbox', 'Search results12 of "drain"']);
    assert.equal(await host.status(), '9 suggestions');
  },
);

for (const key of ['Enter', 'Tab'])
  pageTest(`${key} attaches the active piece of context and takes its word out of the question`, async host => {
    await offer(host, 'Why does #que', []);
    await host.send({ kind: 'suggestions', query: '#que', items: contextItems });
    await host.page.keyboard.press('ArrowDown');
    await host.page.keyboard.press(key);
    await host.posts({ kind: 'attach', id: 'file:src/queue.ts' });
    assert.equal(await host.textbox.inputValue(), 'Why does ');
    await host.settle();
    assert.deepEqual(await options(host), []);
    await host.page.keyboard.type('it stop?');
    assert.equal(await host.textbox.inputValue(), 'Why does it stop?');
    assert.equal(await host.count('send'), 0);
  });

pageTest('a click on an item takes it and leaves the keyboard in the text field', async host => {
  await offer(host, '@', contextItems);
  await host.page.getByRole('option', { name: /^drain/ }).click();
  await host.posts({ kind: 'attach', id: 'symbol:drain' });
  assert.equal(await host.textbox.evaluate(textbox => textbox === document.activeElement), true);
  assert.equal(await host.textbox.inputValue(), '');
});

pageTest('a long list moves with the active item and with the wheel', async host => {
  await offer(host, '#', contextItems);
  const last = host.page.locator('.option').last();
  const isInSight = (): Promise<boolean> =>
    last.evaluate(option => {
      const list = option.parentElement?.getBoundingClientRect();
      return list !== undefined && option.getBoundingClientRect().bottom <= list.bottom;
    });
  assert.equal(await isInSight(), false);
  await host.page.keyboard.press('ArrowUp');
  await host.settle();
  assert.equal(await isInSight(), true);
  await host.page.keyboard.press('ArrowDown');
  await host.settle();
  assert.equal(await isInSight(), false);
  await last.dispatchEvent('wheel', { deltaY: 200 });
  assert.equal(await isInSight(), true);
});

pageTest('a chosen command stands in the question and is read when that is sent', async host => {
  await offer(host, '/', commands);
  await host.page.keyboard.press('Enter');
  assert.equal(await host.textbox.inputValue(), '/explain ');
  assert.equal(await host.count('attach'), 0);
  await host.page.keyboard.type('this');
  await host.page.keyboard.press('Enter');
  await host.posts({ kind: 'send', text: '/explain this' });
});

pageTest('a chosen prompt file is asked for, and its text comes as the draft', async host => {
  await offer(host, '/', commands);
  await host.page.keyboard.press('ArrowUp');
  await host.page.keyboard.press('Enter');
  await host.posts({ kind: 'attach', id: 'prompt:review' });
  await host.send({ kind: 'draft', text: 'Review this for races.' });
  assert.equal(await host.textbox.inputValue(), 'Review this for races.');
});

pageTest('commands are offered at the start of a question only', async host => {
  await type(host, 'a /ex');
  assert.deepEqual(await queries(host), []);
});

pageTest('the answer to other letters is ignored', async host => {
  await type(host, '#wor');
  await host.send({ kind: 'suggestions', query: '#q', items: contextItems });
  assert.deepEqual(await options(host), []);
  await host.send({ kind: 'suggestions', query: '#wor', items: contextItems.slice(2, 3) });
  assert.deepEqual(await options(host), ['worker-with-a-rather-long-name.ts']);
});

pageTest('Escape closes the list for this word, and only that', async host => {
  await host.send(viewOf([question, reply({ state: 'streaming', answer: 'It' })]));
  await offer(host, '#', contextItems);
  await host.page.keyboard.press('Escape');
  await host.settle();
  assert.deepEqual(await options(host), []);
  assert.equal(await host.count('stop'), 0);
  await offer(host, 'q', []);
  await host.send({ kind: 'suggestions', query: '#q', items: contextItems });
  assert.deepEqual(await options(host), []);
  await type(host, ' ');
  await offer(host, '#', contextItems);
  assert.equal((await options(host)).length, contextItems.length);
});

pageTest('a list that was closed comes again for the next question', async host => {
  await offer(host, '/', commands);
  await host.page.keyboard.press('Escape');
  await host.page.keyboard.press('Enter');
  await host.posts({ kind: 'send', text: '/' });
  await offer(host, '/', commands);
  assert.equal((await options(host)).length, commands.length);
});

pageTest('the list goes when the caret leaves the word or the keyboard leaves the field', async host => {
  await offer(host, 'a #', []);
  await host.send({ kind: 'suggestions', query: '#', items: contextItems });
  assert.equal((await options(host)).length, contextItems.length);
  await host.page.keyboard.press('ArrowLeft');
  await host.settle();
  assert.deepEqual(await options(host), []);
  await host.page.keyboard.press('End');
  await offer(host, 'q', []);
  await host.send({ kind: 'suggestions', query: '#q', items: contextItems });
  assert.equal((await options(host)).length, contextItems.length);
  await host.button('Add context…').focus();
  await host.settle();
  assert.deepEqual(await options(host), []);
});

pageTest('keys of an input method are not the list’s', async host => {
  await offer(host, '#', contextItems);
  await host.textbox.evaluate(textbox => {
    const init = { key: 'Enter', bubbles: true, cancelable: true, isComposing: true };
    textbox.dispatchEvent(new KeyboardEvent('keydown', init));
  });
  assert.equal(await host.count('attach'), 0);
});

pageTest('"Add context…" writes the mark as a word of its own and opens the list', async host => {
  await type(host, 'Why');
  await host.button('Add context…').click();
  assert.equal(await host.textbox.inputValue(), 'Why #');
  assert.equal(await host.textbox.evaluate(textbox => textbox === document.activeElement), true);
  await host.page.clock.runFor(100);
  assert.deepEqual(await queries(host), ['#']);
});

pageTest('an item’s words are text, whatever they hold', async host => {
  const label = '<img src=x onerror=alert(1)>';
  await offer(host, '#', [{ id: 'x', kind: 'file', label, detail: '' }]);
  assert.deepEqual(await options(host), [label]);
  assert.equal(await host.page.locator('.suggestion-list img').count(), 0);
});
