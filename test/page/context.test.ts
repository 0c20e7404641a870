import assert from 'node:assert/strict';
import axe from 'axe-core';
import type { Thinking } from '../../src/shared/chat.ts';
import { chips, commands, composerScenes, contextItems, unfit } from './composerScenes.ts';
import { type FakeHost, question, reply, viewOf } from './fakeHost.ts';
import { usePages } from './pages.ts';
import { type Theme, themes } from './themes.ts';

const pages = usePages();

const focused = (host: FakeHost): Promise<string> =>
  host.page.evaluate(() => {
    const element = document.activeElement;
    return element?.getAttribute('aria-label') ?? element?.textContent ?? '';
  });

// The bar

pages.test('the model’s button has its short name, tells the long one and leads to the choice', async host => {
  await host.send(viewOf([]));
  const button = host.button('Model: R1 1.5B');
  assert.equal(await button.getAttribute('title'), 'Built-in engine · R1 1.5B');
  await button.click();
  await host.posts({ kind: 'act', action: 'selectModel' });
});

pages.test('the thinking level is a list of the browser’s own that says what each level costs', async host => {
  await host.send(viewOf([], { thinking: 'normal' }));
  const list = host.page.getByRole('combobox', { name: 'Thinking' });
  assert.equal(await list.inputValue(), 'normal');
  assert.match(await host.page.locator('.thinking').innerText(), /^Think: normal/);
  assert.deepEqual(await list.locator('option').allTextContents(), [
    'Think: off · answers at once: 0 tokens',
    'Think: short · up to 512 tokens',
    'Think: normal · up to 2,048 tokens',
    'Think: deep · up to 8,192 tokens',
  ]);
  for (const level of ['off', 'short', 'deep', 'normal'] satisfies Thinking[]) {
    await list.selectOption(level);
    await host.posts({ kind: 'thinking', level });
  }
  await host.send(viewOf([], { model: { label: 'V2', short: 'V2', demo: false, thinks: false } }));
  assert.equal(await list.count(), 0);
});

pages.test('the meter tells what is used and kept, and moves while a question is written', async host => {
  await host.send(viewOf([], { room: { context: 8192, used: 3100, reserve: 2560 } }));
  const meter = host.page.getByRole('meter', { name: 'Context' });
  assert.equal(await meter.getAttribute('aria-valuetext'), '3,100 of 8,192 tokens used, 2,560 kept for the answer');
  assert.equal(await host.page.locator('.context-numbers').innerText(), '3.1k / 8k');
  await host.textbox.fill('x'.repeat(3600));
  await host.settle();
  assert.equal(
    await meter.getAttribute('aria-valuetext'),
    'About 4,100 of 8,192 tokens used, 2,560 kept for the answer',
  );
  assert.equal(await meter.getAttribute('aria-valuenow'), '4100');
});

pages.test(
  'the meter warns with an icon and words when the answer has too little room, and when nothing fits',
  async host => {
    await host.send(viewOf([], { room: { context: 8192, used: 5632, reserve: 2560 } }));
    const meter = host.page.getByRole('meter', { name: 'Context' });
    const icons = host.page.locator('.context-meter .icon');
    assert.equal(await icons.count(), 0);
    await host.textbox.fill('x');
    await host.settle();
    assert.equal(await icons.getAttribute('class'), 'icon icon-warning');
    assert.match((await meter.getAttribute('aria-valuetext')) ?? '', /The answer may be cut short$/);
    await host.textbox.fill('字'.repeat(2561));
    await host.settle();
    assert.equal(await icons.getAttribute('class'), 'icon icon-error');
    assert.match((await meter.getAttribute('aria-valuetext')) ?? '', /This does not fit$/);
    assert.equal(await meter.getAttribute('aria-valuenow'), '8192');
  },
);

// Chips

pages.test('each chip tells its cost, and rules and notes where they come from', async host => {
  await host.send(viewOf([], { chips }));
  const items = host.page.getByRole('list', { name: 'Attached' }).getByRole('listitem');
  assert.equal(await items.count(), chips.length);
  assert.match(await items.nth(1).innerText(), /worker\.ts\s*·\s*1,640 tokens/);
  assert.match(await items.nth(5).innerText(), /1 token$/);
  assert.equal(
    await items.nth(8).getAttribute('title'),
    'AGENTS.md: Rules of this workspace, sent with the first question',
  );
  const style = (at: number): Promise<string> =>
    items.nth(at).evaluate(element => getComputedStyle(element).borderTopStyle);
  assert.deepEqual([await style(0), await style(8), await style(9)], ['solid', 'dashed', 'dashed']);
});

