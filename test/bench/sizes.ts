import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startHost } from '../host/host.ts';
import { node24, root } from '../tasks/install.mjs';
import { type Figure, median } from './figures.ts';

const runs = 7;

/** What is shipped, and what starting it costs. Builds and packages it first. */
export async function sizeFigures(): Promise<Figure[]> {
  execFileSync(node24, [join(root, 'test/tasks/package.ts')], { stdio: ['ignore', 'ignore', 'inherit'] });
  return [
    { what: 'extension bundle', value: kilobytes('dist/extension.cjs'), unit: 'KB', limit: 400 },
    { what: 'page script', value: kilobytes('dist/page.js'), unit: 'KB', limit: 400 },
    { what: 'universal VSIX', value: kilobytes('dist/deepwell-universal.vsix'), unit: 'KB', limit: 1500 },
    {
      what: 'VSIX of this platform',
      value: kilobytes(`dist/deepwell-${process.platform}-${process.arch}.vsix`),
      unit: 'KB',
    },
    { what: 'loading the bundle, median', value: median(Array.from({ length: runs }, loadTime)), unit: 'ms' },
    { what: 'activate(), median of 3 windows', value: await activationTime(), unit: 'ms', limit: 50 },
  ];
}

function kilobytes(file: string): number {
  return statSync(join(root, file)).size / 1000;
}

/** Milliseconds to read, compile and run the extension's bundle, with an empty stand-in for the editor's own module. */
function loadTime(): number {
  const script = `
    const { Module } = require('node:module');
    const anything = new Proxy(function () {}, { get: (_, key) => key === Symbol.toPrimitive ? () => '' : anything, apply: () => anything, construct: () => anything });
    const load = Module._load;
    Module._load = (name, ...rest) => name === 'vscode' ? anything : load(name, ...rest);
    const start = performance.now();
    require(${JSON.stringify(join(root, 'dist/extension.cjs'))});
    process.stdout.write(String(performance.now() - start));
    process.exit(0);`;
  return Number(execFileSync(node24, ['-e', script], { encoding: 'utf8' }));
}

/** Milliseconds of activate() in a real VS Code, as the extension logs them. */
async function activationTime(): Promise<number> {
  const times: number[] = [];
  while (times.length < 3) {
    const folder = mkdtempSync(join(tmpdir(), 'deepwell-bench-'));
    writeFileSync(join(folder, 'a.ts'), 'const a = 1;\n');
    const host = await startHost({ installed: root, folder, open: join(folder, 'a.ts') });
    try {
      await host.page.locator('#deepwell\\.deepwell\\.deepwell\\.status').waitFor();
      times.push(await loggedActivation(host.dataFolder));
    } finally {
      await host.close();
      rmSync(folder, { recursive: true });
    }
  }
  return median(times);
}

/** The log is written a moment after the status item has been shown. */
async function loggedActivation(dataFolder: string): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const logs = globSync('**/*Deepwell.log', { cwd: dataFolder }).map(file =>
      readFileSync(join(dataFolder, file), 'utf8'),
    );
    const ms = /extension\.activated \{"ms":([\d.]+)\}/.exec(logs.join('\n'))?.[1];
    if (ms !== undefined) return Number(ms);
    await delay(200);
  }
  throw new Error('The extension logged no activation.');
}
