import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import axe from 'axe-core';
import type { Locator } from 'playwright-core';
import { type Workbench, openWorkbench } from './workbench.ts';

let bench: Workbench;
let field: Locator;

before(async () => {
  bench = await openWorkbench({
    r1: [
      { when: '%', says: 'Round @ and round it goes, ', endless: true },
      { when: '@', says: 'It stops here.' },
      {
        when: '?',
        says: 'They ask about tides.\n\nWait, are there two?\n\nSo twice a day.\n</think>\n\nThe tide rises **often**:\n\n```ts\nconst highs = 2;\n```\n\n| a | b |\n| - | - |\n| c | [web](https://example.org) |\n',
      },
    ],
    files: {
      'queue.ts': 'export const queue: number[] = [];\n',
      'quick.ts': 'export const quick = true;\n',
    },
  });
  await bench.page.locator('.editor-instance .view-line', { hasText: 'queue' }).waitFor();
  // Deepwell has started.
  await bench.status.waitFor({ timeout: 60_000 });
  field = bench.chat.getByRole('textbox', { name: 'Ask Deepwell' });
});
after(() => bench?.close());

/** What has the keyboard in the chat: its name, or "nothing". */
async function focused(): Promise<string> {
  const frame = await bench.chatFrame();
  return frame.evaluate(() => {
    const element = document.activeElement;
    if (!document.hasFocus() || element === null || element === document.body) return 'nothing';
    return element.getAttribute('aria-label') ?? element.textContent;
  });
}

/** Presses Tab, with Shift where `key` says so, until something of this name has the keyboard; returns all on the way. */
async function tabTo(name: RegExp, key = 'Tab'): Promise<readonly string[]> {
  const stops: string[] = [];
  while (!name.test(stops.at(-1) ?? '')) {
    assert.ok(stops.length < 40, `no ${name} among ${stops.join(' | ')}`);
    await bench.page.keyboard.press(key);
    stops.push(await focused());
  }
  return stops;
}

async function command(title: string): Promise<void> {
  await bench.page.keyboard.press('F1');
  await bench.page.locator('.quick-input-widget input').waitFor();
  await bench.page.keyboard.type(`Deepwell: ${title}`);
  await bench.page.locator('.quick-input-widget .monaco-list-row.focused', { hasText: title }).waitFor();
  await bench.page.keyboard.press('Enter');
}

/** Something in the chat has the keyboard. */
async function keyboardIsInChat(): Promise<void> {
  while ((await focused()) === 'nothing') await bench.page.waitForTimeout(50);
}

// The walk comes first, and as it goes: no click has been made in this window, and none is made before its end.