pages.test('a removed chip hands the keyboard to the next one, the last one to the text field', async host => {
  const [first, second] = chips;
  assert.ok(first !== undefined && second !== undefined);
  await host.send(viewOf([], { chips: [first, second] }));
  await host.button('Remove attachment').first().press('Enter');
  await host.posts({ kind: 'removeAttachment', id: first.id });
  await host.send(viewOf([], { chips: [second] }));
  assert.equal(await focused(host), 'Remove attachment');
  await host.page.keyboard.press('Enter');
  await host.posts({ kind: 'removeAttachment', id: second.id });
  await host.send(viewOf([]));
  assert.equal(await focused(host), 'Ask Deepwell');
});

// Files

interface Given {
  readonly data?: Readonly<Record<string, string>>;
  readonly files?: readonly { readonly name: string; readonly type: string }[];
}

/** Drags or pastes as the browser would. */
async function give(host: FakeHost, kind: 'dragover' | 'drop' | 'paste', given: Given): Promise<boolean> {
  return host.textbox.evaluate(
    (textbox, [event, { data = {}, files = [] }]) => {
      const transfer = new DataTransfer();
      for (const [type, value] of Object.entries(data)) transfer.setData(type, value);
      for (const { name, type } of files) transfer.items.add(new File(['x'], name, { type }));
      const init = { bubbles: true, cancelable: true };
      return !textbox.dispatchEvent(
        event === 'paste'
          ? new ClipboardEvent(event, { ...init, clipboardData: transfer })
          : new DragEvent(event, { ...init, dataTransfer: transfer }),
      );
    },
    [kind, given] as const,
  );
}

const sentence = 'Images cannot be read by these models: describe it or attach its text.';

pages.test('files dragged over the page show where to drop, and dropped ones are attached', async host => {
  await host.send(viewOf([]));
  const given = { data: { 'text/uri-list': 'file:///w/src/queue.ts\r\nfile:///w/src/worker.ts' } };
  assert.equal(await give(host, 'dragover', given), true);
  await host.settle();
  const zone = host.page.locator('.drop-zone');
  assert.match(await zone.innerText(), /Drop files to attach\s+Hold Shift to drop/);
  assert.equal(await give(host, 'drop', given), true);
  await host.settle();
  assert.equal(await zone.count(), 0);
  await host.posts({ kind: 'dropped', uris: ['file:///w/src/queue.ts', 'file:///w/src/worker.ts'] });
});

pages.test('text dragged over the page is left to the text field', async host => {
  await host.send(viewOf([]));
  assert.equal(await give(host, 'dragover', { data: { 'text/plain': 'x' } }), false);
  await host.settle();
  assert.equal(await host.page.locator('.drop-zone').count(), 0);
});

pages.test('a link of the conversation that is dragged is no file', async host => {
  await host.send(viewOf([question, reply({ answer: '[web](https://example.org)' })]));
  const link = host.page.getByRole('link', { name: 'web' });
  const given = { data: { 'text/uri-list': 'https://example.org' } };
  await link.dispatchEvent('dragstart');
  assert.equal(await give(host, 'dragover', given), false);
  await link.dispatchEvent('dragend');
  assert.equal(await give(host, 'dragover', given), true);
});

for (const kind of ['drop', 'paste'] as const)
  pages.test(
    `an image that comes by ${kind} is refused with a sentence, which goes when the person writes`,
    async host => {
      await host.send(viewOf([]));
      assert.equal(await give(host, kind, { files: [{ name: 'shot.png', type: 'image/png' }] }), true);
      await host.settle();
      await host.posts({ kind: 'imageRefused' });
      assert.equal(await host.page.getByRole('alert').innerText(), sentence);
      await host.textbox.fill('A button below a list');
      await host.settle();
      assert.equal(await host.page.getByText(sentence).count(), 0);
    },
  );

pages.test('of files and an image together the files are attached', async host => {
  await host.send(viewOf([]));
  await give(host, 'drop', { data: { 'text/uri-list': 'file:///w/a.png\nfile:///w/a.ts' } });
  const posted = (await host.posted()).slice(-2);
  assert.deepEqual(posted, [{ kind: 'dropped', uris: ['file:///w/a.ts'] }, { kind: 'imageRefused' }]);
});

pages.test('pasted text stays text, also where a picture of it comes along', async host => {
  await host.send(viewOf([]));
  const files = [{ name: 'image.png', type: 'image/png' }];
  assert.equal(await give(host, 'paste', { data: { 'text/plain': 'a\tb' }, files }), false);
  assert.equal(await host.count('imageRefused'), 0);
});

pages.test('a file without its place is named, with what helps', async host => {
  await host.send(viewOf([]));
  await give(host, 'drop', { files: [{ name: 'notes.md', type: 'text/markdown' }] });
  await host.settle();
  assert.match(await host.page.getByRole('alert').innerText(), /^notes\.md came without its place/);
  assert.equal(await host.count('dropped'), 0);
});

