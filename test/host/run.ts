// Runs the in-host tests: node test/host/run.ts [suite folder] [--extension <folder>] [--results <file>]
//   DEEPWELL_VSCODE=<path>     in this desktop VS Code
//   DEEPWELL_VSCODE=download   in the newest stable desktop VS Code, which @vscode/test-electron fetches
//   (neither)                  in the VS Code server host of this folder
// Ends with 0 only when the suite reported its results, at least one test passed and none failed.
import { copyFileSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { basename, delimiter, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { node24, root } from '../tasks/install.mjs';
import { type Results, parseResults, resultsVariable, whyFailed } from './results.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { extension: { type: 'string', default: root }, results: { type: 'string' } },
});
const suite = resolve(positionals[0] ?? join(root, 'test/host/suite'));

// Inside the repository, so that the bundled suite finds `mocha`.
mkdirSync(join(root, '.cache'), { recursive: true });
const scratch = mkdtempSync(join(root, '.cache', 'in-host-'));
try {
  await bundleSuite(join(scratch, 'suite'));
  const editorFailure = await runEditor();
  const results = readResults();
  if (results !== undefined && values.results !== undefined) copyFileSync(resultsFile(), values.results);
  process.exitCode = report(results, editorFailure);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function bundleSuite(outdir: string): Promise<void> {
  const tests = globSync('*.test.ts', { cwd: suite });
  await build({
    entryPoints: [
      { in: join(root, 'test/host/suite/index.ts'), out: 'index' },
      ...tests.map(test => ({ in: join(suite, test), out: basename(test, '.ts') })),
    ],
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}

/** Resolves with how the editor ended, or undefined when it ended well. */
async function runEditor(): Promise<string | undefined> {
  const workspace = join(scratch, 'workspace');
  mkdirSync(workspace);
  const wanted = process.env['DEEPWELL_VSCODE'];
  const executable = wanted === 'download' ? undefined : (wanted ?? join(root, 'test/host/code.ts'));
  try {
    await runTests({
      ...(executable && { vscodeExecutablePath: executable }),
      extensionDevelopmentPath: resolve(values.extension),
      extensionTestsPath: join(scratch, 'suite', 'index.cjs'),
      launchArgs: [workspace],
      extensionTestsEnv: {
        [resultsVariable]: resultsFile(),
        // code.ts is started by its first line and needs Node 24.
        PATH: [dirname(node24), process.env['PATH']].join(delimiter),
      },
    });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function resultsFile(): string {
  return join(scratch, 'results.json');
}

function readResults(): Results | undefined {
  return existsSync(resultsFile()) ? parseResults(readFileSync(resultsFile(), 'utf8')) : undefined;
}

/** Prints what ran and returns the exit code. */
function report(results: Results | undefined, editorFailure: string | undefined): number {
  for (const title of results?.passed ?? []) console.log(`passed  ${title}`);
  for (const { title, message } of results?.failed ?? []) console.log(`failed  ${title}\n${message}`);
  const why = whyFailed(results, editorFailure);
  if (why !== undefined) console.error(why);
  return why === undefined ? 0 : 1;
}