test('by keyboard alone: to the field, a file attached, a question sent, and the keyboard stays where the person writes', async () => {
  const { page, chat } = bench;
  await page.keyboard.press('Control+Alt+j');
  await field.waitFor();
  while ((await focused()) !== 'Ask Deepwell') await page.waitForTimeout(50);

  await page.keyboard.type('What of #qu');
  await chat.getByRole('option', { name: 'quick.ts', exact: true }).waitFor();
  const wanted = chat.getByRole('option', { name: 'quick.ts', exact: true, selected: true });
  for (let presses = 0; presses < 8 && (await wanted.count()) === 0; presses++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await chat.getByRole('list', { name: 'Attached' }).getByText('quick.ts').waitFor();
  assert.equal(await focused(), 'Ask Deepwell');

  await page.keyboard.type('and tides?');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Mine');
  await bench.inState(bench.replies.first(), 'complete');
  await page.keyboard.type(' still');
  assert.equal(await field.inputValue(), 'Mine still');
  assert.equal(await focused(), 'Ask Deepwell');
});

test('by keyboard alone: the reasoning, its steps, the answer’s buttons, and back', async () => {
  const { page, chat } = bench;
  const reply = bench.replies.first();
  const stops = [...(await tabTo(/^Reasoning, /, 'Shift+Tab'))];
  const reasoning = reply.getByRole('button', { name: /^Reasoning, / });
  if ((await reasoning.getAttribute('aria-expanded')) === 'false') await page.keyboard.press('Enter');
  assert.equal(await reasoning.getAttribute('aria-expanded'), 'true');
  for (const step of [1, 2]) {
    await page.keyboard.press('Alt+ArrowDown');
    await chat.getByRole('status').getByText(`Step ${step}:`).waitFor({ state: 'attached' });
  }
  stops.push(...(await tabTo(/^Copy answer$/)));
  await page.keyboard.press('Enter');
  stops.push(...(await tabTo(/^Reasoning, /, 'Shift+Tab')), ...(await tabTo(/^Regenerate$/)));
  await page.keyboard.press('Enter');
  await reply.getByText('2 of 2').waitFor();
  await bench.inState(reply, 'complete');
  await keyboardIsInChat();
  stops.push(...(await tabTo(/^Previous answer$/)));
  await page.keyboard.press('Enter');
  await reply.getByText('1 of 2').waitFor();
  await keyboardIsInChat();
  assert.equal(stops.includes('nothing'), false, stops.join(' | '));
});

test('by keyboard alone: a new chat, and back to the first one', async () => {
  const { page, chat } = bench;
  await command('New Chat');
  await chat.getByText('Everything stays on this computer').waitFor();
  await keyboardIsInChat();
  await command('Show History');
  await page.locator('.quick-input-widget .monaco-list-row', { hasText: 'What of' }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await bench.replies.first().waitFor();
  await keyboardIsInChat();
  assert.equal(await bench.replies.count(), 1);
});

const themes = [
  ['Default Dark Modern', 'vscode-dark'],
  ['Default Light Modern', 'vscode-light'],
  ['Default High Contrast', 'vscode-high-contrast'],
  ['Default High Contrast Light', 'vscode-high-contrast-light'],
] as const;

/** What axe finds in the chat that is serious or critical, each with the first element it is wrong at. */
async function violations(): Promise<readonly string[]> {
  const frame = await bench.chatFrame();
  await frame.evaluate(axe.source);
  return frame.evaluate(async () => {
    // The page is transparent: what stands behind it is VS Code's, and axe does not look through the frame.
    document.documentElement.style.background = 'var(--vscode-sideBar-background)';
    const { axe: checker } = window as unknown as { axe: typeof axe };
    const found = await checker.run(document);
    return found.violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`);
  });
}

/** Looks at what the chat shows now in each theme, by the setting, as a person changes it. */
async function inEachTheme(): Promise<void> {
  for (const [theme, className] of themes) {
    bench.changeSettings({ 'workbench.colorTheme': theme });
    await bench.chat.locator(`body.${className}`).waitFor();
    assert.deepEqual(await violations(), [], theme);
  }
}

test('axe finds nothing serious in an answer with its reasoning, in any of four themes', async () => {
  await bench.replies.first().locator('[data-part=answer]').getByText('The tide rises').waitFor();
  await inEachTheme();
});

test('nor in the list of suggestions', async () => {
  await field.fill('');
  await field.pressSequentially('#');
  await bench.chat.getByRole('option').first().waitFor();
  await inEachTheme();
  await field.press('Escape');
});

test('nor in an empty chat', async () => {
  await bench.runCommand('New Chat');
  await bench.chat.getByText('Everything stays on this computer').waitFor();
  await inEachTheme();
});

test('nor while a trace runs', async () => {
  await bench.ask('For ever %');
  await bench.replies.first().locator('[data-part=thought]').getByText('and round').first().waitFor();
  await inEachTheme();
  assert.equal(await bench.replies.first().getAttribute('data-state'), 'streaming');
});

test('axe would find a picture without words', async () => {
  const frame = await bench.chatFrame();
  await frame.evaluate(() => document.body.append(document.createElement('img')));
  assert.match((await violations()).join('\n'), /^image-alt: /m);
});
