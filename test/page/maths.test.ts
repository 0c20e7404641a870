import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FakeHost, question, reply, viewOf } from './fakeHost.ts';
import { usePages } from './pages.ts';

const pages = usePages();

const loads = (): number => pages.requests().filter(path => path === '/maths.js').length;

const answered = (answer: string) => viewOf([question, reply({ answer })]);

/** Opens a page with an answer and waits until its formulas are typeset. */
async function typeset(answer: string): Promise<FakeHost> {
  const host = await pages.open();
  await host.send(answered(answer));
  await host.answer.locator('math').first().waitFor();
  return host;
}

test('the typesetter is loaded once, when the first formula appears', async () => {
  const loadsBefore = loads();
  const host = await pages.open();
  await host.send(answered('It costs $5 and $10; in bash $HOME.'));
  assert.equal(loads(), loadsBefore);
  await host.send(answered('\\( a \\) and \\( b \\)'));
  await host.answer.locator('math').first().waitFor();
  await host.send(answered('\\[ c \\]'));
  await host.settle();
  assert.equal(loads(), loadsBefore + 1);
  await host.page.close();
});

test('each form of maths that R1 writes is typeset; a formula of its own line is a display', async () => {
  const host = await typeset(
    'So \\( O(n \\log n) \\).\n\n\\[\nx\n- y\n\\]\n\n$$\\sum_{i=0}^n i$$\n\nThe answer: \\boxed{42}',
  );
  assert.equal(await host.answer.locator('math').count(), 4);
  assert.deepEqual(await host.answer.locator('math').evaluateAll(all => all.map(one => one.getAttribute('display'))), [
    null,
    'block',
    'block',
    null,
  ]);
  assert.equal(await host.answer.locator('ul').count(), 0);
  assert.equal(await host.answer.locator('math .maths-boxed').textContent(), '42');
  assert.equal(
    await host.answer
      .locator('math')
      .first()
      .evaluate(one => one.namespaceURI),
    'http://www.w3.org/1998/Math/MathML',
  );
  await host.page.close();
});

test('a selected formula is copied as its source', async () => {
  const host = await typeset('The cost is \\( O(n^2) \\) or \\( x \\) here.\n\n\\[ y \\]');
  const copied = await host.answer.evaluate(answer => {
    getSelection()?.selectAllChildren(answer);
    const clipboardData = new DataTransfer();
    answer.dispatchEvent(new ClipboardEvent('copy', { clipboardData, bubbles: true }));
    return clipboardData.getData('text/plain');
  });
  assert.equal(copied.replace(/\n+/, '\n'), 'The cost is \\( O(n^2) \\) or \\( x \\) here.\n\\[ y \\]');
  await host.page.close();
});

test('a formula that is still written is text, and broken or forbidden TeX shows its source', async () => {
  const host = await typeset('\\( a \\)');
  await host.send(viewOf([question, reply({ state: 'streaming', answer: '' })]));
  for (const piece of ['Then\n\\[ \\frac{a}{b', '}\n- c *d* '])
    await host.send({ kind: 'grow', id: '2', answer: piece });
  assert.equal(await host.answer.innerText(), 'Then\n\n\\[ \\frac{a}{b}\n- c *d*');
  assert.equal(await host.answer.locator('math, ul, em').count(), 0);
  await host.send({ kind: 'grow', id: '2', answer: '\\]\n' });
  assert.equal(await host.answer.locator('math').count(), 1);
  for (const tex of ['\\frac{', '\\href{https://evil.example}{x}', '\\def\\a{b}\\a', '\\class{x}{y}', '\\nosuch{x}']) {
    await host.send(answered(`So \\( ${tex} \\)`));
    assert.equal(await host.answer.innerText(), `So \\( ${tex} \\)`);
    assert.equal(await host.answer.locator('math').count(), 0);
  }
  await host.page.close();
});

test('a formula stays inside its box whatever its TeX says', async () => {
  const host = await typeset('\\( a \\)');
  for (const tex of [
    '\\kern-40em x',
    '\\rule{900em}{900em}',
    '\\raisebox{90em}{x}',
    '\\hspace{-99em}\\rlap{wwwwwww}',
    '\\Huge x',
  ])
    for (const [open, close] of [
      ['\\(', '\\)'],
      ['\\[', '\\]'],
    ]) {
      await host.send(answered(`${open} ${tex} ${close}`));
      const [box, log] = [await host.answer.boundingBox(), await host.page.locator('.log').boundingBox()];
      assert.ok(
        box !== null && log !== null && box.width <= log.width && box.height < 700,
        `${tex} ${JSON.stringify(box)}`,
      );
    }
  await host.page.close();
});

test('where the typesetter cannot be loaded formulas stay as they are written', async () => {
  const host = await pages.open();
  await host.page.route('**/maths.js', route => route.abort());
  await host.send(answered('It is \\( O(n) \\).'));
  await host.settle();
  assert.equal(await host.answer.innerText(), 'It is \\( O(n) \\).');
  await host.page.close();
});
