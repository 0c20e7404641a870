#!/usr/bin/env node
// Stands in for the desktop executable where @vscode/test-electron's runTests is given `vscodeExecutablePath`: takes the
// arguments that matter of those it passes, runs the tests in the VS Code server host and ends with their exit code.
import { format } from 'node:util';
import { type Host, startHost } from './host.ts';

/** Longer than any suite; a workbench that never comes up must not hang a build for ever. */
const timeLimit = 300_000;
const exitCodes = { timedOut: 94, cannotStart: 97, interrupted: 130 };

/** What the workbench says about itself in every run; DEEPWELL_HOST_VERBOSE=1 shows it. */
const noise =
  /native-watchdog|fs-copyfile|\[Service Worker\]|^Creating a socket|^Resolv(ing|ed) connection token|AgentHost|AccountPolicyGate|DefaultAccount|chat-stt|authentication provider|reconnection|builtin extensions|Activating extension 'vscode\.|No search provider|^%c/i;

const option = (name: string): string | undefined =>
  process.argv.find(argument => argument.startsWith(`--${name}=`))?.slice(name.length + 3);
const folder = process.argv.slice(2).find(argument => !argument.startsWith('--'));

let host: Host | undefined;
let isEnding = false;

async function end(code: number, why?: string): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  if (why !== undefined) console.error(why);
  await host?.close();
  process.exit(code);
}

function show(level: string, args: readonly unknown[]): void {
  const line = format(...args);
  if (process.env['DEEPWELL_HOST_VERBOSE'] === undefined && noise.test(line)) return;
  (/error|warn/.test(level) ? process.stderr : process.stdout).write(`${line}\n`);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void end(exitCodes.interrupted));
setTimeout(() => void end(exitCodes.timedOut, 'The tests did not end in 5 minutes.'), timeLimit).unref();

try {
  host = await startHost({
    folder,
    extensionDevelopmentPath: option('extensionDevelopmentPath'),
    tests: option('extensionTestsPath'),
    onLog: show,
    onExit: (code, why) => void end(code, why),
  });
  // The tests may have ended before the workbench was seen to be up.
  if (isEnding) await host.close();
} catch (error) {
  await end(exitCodes.cannotStart, String(error));
}
