import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { node24, root } from '../../tasks/install.mjs';

let folder: string;

/** A repository of its own with an npm that only writes down how it was called. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deepwell-install-'));
  mkdirSync(join(folder, 'test/tasks'), { recursive: true });
  copyFileSync(join(root, 'test/tasks/install.mjs'), join(folder, 'test/tasks/install.mjs'));
  writeFileSync(join(folder, 'package-lock.json'), 'first');
  writeNpm(
    `fs.mkdirSync('node_modules/node/bin', { recursive: true }); fs.writeFileSync('node_modules/node/bin/node', '');`,
  );
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function writeNpm(does: string): void {
  const called = "process.argv.slice(2).join(' ') + ' ' + process.env.NODE_LLAMA_CPP_SKIP_DOWNLOAD + '\\n'";
  writeFileSync(
    join(folder, 'npm.js'),
    `const fs = require('node:fs'); fs.appendFileSync(__dirname + '/called', ${called}); ${does}`,
  );
}

const install = (what: string, env: Readonly<Record<string, string>> = {}) =>
  spawnSync(node24, [join(folder, 'test/tasks/install.mjs'), what], {
    env: { PATH: '', HOME: '', npm_execpath: join(folder, 'npm.js'), ...env },
    encoding: 'utf8',
  });

const calls = (): string[] => readFileSync(join(folder, 'called'), 'utf8').trimEnd().split('\n');

test('packages are installed once for each lock file, and the engine does not compile', () => {
  const first = install('packages');
  assert.equal(first.status, 0, first.stderr);
  assert.match(first.stdout, /^Installing the project's packages/);
  const second = install('packages');
  assert.equal(second.stdout, '');
  assert.deepEqual(calls(), ['ci --no-audit --no-fund --loglevel=error true']);
  writeFileSync(join(folder, 'package-lock.json'), 'second');
  assert.equal(install('packages').status, 0);
  assert.equal(calls().length, 2);
});

test('an installation that fails ends with the line to run, and is tried again', () => {
  writeNpm('process.exit(7);');
  const { status, stderr } = install('packages');
  assert.equal(status, 1);
  assert.match(stderr, /npm could not install \(exit code 7\).*\nRun: npm ci --prefix /);
  install('packages');
  assert.equal(calls().length, 2);
});

test('packages without the binary of Node 24 are told with the line to run', () => {
  writeNpm(`fs.mkdirSync('node_modules');`);
  const { status, stderr } = install('packages');
  assert.equal(status, 1);
  assert.match(stderr, /\nRun: npm rebuild node\n$/);
});

// Elsewhere browsers are also looked for outside the PATH, where this machine may have one.
if (process.platform === 'linux')
  test('a browser that is not there and cannot be installed is told with the line to run', () => {
    const { status, stderr } = install('browser');
    assert.equal(status, 1);
    assert.match(stderr, /^There is no Chromium here\.\nRun: \S/);
  });

test('a browser that is named is taken', () => {
  assert.equal(install('browser', { CHROMIUM: '/some/chromium' }).status, 0);
});

test('what is not known cannot be installed', () => {
  const { status, stderr } = install('everything');
  assert.equal(status, 2);
  assert.equal(stderr, 'There is nothing called "everything" to install; there is: packages, host, browser\n');
});
