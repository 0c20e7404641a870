import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Results, parseResults, whyFailed } from '../../host/results.ts';
import { node24, root } from '../../tasks/install.mjs';

const results = (more: Partial<Results> = {}): Results => ({ vscode: '1.106.0', passed: ['a'], failed: [], ...more });

test('a run passes only with results, a passed test, none failed and an editor that ended well', () => {
  const failed = [{ title: 'b', message: 'no' }];
  assert.equal(whyFailed(results(), undefined), undefined);
  assert.equal(whyFailed(undefined, undefined), 'The extension host ended before the tests did.');
  assert.equal(whyFailed(undefined, 'code 96'), 'The extension host ended before the tests did (code 96).');
  assert.equal(whyFailed(results({ failed }), undefined), '1 failed in VS Code 1.106.0.');
  assert.equal(whyFailed(results({ passed: [] }), undefined), 'No test ran.');
  assert.equal(whyFailed(results(), 'code 1'), 'All tests passed, but the editor did not end well: code 1');
});

test('results that are cut short are refused', () => {
  assert.throws(() => parseResults('{"vscode":"1.106.0","passed":["a"]}'));
});

/** Runs the in-host tests in an editor that is this script. */
function runIn(script: string): { status: number | null; stderr: string } {
  const folder = mkdtempSync(join(tmpdir(), 'deepwell-editor-'));
  try {
    const editor = join(folder, 'editor');
    writeFileSync(editor, `#!/bin/sh\n${script}\n`);
    chmodSync(editor, 0o755);
    return spawnSync(node24, [join(root, 'test/host/run.ts')], {
      env: { ...process.env, DEEPWELL_VSCODE: editor },
      encoding: 'utf8',
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('an editor that ends with 0 without any results fails the run', () => {
  const { status, stderr } = runIn('exit 0');
  assert.equal(stderr, 'The extension host ended before the tests did.\n');
  assert.equal(status, 1);
});

test('an editor that reports a passed test passes the run', () => {
  const { status, stderr } = runIn(`printf '%s' '${JSON.stringify(results())}' > "$DEEPWELL_TEST_RESULTS"`);
  assert.equal(stderr, '');
  assert.equal(status, 0);
});
