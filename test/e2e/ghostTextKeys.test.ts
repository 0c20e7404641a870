import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Workbench, openWorkbench } from './workbench.ts';

const files = {
  'add.ts': 'const first = 1;\n\n',
  'windows.ts': 'export function list(): void {\r\n  \r\n}\r\n',
  'tabs.go': 'func list() {\n\t\n}\n',
  'words.txt': 'totalAmount\n\n',
};

let bench: Workbench;

before(async () => {
  bench = await openWorkbench({
    coder: [
      { after: '=', says: ' first + second;' },
      { after: ':', says: '\n        one(1);\n        two(2);' },
      { after: 't', says: 'alAmount is due' },
    ],
    files,
    settings: { 'editor.wordBasedSuggestions': 'currentDocument', 'editor.quickSuggestions': false },
  });
  await bench.status.and(bench.page.locator('[aria-label*="DeepSeek Coder"]')).waitFor();
});
after(() => bench?.close());

/** Opens a file with the cursor at the end of a line, counted from 1. */
async function goTo(name: string, line: number): Promise<void> {
  const { page } = bench;
  await page.keyboard.press('Control+p');
  await page.locator('.quick-input-widget input').fill(`${name}:${line}`);
  await page.locator('.quick-input-widget .monaco-list-row', { hasText: name }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.tab.active', { hasText: name }).waitFor();
  await page.locator('.statusbar-item', { hasText: `Ln ${line}, Col` }).waitFor();
  await page.locator('.editor-instance .monaco-editor.focused').waitFor();
  await page.keyboard.press('End');
}

async function ghost(): Promise<string> {
  await bench.ghostText.first().waitFor();
  return (await bench.ghostText.allInnerTexts()).join('').replaceAll('\u00a0', ' ');
}

/** Waits until the ghost text says this. */
async function shows(text: string): Promise<void> {
  for (let look = 0; look < 100 && (await ghost()) !== text; look += 1) await bench.page.waitForTimeout(50);
  assert.equal(await ghost(), text);
}

const answersOfTheModel = (): number => bench.logged().match(/completion\.ended .*"from":"model"/g)?.length ?? 0;

test('a word is taken with Ctrl+Right, and the rest stays without another question', async () => {
  const { page } = bench;
  await goTo('add.ts', 2);
  await page.keyboard.type('let sum =');
  await shows(' first + second;');
  const answers = answersOfTheModel();
  // What VS Code takes as a word, with or without the space around it, is its own matter.
  for (let rest = await ghost(), words = 0; words < 3; words += 1) {
    await page.keyboard.press('Control+ArrowRight');
    while ((await ghost()) === rest) await page.waitForTimeout(20);
    assert.ok(rest.endsWith(await ghost()), `${await ghost()} of ${rest}`);
    rest = await ghost();
  }
  assert.equal(answersOfTheModel(), answers);
  await page.keyboard.press('Tab');
  assert.equal(await bench.savedText('add.ts'), 'const first = 1;\nlet sum = first + second;\n');
});

test('typing what is shown keeps the rest, taking back a letter brings it again, and what is taken is one step to undo', async () => {
  const { page } = bench;
  await goTo('add.ts', 2);
  await page.keyboard.type('\nlet more =');
  await shows(' first + second;');
  const answers = answersOfTheModel();
  await page.keyboard.type(' fi');
  await shows('rst + second;');
  await page.keyboard.press('Backspace');
  await shows('irst + second;');
  assert.equal(answersOfTheModel(), answers);
  await page.keyboard.press('Tab');
  assert.match(await bench.savedText('add.ts'), /let more = first \+ second;/);
  await page.keyboard.press('Control+z');
  assert.match(await bench.savedText('add.ts'), /let more = f\n/);
});

test('in a file with CRLF all lines that are taken end so', async () => {
  const { page } = bench;
  await goTo('windows.ts', 2);
  await page.keyboard.type('case 1:');
  await ghost();
  await page.keyboard.press('Tab');
  const text = await bench.savedText('windows.ts');
  assert.match(text, /case 1:\r\n[^]*one\(1\);\r\n[^]*two\(2\);\r\n/);
  assert.equal(text.replaceAll('\r\n', '').includes('\n'), false);
});

test('in a file with tabs what is taken is indented with tabs', async () => {
  const { page } = bench;
  await goTo('tabs.go', 2);
  await page.keyboard.type('when:');
  await ghost();
  await page.keyboard.press('Tab');
  assert.match(await bench.savedText('tabs.go'), /\twhen:\n\t+one\(1\);\n\t+two\(2\);\n/);
});

test('with the list of suggestions open, ghost text goes on from the selected item', async () => {
  const { page } = bench;
  await goTo('words.txt', 2);
  await page.keyboard.type('tot');
  await page.keyboard.press('Control+ ');
  await page.locator('.suggest-widget.visible .monaco-list-row.focused', { hasText: 'totalAmount' }).waitFor();
  await shows('alAmount is due');
  await page.keyboard.press('Tab');
  assert.match(await bench.savedText('words.txt'), /\ntotalAmount/);
});
