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
  'engines/q.ts': [
    ...['http', 'https', 'net', 'tls', 'dns', 'dns/promises', 'dgram', 'http2', 'inspector'].flatMap(name => [
      `import '${name}';`,
      `import 'node:${name}';`,
      `await import('${name}');`,
      `await import('node:${name}');`,
      `export * from 'node:${name}';`,
      `export type * from 'node:${name}';`,
    ]),
    `import 'undici';`,
    `import '_http_client';`,
    `import 'node:_tls_wrap';`,
    `import 'ollama';`,
    `import 'fs';`,
    `import { createRequire } from 'node:module';`,
    `import process from 'node:process';`,
  ],
  'engines/embedded/child.ts': [`import 'node:http';`, `import 'node:child_process';`],
  'engines/embedded/childProcess.ts': [`import 'node:net';`, `import 'child_process';`],
  'engines/net.ts': [`import 'node:child_process';`],
  'extension.ts': [`import 'node:https';`, `import 'node:worker_threads';`],
  // In a file of their own: they hide the globals that the lines of the next file name.
  'editor/t.ts': [
    `const { fetch } = globalThis;`,
    `const { getBuiltinModule } = process;`,
    `import { Worker } from 'node:worker_threads';`,
  ],
  'editor/r.ts': [
    `import { fork } from 'node:child_process';`,
    `import 'node:cluster';`,
    `await globalThis.fetch('x');`,
    `await globalThis['fetch']('x');`,
    `await self.fetch('x');`,
    `await global.fetch('x');`,
    `const g = globalThis; await g.fetch('x');`,
    `const ask = fetch;`,
    `new WebSocket('x');`,
    `new window.WebSocket('x');`,
    `new EventSource('x');`,
    `new XMLHttpRequest();`,
    `new WebTransport('x');`,
    `new RTCPeerConnection();`,
    `new Worker('x');`,
    `navigator.sendBeacon('x');`,
    `process.binding('tcp_wrap');`,
    `process._linkedBinding('tcp_wrap');`,
    `process.dlopen(module, 'x');`,
    `process.getBuiltinModule('node:http');`,
    `require('node:http');`,
    `require(name);`,
    `module.require('node:http');`,
    `await import(name);`,
    `await import('node:' + name);`,
    `await import(\`node:\${name}\`);`,
    `eval('fetch');`,
    `new Function('return fetch');`,
  ],
  'page/j.ts': [`import '../chat/a.ts';`, `import 'vscode';`, `import 'node:fs';`],
};

const allowed: Readonly<Record<string, readonly string[]>> = {
  'shared/k.ts': [`import 'zod';`],
  'engines/net.ts': [`import 'node:http';`, `import 'node:https';`, `import type { Socket } from 'node:net';`],
  'engines/embedded/childProcess.ts': [`import { fork } from 'node:child_process';`],
  'engines/embedded/processTable.ts': [`import { spawnSync } from 'node:child_process';`],
  'engines/embedded/child.ts': [`import 'node-llama-cpp';`, `import '../../models/a.ts';`],
  'engines/s.ts': [`import { Ollama } from 'ollama/browser';`, `import 'node:timers/promises';`, `f({ fetch: g });`],
  'editor/l.ts': [`import 'vscode';`, `import '../chat/a.ts';`, `import './tell.ts';`],
  'page/m.ts': [`import 'preact';`, `import type { A } from '../shared/chat.ts';`],
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
    const named = stdout.matchAll(
      /src\/(\S+?):(\d+):\d+: .*(?:no-restricted-(?:imports|globals|properties)|no-commonjs|no-dynamic-require|no-eval|no-new-func)\b/g,
    );
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
