import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { scriptedModel } from '../fakes/scriptedModel.ts';
import { openWorkbench } from './workbench.ts';

const folder = mkdtempSync(join(tmpdir(), 'deepwell-bad-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const notGguf = join(folder, 'notes.gguf');
writeFileSync(notGguf, 'Buy milk.\n');
const truncated = join(folder, 'cut.gguf');
writeFileSync(truncated, scriptedModel({ kind: 'r1', scripts: [{ says: 'hm</think>hi' }] }).subarray(0, 60_000));

const files = { 'a.ts': 'const a = 1;\n' };

const whole = join(folder, 'whole.gguf');
writeFileSync(whole, scriptedModel({ kind: 'r1', scripts: [{ says: 'hm</think>hi' }] }));

interface BadInput {
  readonly what: string;
  readonly path: string;
  readonly says: RegExp;
  readonly target?: 'universal';
}

const cases: readonly BadInput[] = [
  { what: 'a model file that does not exist', path: join(folder, 'gone.gguf'), says: /does not exist/ },
  { what: 'a file that is not GGUF', path: notGguf, says: /is not a GGUF model file/ },
  { what: 'a GGUF file that is cut short', path: truncated, says: /damaged or incomplete/ },
  {
    what: 'a model file for the package without an engine',
    path: whole,
    says: /has no built-in engine/,
    target: 'universal',
  },
];

for (const { what, path, says, target } of cases)
  test(`${what} is told in one sentence with one button that leads to the mend`, async () => {
    const bench = await openWorkbench({ files, settings: { 'deepwell.chat.model': path }, target });
    try {
      await bench.openChat();
      await bench.chat.getByText(says).waitFor();
      const notice = bench.chat.locator('section', { hasText: says });
      assert.equal(await notice.getByRole('button').count(), 1);
      await notice.getByRole('button', { name: 'Choose a Model' }).click();
      await bench.page.locator('.quick-input-widget', { hasText: 'Set up Deepwell' }).waitFor();
      assert.equal(await bench.page.locator('.notification-toast').count(), 0);
    } finally {
      await bench.close();
    }
  });

test('with no model at all the set-up view shows the next step', async () => {
  const bench = await openWorkbench({ files });
  try {
    await bench.page.locator('.activitybar a.action-label[aria-label^="Deepwell"]').first().click();
    const view = bench.page.locator('.pane-body', { hasText: 'Nothing you write leaves it.' });
    await view.waitFor();
    await view.getByRole('button', { name: 'Choose a Model' }).click();
    await bench.page.locator('.quick-input-widget', { hasText: 'Set up Deepwell' }).waitFor();
  } finally {
    await bench.close();
  }
});