// What does not fit

const talk = [question, reply({ answer: 'It stops one short.' })];
const asked = 'A very long question';

/** Sends a question that comes back as one that does not fit. */
async function refuse(host: FakeHost): Promise<void> {
  await host.send(viewOf(talk));
  await host.textbox.fill(asked);
  await host.textbox.press('Enter');
  await host.posts({ kind: 'send', text: asked });
  await host.send({ kind: 'draft', text: asked }, viewOf(talk, { unfit }));
}

pages.test(
  'a question that does not fit comes back with its numbers, its choices and the keyboard at the first',
  async host => {
    await refuse(host);
    assert.equal(await host.textbox.inputValue(), asked);
    const notice = host.page.getByRole('alertdialog', { name: 'This does not fit' });
    assert.equal(
      await notice.getByRole('paragraph').innerText(),
      'The question needs about 3,400 tokens, 1,200 are free of 8,192; 2,560 are kept for the answer.',
    );
    assert.deepEqual(await notice.getByRole('button').allInnerTexts(), [
      'Leave out the 4 oldest messages',
      'Send without the 2 attachments',
      'Raise the context to 16,384 (+0.9 GB)',
      'Send with less room for the answer',
      'Cancel',
    ]);
    assert.equal(await focused(host), 'Leave out the 4 oldest messages');
  },
);

pages.test('a choice is told to the extension, which sends the question it holds', async host => {
  await refuse(host);
  await host.page.keyboard.press('Enter');
  await host.posts({ kind: 'fit', choice: 'leaveOutOldest' });
  await host.settle();
  assert.equal(await host.page.getByRole('alertdialog').count(), 0);
  assert.equal(await host.textbox.inputValue(), '');
  assert.equal(await focused(host), 'Ask Deepwell');
});

pages.test('Escape and Cancel keep the question', async host => {
  for (const cancel of [() => host.page.keyboard.press('Escape'), () => host.button('Cancel').click()]) {
    await refuse(host);
    await cancel();
    await host.posts({ kind: 'fit', choice: 'cancel' });
    await host.settle();
    assert.equal(await host.textbox.inputValue(), asked);
    assert.equal(await focused(host), 'Ask Deepwell');
  }
  await refuse(host);
  await host.textbox.press('Escape');
  await host.posts({ kind: 'fit', choice: 'cancel' });
  assert.equal(await host.count('stop'), 0);
});

pages.test('whoever changes the question calls the choices off: they were for the old one', async host => {
  await refuse(host);
  await host.textbox.press('End');
  await host.page.keyboard.type('!');
  await host.posts({ kind: 'fit', choice: 'cancel' });
  assert.equal(await host.count('fit'), 1);
  assert.equal(await host.textbox.inputValue(), `${asked}!`);
});

pages.test('what was written while a question was on its way stays, and the keyboard stays with it', async host => {
  await host.send(viewOf(talk));
  await host.textbox.fill(asked);
  await host.textbox.press('Enter');
  await host.page.keyboard.type('and');
  await host.send({ kind: 'draft', text: asked }, viewOf(talk, { unfit }));
  assert.equal(await host.textbox.inputValue(), `${asked}\nand`);
  assert.equal(await focused(host), 'Ask Deepwell');
  await host.button('Send with less room for the answer').click();
  await host.settle();
  assert.equal(await host.textbox.inputValue(), 'and');
});

pages.test('a page that opens with a question that does not fit leaves the keyboard where it is', async host => {
  await host.send(viewOf(talk, { unfit }));
  assert.equal(await host.page.evaluate(() => document.activeElement === document.body), true);
});

// The rest

pages.test('a chat that another window writes says that what is written here becomes a copy', async host => {
  const line = 'This chat is open in another window. What you write here becomes a copy.';
  await host.send(viewOf(talk, { heldElsewhere: true }));
  assert.equal(await host.page.getByText(line).count(), 1);
  await host.send(viewOf(talk));
  assert.equal(await host.page.getByText(line).count(), 0);
});

pages.test('the upward arrow brings the last question back into an empty field, and only there', async host => {
  await host.send(viewOf(talk));
  await host.textbox.press('ArrowUp');
  await host.settle();
  assert.equal(await host.textbox.inputValue(), question.text);
  await host.textbox.fill('mine');
  await host.textbox.press('ArrowUp');
  assert.equal(await host.textbox.inputValue(), 'mine');
});

pages.test('the draft is there again when the page comes back', async host => {
  await host.send(viewOf([]));
  await host.textbox.fill('half a question');
  await host.page.reload();
  assert.equal(await host.textbox.inputValue(), 'half a question');
});

