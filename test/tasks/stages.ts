import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Results, parseResults } from '../host/results.ts';
import { type Ended, runNode, runScript } from './commands.ts';
import { type Tally, oneFailure, orNothingRan, parseTally, tallyOfXunit } from './tally.ts';

/**
 * What must be there before a stage can run: dist/, both VSIX files, the VS Code server, a browser; a llama-server only
 * where it can be had.
 */
export type Need = 'build' | 'packages' | 'host' | 'browser' | 'llamaServer';

export interface StageResult extends Tally {
  /** All that was written, for when something failed. */
  readonly output: string;
}

export interface Stage {
  readonly name: string;
  readonly needs: readonly Need[];
  /** `scratch` is an empty folder of the stage's own. */
  readonly run: (scratch: string) => Promise<StageResult>;
}

const serverExtensions = 'test/host/node_modules/code-server/lib/vscode/extensions';

/** Milliseconds for one test; only a test that hangs comes near. */
const testTimeout = 240_000;

/** In the order of `npm test`: what is quick and most likely to fail comes first. */
export const stages: readonly Stage[] = [
  { name: 'check', needs: [], run: check },
  nodeTests('unit', [], 2),
  nodeTests('engines', ['llamaServer'], 2),
  nodeTests('history', []),
  { name: 'grammar', needs: ['host'], run: grammar },
  nodeTests('manifest', ['build']),
  nodeTests('page', ['build', 'browser'], 2),
  { name: 'host', needs: ['build', 'host', 'browser'], run: inHost },
  nodeTests('vsix', ['packages', 'host', 'browser']),
  nodeTests('e2e', ['packages', 'host', 'browser']),
];

/** Types, lint, format and unused code together count as one test. */
async function check(): Promise<StageResult> {
  const { code, output } = await runScript('check');
  return code === 0 ? { passed: 1, failures: [], output } : { ...oneFailure('npm run check found something'), output };
}

/** The tests of node:test in a folder of test/. */
function nodeTests(name: string, needs: readonly Need[], concurrency = 1): Stage {
  return {
    name,
    needs,
    run: async scratch => {
      const tally = join(scratch, 'tally.json');
      const ended = await runNode([
        '--test',
        `--test-concurrency=${concurrency}`,
        `--test-timeout=${testTimeout}`,
        ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
        ...['--test-reporter=./test/tasks/tallyReporter.ts', `--test-reporter-destination=${tally}`],
        `test/${name}/**/*.test.ts`,
      ]);
      return judged(ended, tally, parseTally);
    },
  };
}

/** The line of each assertion in test/grammar is a test: it says which scopes the text above it must have. */
async function grammar(scratch: string): Promise<StageResult> {
  const report = join(scratch, 'report');
  const { code, output } = await runNode([
    'node_modules/vscode-tmgrammar-test/dist/unit.js',
    // Our grammar is injected into Markdown's own, which comes with VS Code.
    ...['--grammar', `${serverExtensions}/markdown-basics/syntaxes/markdown.tmLanguage.json`],
    ...['--config', 'package.json', '--xunit-report', report],
    'test/grammar/*.test.md',
  ]);
  const reports = globSync('*.xml', { cwd: report }).map(file => readFileSync(join(report, file), 'utf8'));
  return ending(code, orNothingRan(tallyOfXunit(reports)), output);
}

/** The suite that runs inside a VS Code's extension host. */
async function inHost(scratch: string): Promise<StageResult> {
  const file = join(scratch, 'results.json');
  const ended = await runNode(['test/host/run.ts', '--results', file]);
  return judged(ended, file, text => tallyOfResults(parseResults(text)));
}

const tallyOfResults = ({ passed, failed }: Results): Tally => ({
  passed: passed.length,
  failures: failed.map(({ title }) => title),
});

/** A run counts by the tally it wrote; one that wrote none has failed. */
function judged({ code, output }: Ended, file: string, parse: (text: string) => Tally): StageResult {
  if (!existsSync(file)) return { ...oneFailure(`ended (${code}) before it reported`), output };
  return ending(code, orNothingRan(parse(readFileSync(file, 'utf8'))), output);
}

/** A bad exit code counts even where each test by itself passed. */
const ending = (code: number | null, tally: Tally, output: string): StageResult =>
  code === 0 || tally.failures.length > 0
    ? { ...tally, output }
    : { passed: tally.passed, failures: [`ended with ${code}`], output };
