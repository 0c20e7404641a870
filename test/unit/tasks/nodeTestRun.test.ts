import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Tally, parseTally } from '../../tasks/tally.ts';
import { node24, root } from '../../tasks/install.mjs';

/** What the reporter makes of a real run of one test file. */
function tallyOfFile(source: string): Tally {
  const folder = mkdtempSync(join(tmpdir(), 'deepwell-tally-'));
  try {
    const tally = join(folder, 'tally.json');
    writeFileSync(join(folder, 'one.test.mjs'), `import { test } from 'node:test';\n${source}`);
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    const reporter = join(root, 'test/tasks/tallyReporter.ts');
    spawnSync(
      node24,
      ['--test', `--test-reporter=${reporter}`, `--test-reporter-destination=${tally}`, 'one.test.mjs'],
      { cwd: folder, env },
    );
    return parseTally(readFileSync(tally, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('tests that pass and fail are counted', () => {
  const tally = tallyOfFile(`test('good', () => {}); test('bad', () => { throw new Error(); });`);
  assert.deepEqual(tally, { passed: 1, failures: ['bad'] });
});

test('process.exit(0) in a test does not pass the file', () => {
  const tally = tallyOfFile(`test('good', () => {}); test('leaves', () => process.exit(0));`);
  assert.deepEqual(tally, { passed: 0, failures: ['one.test.mjs: no test in it ran to its end'] });
});
