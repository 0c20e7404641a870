import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { runNode } from '../tasks/commands.ts';
import { platform, universal } from './packages.ts';

const hashOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

test('packaging once more gives the same bytes', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'deepwell-again-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const { code, output } = await runNode(['test/tasks/package.ts', 'universal', 'here', '--out', folder]);
  assert.equal(code, 0, output);
  for (const first of [universal, platform]) assert.equal(hashOf(join(folder, basename(first))), hashOf(first));
});
