import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import type { LlamaServer } from '../tasks/llamaServer.ts';

/** A running llama-server. */
export interface RunningLlamaServer {
  readonly port: number;
  /** Tokens written so far, and requests that are worked on or wait. */
  counts(): Promise<{ readonly written: number; readonly working: number }>;
  isRunning(): boolean;
  /** As a crash does; resolves when it is gone. */
  kill(): Promise<void>;
}

export interface LlamaServerSetting {
  readonly model: string;
  /** Tokens of each of its two slots. */
  readonly contextLength: number;
  /** The model is one that never finishes loading: the server is up and says so. */
  readonly staysLoading?: boolean;
  /** 1 where absent. */
  readonly threads?: number;
  /** Prompt tokens it reads between two looks whether its client is still there; 128 where absent. */
  readonly batchLength?: number;
}

/** R1's form, for the questions that come as turns. */
const template =
  "{% for message in messages %}{% if message['role'] == 'user' %}{{ '<｜User｜>' + message['content'] }}" +
  // From this part the server learns how the model's trace is marked.
  "{% else %}{{ '<｜Assistant｜>' }}{% if message['reasoning_content'] %}" +
  "{{ '<think>\\n' + message['reasoning_content'] + '\\n</think>\\n\\n' }}{% endif %}{{ message['content'] + '<｜end▁of▁sentence｜>' }}{% endif %}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<｜Assistant｜><think>\\n' }}{% endif %}";

/** Starts one at a free port and waits until it serves. Throws with its last words where it ends instead. */
export async function startLlamaServer(
  { command, args, env }: LlamaServer,
  { model, contextLength, staysLoading = false, threads = 1, batchLength = 128 }: LlamaServerSetting,
): Promise<RunningLlamaServer> {
  // It tells the port it found only once the model is loaded.
  const chosen = staysLoading ? await freePort() : 0;
  const child = spawn(
    command,
    [
      ...args,
      ...['--model', model, '--host', '127.0.0.1', '--port', String(chosen), '--no-webui', '--metrics'],
      ...['--ctx-size', String(2 * contextLength), '--parallel', '2'],
      ...['--threads', String(threads), '--threads-batch', String(threads)],
      ...['--batch-size', String(batchLength), '--ubatch-size', '128'],
      ...['--jinja', '--chat-template', template],
    ],
    { env, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  // A test that throws on its way must not leave it behind.
  process.once('exit', () => child.kill('SIGKILL'));
  const port = staysLoading ? await whenLoading(chosen) : await portOf(child);
  return {
    port,
    counts: async () => {
      const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      const count = (name: string): number => Number(new RegExp(`^llamacpp:${name} (\\d+)`, 'm').exec(metrics)?.[1]);
      return {
        written: count('tokens_predicted_total'),
        working: count('requests_processing') + count('requests_deferred'),
      };
    },
    isRunning: () => child.exitCode === null && child.signalCode === null,
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}

/** Asks until it answers at all. */
async function whenLoading(port: number): Promise<number> {
  for (;;) {
    const status = await fetch(`http://127.0.0.1:${port}/health`).then(
      answer => answer.status,
      () => undefined,
    );
    if (status === 503) return port;
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}

/** Reads the port, and that it serves, from what it says. */
function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (data: unknown): void => {
      said = (said + String(data)).slice(-4000);
      const port = /listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(said)?.[1];
      if (port !== undefined) resolve(Number(port));
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`llama-server ended: ${said}`)));
  });
}

/** A file that is opened and never read to an end: whoever loads it waits. */
export function makeEndlessFile(path: string): void {
  const { status, stderr } = spawnSync('mkfifo', [path], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}