pages.test('a streaming answer does not touch the composer', async host => {
  await host.send(viewOf([question, reply({ state: 'streaming', answer: 'It' })], { chips: chips.slice(0, 2) }));
  await host.page.evaluate(() => {
    const changes: string[] = [];
    Object.assign(window, { changes });
    const watched = { subtree: true, childList: true, attributes: true, characterData: true };
    const composer = document.querySelector('.composer');
    if (composer !== null)
      new MutationObserver(all => changes.push(...all.map(({ type }) => type))).observe(composer, watched);
  });
  for (let count = 0; count < 20; count++) await host.send({ kind: 'grow', id: '2', answer: ' stops' });
  assert.deepEqual(await host.page.evaluate(() => (window as unknown as { changes: string[] }).changes), []);
});

// Access

/** Opens the list of what the mark offers. */
async function offer(host: FakeHost, query: '#' | '/'): Promise<void> {
  await host.send(viewOf([]));
  await host.textbox.fill(query);
  await host.send({ kind: 'suggestions', query, items: query === '#' ? contextItems : commands });
  assert.equal(await host.page.getByRole('listbox').count(), 1);
}

const states: Readonly<Record<string, (host: FakeHost) => Promise<unknown>>> = {
  ...Object.fromEntries(
    Object.entries(composerScenes).map(([name, scene]) => [name, (host: FakeHost) => host.send(scene)]),
  ),
  suggestions: host => offer(host, '#'),
  commands: host => offer(host, '/'),
  refusal: async host => {
    await host.textbox.fill('');
    await give(host, 'drop', { files: [{ name: 'shot.png', type: 'image/png' }] });
  },
  dropZone: host => give(host, 'dragover', { data: { 'text/uri-list': 'file:///w/a.ts' } }),
};

for (const theme of Object.keys(themes) as Theme[])
  pages.test(
    `axe finds nothing in ${Object.keys(states).length} states of the composer in the ${theme} theme`,
    async host => {
      await host.page.emulateMedia({ reducedMotion: 'reduce' });
      await host.page.evaluate(axe.source);
      for (const [name, bring] of Object.entries(states)) {
        await bring(host);
        await host.settle();
        const found = await host.page.evaluate(async () => {
          const { axe: checker } = window as unknown as { axe: typeof axe };
          const { violations } = await checker.run(document);
          return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`);
        });
        assert.deepEqual(found, [], name);
      }
    },
    { theme },
  );

// 170 pixels are a view of 340 at 200 percent.
for (const width of [240, 170])
  pages.test(
    `nothing of the composer is cut off in a view of ${width} pixels`,
    async host => {
      for (const [name, bring] of Object.entries(states)) {
        await bring(host);
        await host.settle();
        const outside = await host.page.evaluate(() =>
          [
            ...document.querySelectorAll(
              '.composer, .composer button, .composer select, .composer .context-bar, .option',
            ),
          ]
            .filter(element => {
              const { left, right } = element.getBoundingClientRect();
              return left < 0 || right > window.innerWidth || right - left < 1;
            })
            .map(element => element.className),
        );
        assert.deepEqual(outside, [], name);
        const scrolls = await host.page
          .locator('.composer')
          .evaluate(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth);
        assert.equal(scrolls, false, name);
      }
    },
    { width },
  );

pages.test(
  'in a low and narrow view the notice about what does not fit scrolls, and Send stays in sight',
  async host => {
    await host.send(viewOf(talk, { unfit, chips: chips.slice(0, 2) }));
    await host.settle();
    const page = host.page.viewportSize();
    const send = await host.button('Send').boundingBox();
    assert.ok(page !== null && send !== null && send.y + send.height < page.height);
    const notice = host.page.getByRole('alertdialog');
    assert.equal(await notice.evaluate(({ scrollHeight, clientHeight }) => scrollHeight > clientHeight), true);
  },
  { width: 170, height: 330 },
);

pages.test('the composer is gone through in reading order', async host => {
  await host.send(viewOf([], { chips: chips.slice(0, 1), unfit }));
  await host.button('Leave out the 4 oldest messages').focus();
  const names = [await focused(host)];
  for (let count = 0; count < 10; count++) {
    await host.page.keyboard.press('Tab');
    names.push(await focused(host));
  }
  assert.deepEqual(names, [
    'Leave out the 4 oldest messages',
    'Send without the 2 attachments',
    'Raise the context to 16,384 (+0.9 GB)',
    'Send with less room for the answer',
    'Cancel',
    'Remove attachment',
    'Add context…',
    'Ask Deepwell',
    'Model: R1 1.5B',
    'Thinking',
    'Send',
  ]);
});
