import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { root } from '../../tasks/install.mjs';
import { openDesktop } from '../../tasks/openEditor.ts';

let folder: string;
let editor: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deepwell-open-'));
  editor = join(folder, 'code');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function writeEditor(script: string): void {
  writeFileSync(editor, `#!/bin/sh\n${script}\n`);
  chmodSync(editor, 0o755);
}

const opening = () => ({
  workspace: join(folder, 'workspace'),
  file: 'src/plan.ts',
  profile: join(folder, 'profile'),
  settings: { 'deepwell.engine': 'embedded' },
});

test('a desktop editor opens the workspace with the extension on, in a profile of its own', () => {
  writeEditor(`printf '%s\\n' "$@" > '${join(folder, 'arguments')}'`);
  openDesktop(editor, opening());
  const given = readFileSync(join(folder, 'arguments'), 'utf8').trimEnd().split('\n');
  assert.deepEqual(
    given.filter(argument => argument !== '--no-sandbox'),
    [
      '--new-window',
      `--extensionDevelopmentPath=${root}`,
      '--user-data-dir',
      join(folder, 'profile'),
      join(folder, 'workspace'),
      join(folder, 'workspace/src/plan.ts'),
    ],
  );
  const settings = JSON.parse(readFileSync(join(folder, 'profile/User/settings.json'), 'utf8'));
  assert.equal(settings['deepwell.engine'], 'embedded');
});

test('a desktop editor that refuses is an error with its exit code', () => {
  writeEditor('exit 3');
  assert.throws(() => openDesktop(editor, opening()), { message: `${editor} could not be started (exit code 3).` });
});
