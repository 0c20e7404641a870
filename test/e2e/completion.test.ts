import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Workbench, openWorkbench } from './workbench.ts';

const source = `export function add(a: number, b: number): number {
  
}
`;

let bench: Workbench;

before(async () => {
  bench = await openWorkbench({
    coder: [{ after: '=', says: ' a + b;' }],
    files: { 'add.ts': source },
  });
  const { page } = bench;
  await page.locator('.editor-instance .view-line', { hasText: 'export function add' }).waitFor();
  await bench.status.and(page.locator('[aria-label*="DeepSeek Coder"]')).waitFor();
});
after(() => bench?.close());

async function typeInsideFunction(text: string): Promise<void> {
  const { page } = bench;
  await page.locator('.editor-instance .view-line').nth(1).click();
  await page.keyboard.press('End');
  await page.keyboard.type(text);
}

test('typing shows exactly the text the model says, Esc hides it and Tab inserts it', async () => {
  const { page, ghostText } = bench;
  await typeInsideFunction('const sum =');
  await ghostText.first().waitFor();
  assert.equal((await ghostText.allInnerTexts()).join('').replaceAll('\u00a0', ' '), ' a + b;');

  await page.keyboard.press('Escape');
  await ghostText.first().waitFor({ state: 'hidden' });
  assert.equal(await bench.savedText('add.ts'), source.replace('  \n', '  const sum =\n'));

  await page.keyboard.press('Backspace');
  await page.keyboard.type('=');
  await ghostText.first().waitFor();
  await page.keyboard.press('Tab');
  await ghostText.first().waitFor({ state: 'hidden' });
  assert.equal(await bench.savedText('add.ts'), source.replace('  \n', '  const sum = a + b;\n'));
});

test('with the automatic trigger off, Alt+\\ still asks', async () => {
  const { page, ghostText } = bench;
  await bench.runCommand('Turn Completions On or Off');
  await bench.status.and(page.locator('[aria-label*="Completions are off"]')).waitFor();
  await typeInsideFunction('\nlet more =');
  await page.waitForTimeout(600);
  assert.equal(await ghostText.count(), 0);
  await page.keyboard.press('Alt+\\');
  await ghostText.first().waitFor();
  await page.keyboard.press('Tab');
  assert.match(await bench.savedText('add.ts'), /let more = a \+ b;/);
});
