import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { root } from '../../tasks/install.mjs';

let folder: string;

beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'deepwell-llama-server-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const script = `
const { installLlamaServer, findLlamaServer } = await import(${JSON.stringify(join(root, 'test/tasks/llamaServer.ts'))});
installLlamaServer();
console.log(findLlamaServer()?.version ?? 'none');
`;

/** Without a PATH there is no apt-get: nothing can be fetched. */
const install = (env: Readonly<Record<string, string>> = {}) =>
  spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    env: { PATH: '', XDG_CACHE_HOME: folder, ...env },
    encoding: 'utf8',
  });

function writeServer(says: string): string {
  const file = join(folder, 'llama-server');
  writeFileSync(file, `#!/bin/sh\necho "${says}" >&2\n`);
  chmodSync(file, 0o755);
  return file;
}

test('a llama-server that cannot be had is told loudly, with the reason, and nothing fails', () => {
  for (const env of [{ CI: '' }, { CI: 'true' }]) {
    const { status, stdout, stderr } = install(env);
    assert.equal(status, 0, stderr);
    assert.match(stderr, /THE TESTS OF A REAL llama-server ARE NOT RUN: \S+/);
    assert.match(stdout, /none\n$/);
  }
});

// The stand-in is a shell script.
if (process.platform !== 'win32') {
  test('the llama-server that is named is taken, and its version is told', () => {
    const { status, stdout } = install({ DEEPWELL_TEST_LLAMA_SERVER: writeServer('version: 1.2 (abc)') });
    assert.equal(status, 0);
    assert.equal(stdout, 'Tests run on a real llama-server 1.2 (abc).\n1.2 (abc)\n');
  });

  test('a build machine that had a llama-server must have one; another machine need not', () => {
    install({ DEEPWELL_TEST_LLAMA_SERVER: writeServer('version: 1.2') });
    const named = { DEEPWELL_TEST_LLAMA_SERVER: writeServer('it says nothing of a version') };
    assert.equal(install(named).status, 0);
    const onBuildMachine = install({ ...named, CI: 'true' });
    assert.notEqual(onBuildMachine.status, 0);
    assert.match(onBuildMachine.stderr, /This machine had a llama-server \(.*\) and has none now: \S/);
  });
}
