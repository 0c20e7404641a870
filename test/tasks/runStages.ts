// Runs the stages named on the command line, or all. Quiet about what passes; shows in full what failed. Ends with the
// line "N passed, N failed" and with exit code 0 when nothing failed.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { type Ended, runNode } from './commands.ts';
import { CannotInstall, installBrowser, installHost } from './install.mjs';
import { installLlamaServer } from './llamaServer.ts';
import { type Need, type Stage, type StageResult, stages } from './stages.ts';
import { oneFailure } from './tally.ts';

const asked = process.argv.slice(2);
const unknown = asked.find(name => !stages.some(stage => stage.name === name));
if (unknown !== undefined) {
  console.error(`There is no stage "${unknown}"; there is: ${stages.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

/** Undefined: there now. Otherwise what is wrong, and all that was said about it. */
type Lack = { readonly why: string; readonly output: string } | undefined;

async function built(what: string, running: Promise<Ended>): Promise<Lack> {
  const { code, output } = await running;
  return code === 0 ? undefined : { why: `${what} failed`, output };
}

function installed(install: () => void): Lack {
  try {
    install();
    return undefined;
  } catch (error) {
    if (!(error instanceof CannotInstall)) throw error;
    return { why: error.message, output: '' };
  }
}

const provide: Readonly<Record<Need, () => Promise<Lack>>> = {
  build: () => built('the build', runNode(['esbuild.ts'])),
  packages: () => built('packaging', runNode(['test/tasks/package.ts', 'universal', 'here'])),
  host: async () => installed(installHost),
  browser: async () => installed(installBrowser),
  llamaServer: async () => installed(installLlamaServer),
};

const provided = new Map<Need, Promise<Lack>>();

function lackOf(need: Need): Promise<Lack> {
  const known = provided.get(need) ?? provide[need]();
  provided.set(need, known);
  return known;
}

async function runStage(stage: Stage): Promise<StageResult> {
  for (const need of stage.needs) {
    const isFirst = !provided.has(need);
    const lack = await lackOf(need);
    if (lack !== undefined) return { ...oneFailure(`not run: ${lack.why}`), output: isFirst ? lack.output : '' };
  }
  const scratch = mkdtempSync(join(tmpdir(), 'deepwell-stage-'));
  try {
    return await stage.run(scratch);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function show(stage: Stage, { passed, failures, output }: StageResult, milliseconds: number): void {
  const time = `${(milliseconds / 1000).toFixed(1)} s`;
  const failed = failures.length > 0 ? styleText('red', `, ${failures.length} failed`) : '';
  if (failures.length > 0) console.log(whatFailed(output));
  console.log(`${stage.name.padEnd(10)}${time.padStart(8)}   ${passed} passed${failed}`);
  for (const failure of failures) console.log(`             ${styleText('red', failure)}`);
}

/** node:test repeats at the end, in full, what failed; a thousand lines of what passed would hide it. */
const whatFailed = (output: string): string => output.slice(Math.max(0, output.lastIndexOf('✖ failing tests:')));

let passed = 0;
let failed = 0;
for (const stage of stages.filter(({ name }) => asked.length === 0 || asked.includes(name))) {
  const start = performance.now();
  const result = await runStage(stage);
  show(stage, result, performance.now() - start);
  passed += result.passed;
  failed += result.failures.length;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
