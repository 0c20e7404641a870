import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../tasks/install.mjs';
import { manifestOf, universal } from './packages.ts';
import { readZip } from './zip.ts';

const files = readZip(universal);

test('the universal package has exactly the files of the list', () => {
  const list = readFileSync(join(root, 'test/golden/universal-vsix.txt'), 'utf8');
  assert.deepEqual([...files.keys()].sort(), list.trimEnd().split('\n'));
});

test('the universal package is at most 1.5 MB', () => {
  assert.ok(statSync(universal).size <= 1_500_000, `${statSync(universal).size} bytes`);
});

test('the packaged manifest has nothing to install or to run', () => {
  const manifest = manifestOf(files, 'extension/package.json');
  const names = ['scripts', 'dependencies', 'devDependencies', 'overrides', 'private'];
  assert.deepEqual(
    names.filter(name => name in manifest),
    [],
  );
  assert.deepEqual(manifest['engines'], { vscode: '^1.106.0' });
});

test('every file that the packaged manifest names is packaged', () => {
  const manifest = JSON.stringify(manifestOf(files, 'extension/package.json'));
  const named = [...manifest.matchAll(/"(?:\.\/)?((?:dist|media|syntaxes)\/[^"]+)"/g)].map(match => match[1]);
  assert.ok(named.includes('dist/extension.cjs'));
  assert.deepEqual(
    // A folder of texts is named as a whole.
    named.filter(name => ![...files.keys()].some(file => `${file}/`.startsWith(`extension/${name}/`))),
    [],
  );
});
