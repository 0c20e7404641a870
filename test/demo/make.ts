/**
 * node test/demo/make.ts [coder] [r1]: makes the demo models anew, both where none is named, from samples to check, and says
 * how long each step took. It needs Debian's python3-torch.
 */
import { spawnSync } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const folder = fileURLToPath(new URL('../../.cache/demo', import.meta.url));

// Debian's own Python has Debian's PyTorch; another one may come first on the path.
const python = '/usr/bin/python3';

const known = ['coder', 'r1'];
const named = process.argv.slice(2);
if (!named.every(name => known.includes(name))) throw new Error(`There are ${known.join(' and ')}.`);

// It takes many minutes, in which the machine is to stay of use.
setPriority(constants.priority.PRIORITY_LOW);
const started = performance.now();
run(process.execPath, here('makeSamples.ts'), folder);
run(python, here('vocabulary.py'), folder);
run(process.execPath, here('tokenise.ts'), folder);
for (const name of named.length > 0 ? named : known)
  run(python, here('train.py'), name, folder, here(`demo-${name}.gguf`));
run(process.execPath, here('check.ts'));
print(`all: ${minutesSince(started)}`);

function run(command: string, script: string, ...args: readonly string[]): void {
  const start = performance.now();
  const env = { ...process.env, OMP_NUM_THREADS: '1' };
  const { status, error } = spawnSync(command, [script, ...args], { stdio: 'inherit', env });
  if (status !== 0) throw error ?? new Error(`${script} ended with ${status}.`);
  print(`${script.slice(script.lastIndexOf('/') + 1)} ${args[0] ?? ''}: ${minutesSince(start)}\n`);
}

function minutesSince(start: number): string {
  return `${((performance.now() - start) / 60_000).toFixed(1)} min`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
