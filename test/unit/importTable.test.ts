import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

const root = path.resolve(import.meta.dirname, '../..');

/** Import lines that break the table, by the file they stand in. */
const broken: Readonly<Record<string, readonly string[]>> = {
  'shared/a.ts': [`import '../models/a.ts';`, `import type { Uri } from 'vscode';`, `export * from 'node:fs';`],
  'models/b.ts': [`await import('../chat/a.ts');`, `import 'zod';`],
  'context/c.ts': [`import type { A } from '../prompt/a.ts';`],
  'prompt/d.ts': [`export { a } from '../completion/a.ts';`],
  'completion/e.ts': [`import '../chat/a.ts';`, `import 'vscode';`],
  'completion/tidy/f.ts': [`import '../../editor/a.ts';`],
  'chat/g.ts': [`import '../completion/a.ts';`, `import '../engines/a.ts';`],
  'engines/h.ts': [`import '../editor/a.ts';`, `import 'node-llama-cpp';`, `import 'node:http';`, `await fetch('x');`],
  'engines/embedded/parent.ts': [`import 'node-llama-cpp';`, `import '../../chat/a.ts';`],
  'editor/i.ts': [`import '../engines/a.ts';`, `import 'zod';`, `import 'node:net';`, `import '../extension.ts';`],
  'page/j.ts': [`import '../chat/a.ts';`, `import 'vscode';`, `import 'node:fs';`],
};

const allowed: Readonly<Record<string, readonly string[]>> = {
  'shared/k.ts': [`import 'zod';`],
  'engines/net.ts': [`import 'node:http';`],
  'engines/embedded/child.ts': [`import 'node-llama-cpp';`, `import '../../models/a.ts';`],
  'editor/l.ts': [`import 'vscode';`, `import '../chat/a.ts';`, `import './tell.ts';`],
  'page/m.ts': [`import 'preact';`, `import type { A } from '../shared/protocol.ts';`],
};

/** The lines of each file that the linter's restrictions name, as "file: line". */
function restrictedLines(files: Readonly<Record<string, readonly string[]>>): string[] {
  const scratch = mkdtempSync(path.join(tmpdir(), 'import-table-'));
  try {
    symlinkSync(path.join(root, 'node_modules'), path.join(scratch, 'node_modules'), 'junction');
    copyFileSync(path.join(root, 'oxlint.config.ts'), path.join(scratch, 'oxlint.config.ts'));
    for (const [name, lines] of Object.entries(files)) write(path.join(scratch, 'src', name), lines);
    const { stdout } = spawnSync(path.join(root, 'node_modules/.bin/oxlint'), ['-f', 'unix', '.'], {
      cwd: scratch,
      encoding: 'utf8',
    });
    const named = stdout.matchAll(/src\/(\S+?):(\d+):\d+: .*no-restricted-(?:imports|globals)/g);
    return [...named].map(([, name = '', line]) => `${name}: ${files[name]?.[Number(line) - 1]}`);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function write(file: string, lines: readonly string[]): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${lines.join('\n')}\n`);
}

test('every import that breaks the table is named by the linter, whatever its form', () => {
  const expected = Object.entries(broken).flatMap(([name, lines]) => lines.map(line => `${name}: ${line}`));
  assert.deepEqual([...new Set(restrictedLines(broken))].toSorted(), expected.toSorted());
});

test('imports that the table allows are not named', () => assert.deepEqual(restrictedLines(allowed), []));
