import assert from 'node:assert/strict';
import { question, reply, thinking, viewOf } from './fakeHost.ts';
import { usePages } from './pages.ts';

const pages = usePages();

const code = "\tx = 'a'  \n\n\n\ty = 2\u202e";
const lines = (count: number): string => Array.from({ length: count }, (_, at) => `line ${at}`).join('\n');
const fenced = (text: string, info = 'py'): string => `\`\`\`${info}\n${text}\n\`\`\`\n`;

pages.test('"Insert at cursor" and "New file" hand on exactly the code', async host => {
  await host.send(viewOf([question, reply({ answer: fenced(code) })]));
  await host.button('Insert at cursor').click();
  await host.posts({ kind: 'insert', text: code });
  await host.button('New file').click();
  await host.posts({ kind: 'newFile', text: code, language: 'py' });
});

pages.test('all buttons of a code block are reached and pressed by keyboard', async host => {
  await host.send(viewOf([question, reply({ answer: fenced(code) })]));
  await host.button('Copy code').focus();
  await host.page.keyboard.press('Enter');
  await host.posts({ kind: 'copy', text: code });
  await host.page.keyboard.press('Tab');
  await host.page.keyboard.press('Enter');
  await host.posts({ kind: 'insert', text: code });
  await host.page.keyboard.press('Tab');
  await host.page.keyboard.press('Tab');
  await host.page.keyboard.press(' ');
  assert.equal(await host.button('Wrap lines').getAttribute('aria-pressed'), 'true');
});

pages.test('a long line scrolls until "Wrap lines" is pressed', async host => {
  await host.send(viewOf([question, reply({ answer: fenced('word '.repeat(100)) })]));
  const scrolls = (): Promise<boolean> => host.answer.locator('pre').evaluate(pre => pre.scrollWidth > pre.clientWidth);
  assert.equal(await scrolls(), true);
  await host.button('Wrap lines').click();
  assert.equal(await scrolls(), false);
});

pages.test('a block of more than 30 lines is folded until it is opened, and can be folded again', async host => {
  await host.send(viewOf([question, reply({ answer: fenced(lines(84)) })]));
  const height = (): Promise<number> => host.answer.locator('pre').evaluate(pre => pre.clientHeight);
  const folded = await height();
  assert.equal(await host.answer.locator('pre').textContent(), lines(84));
  await host.button('Show all 84 lines').click();
  assert.ok((await height()) > 3 * folded);
  await host.button('Show less').click();
  assert.equal(await height(), folded);
  await host.send(viewOf([question, reply({ answer: fenced(lines(30)) })]));
  assert.equal(await host.page.getByRole('button', { name: /^Show/ }).count(), 0);
});

pages.test('a block that the person saw grow stays open when its fence is closed', async host => {
  await host.send(viewOf([question, reply({ state: 'streaming', answer: '```py\n' })]));
  for (const piece of [lines(70), '\n', lines(14)]) await host.send({ kind: 'grow', id: '2', answer: piece });
  const pre = host.answer.locator('pre');
  const [text, height] = [await pre.textContent(), await pre.evaluate(({ clientHeight }) => clientHeight)];
  assert.equal(text, `${lines(70)}\n${lines(14)}`);
  await host.send({ kind: 'grow', id: '2', answer: '\n```\n\nThat is it.' });
  assert.equal(await pre.textContent(), text);
  assert.equal(await pre.evaluate(({ clientHeight }) => clientHeight), height);
  await host.button('Copy code').click();
  await host.posts({ kind: 'copy', text: `${lines(70)}\n${lines(14)}` });
  await host.button('Show less').click();
  assert.ok((await pre.evaluate(({ clientHeight }) => clientHeight)) < height);
});

pages.test('the header names the file where the fence names one', async host => {
  for (const info of ['ts src/queue.ts', 'ts:src/queue.ts', 'ts title="src/queue.ts"', 'src/queue.ts']) {
    await host.send(viewOf([question, reply({ answer: fenced('a', info) })]));
    assert.equal(await host.answer.locator('.code-title').innerText(), 'ts · src/queue.ts', info);
  }
});

pages.test('code in a trace can be copied and nothing else', async host => {
  await host.send(viewOf([question, reply({ thought: thinking({ text: fenced(code), ended: true }) })]));
  await host.reasoning.click();
  const names = await host.trace.getByRole('button').evaluateAll(all => all.map(one => one.getAttribute('aria-label')));
  assert.deepEqual(names, ['Copy code']);
});

pages.test(
  'in a view of 240 pixels the buttons are icons with names',
  async host => {
    await host.send(viewOf([question, reply({ answer: fenced(code) })]));
    for (const name of ['Copy code', 'Insert at cursor', 'New file', 'Wrap lines']) {
      assert.equal(await host.button(name).innerText(), '', name);
      assert.equal(await host.button(name).locator('.icon').isVisible(), true, name);
    }
  },
  { width: 240 },
);

pages.test('tasks of a list are boxes with a name, not things to tick', async host => {
  await host.send(viewOf([question, reply({ answer: '- [ ] write `it`\n- [x] **test** it\n- [y] no task' })]));
  const marks = await host.answer.getByRole('img').evaluateAll(all => all.map(one => one.getAttribute('aria-label')));
  assert.deepEqual(marks, ['Not done', 'Done']);
  assert.equal(await host.answer.locator('input').count(), 0);
  assert.deepEqual(await host.answer.locator('li').allInnerTexts(), ['write it', 'test it', '[y] no task']);
});
