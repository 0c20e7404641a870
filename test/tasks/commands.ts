import { spawn } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { node24, root } from './install.mjs';

export interface Ended {
  /** Null when a signal ended it. */
  readonly code: number | null;
  /** Standard output and error as they came. */
  readonly output: string;
}

/** Runs Node 24 in the project's folder and keeps what it writes. */
export const runNode = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> =>
  run(node24, args, env);

/** Runs a script of package.json. */
export function runScript(name: string): Promise<Ended> {
  // Inside "npm run" npm names its own file: the only way to start it that is the same on every platform.
  const npm = process.env['npm_execpath'];
  return npm?.endsWith('.js') ? runNode([npm, 'run', '--silent', name]) : run('npm', ['run', '--silent', name], {});
}

function run(command: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<Ended> {
  // What the tasks start sees Node 24 and the project's own tools first.
  const path = [dirname(node24), join(root, 'node_modules', '.bin'), process.env['PATH']].join(delimiter);
  return new Promise((ended, failed) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, PATH: path, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.on('error', failed);
    child.on('close', code => ended({ code, output }));
  });
}
