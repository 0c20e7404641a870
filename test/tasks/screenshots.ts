// Takes the README's pictures from a running VS Code with the demo models: npm run screenshots [-- <folder> [theme]]
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Host, startHost } from '../host/host.ts';
import { demoSettings, editorSettings } from './chooseModels.ts';
import { root } from './install.mjs';
import { readQuestions } from './prove.ts';

const [folder = join(root, 'media/readme'), theme = 'Default Dark Modern'] = process.argv.slice(2);
const scratch = mkdtempSync(join(tmpdir(), 'deepwell-pictures-'));
const workspace = join(scratch, 'little-harbour');
const questions = readQuestions();

cpSync(join(root, 'test/sample'), workspace, { recursive: true });
mkdirSync(folder, { recursive: true });
const host = await startHost({
  installed: root,
  folder: workspace,
  open: join(workspace, questions.completion.file),
  settings: {
    ...editorSettings(demoSettings()),
    'workbench.colorTheme': theme,
    'editor.minimap.enabled': false,
    'workbench.activityBar.location': 'default',
  },
  viewport: { width: 1280, height: 760 },
});
try {
  await openChat(host);
  await takeGhostText(host);
  await takeChat(host);
} finally {
  await host.close();
  rmSync(scratch, { recursive: true, force: true });
}

async function openChat({ page, webview }: Host): Promise<void> {
  await page.locator('.editor-instance .view-line').first().waitFor();
  await page.locator('.activitybar a.action-label[aria-label^="Deepwell"]').first().click();
  await webview().getByRole('textbox', { name: 'Ask Deepwell' }).waitFor();
  // The language server has nothing to underline any more once it has read the workspace.
  await page.locator('.statusbar-item', { hasText: 'Analyzing' }).waitFor({ state: 'hidden' });
}

async function takeGhostText({ page }: Host): Promise<void> {
  const { line, typed } = questions.completion;
  await page
    .locator('.editor-instance .view-line')
    .nth(line - 1)
    .click();
  await page.keyboard.press('End');
  // The editor indents the new line by itself.
  for (const key of typed.replace(/\n +/g, '\n')) await page.keyboard.press(key === '\n' ? 'Enter' : key);
  await page.locator('.editor-instance [class*=ghost-text]:visible').first().waitFor();
  await page.screenshot({ path: join(resolve(folder), 'ghost-text.png') });
  await page.keyboard.press('Tab');
}

async function takeChat({ page, webview }: Host): Promise<void> {
  const chat = webview();
  await chat.getByRole('textbox', { name: 'Ask Deepwell' }).fill(questions.question);
  await chat.getByRole('button', { name: 'Send' }).click();
  await chat.locator('[data-role=assistant][data-state=complete]').waitFor();
  await chat.getByRole('button', { name: /^Reasoning/ }).click();
  await page.screenshot({ path: join(resolve(folder), 'chat.png') });
}
