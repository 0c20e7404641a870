import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { Failure } from '../../shared/failure.ts';
import { type FromChild, fromChildSchema, type FromParent } from './wire.ts';

interface ChildOptions {
  /** The script of the process: child.ts, or the bundle made of it. */
  readonly childPath: string;
  /** The Node that runs it. In an Electron program process.execPath serves as Node with ELECTRON_RUN_AS_NODE. */
  readonly execPath?: string;
  readonly onMessage: (message: FromChild) => void;
  /** Called once when the process ends without having been told to: engineCannotStart or engineDied. */
  readonly onGone: (failure: Failure) => void;
  /** Called once when the process has ended, however. */
  readonly onExit: () => void;
}

/** Milliseconds after the message to end until it is made to end, and until it is killed. */
const patience = { terminate: 500, kill: 2000 };

/** The engine's process, from its start to its end. */
export class EngineProcess {
  readonly pid: number | undefined;
  /** In the process's command line, so that it can be told from others. */
  readonly token = randomUUID();
  readonly #process: ChildProcess;
  readonly #options: ChildOptions;
  readonly #exited = Promise.withResolvers<void>();
  #isReady = false;
  #isGone = false;
  #isEnding = false;
  #lastWords = '';

  constructor(options: ChildOptions) {
    this.#options = options;
    this.#process = fork(options.childPath, [`--deepwell-engine=${this.token}`], {
      // Flags of the parent's own make the engine's libraries fail with a misleading message.
      execArgv: [],
      execPath: options.execPath ?? process.execPath,
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '' },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'json',
    });
    this.pid = this.#process.pid;
    this.#process.on('message', message => this.#receive(message));
    this.#process.on('error', error => this.#gone(error.message, error));
    this.#process.on('exit', (code, signal) => this.#gone(signal ?? `exit code ${code}`));
    this.#process.stderr?.on('data', data => {
      this.#lastWords = (this.#lastWords + String(data)).slice(-2000);
    });
  }

  send(message: FromParent): void {
    // A process that has just ended cannot be told anything; its "exit" says so to all who wait for it.
    if (this.#process.connected) this.#process.send(message, () => undefined);
  }

  /** Ends the process: by asking, then by force. Resolves when it is gone. */
  async end(): Promise<void> {
    this.#isEnding = true;
    if (this.#isGone) return;
    this.send({ kind: 'shutdown' });
    const timers = [
      setTimeout(() => this.#process.kill('SIGTERM'), patience.terminate),
      setTimeout(() => this.#process.kill('SIGKILL'), patience.kill),
    ];
    await this.#exited.promise;
    timers.forEach(clearTimeout);
  }

  #receive(message: unknown): void {
    const parsed = fromChildSchema.safeParse(message);
    if (!parsed.success) {
      this.#process.kill('SIGKILL');
      this.#gone('an unreadable message', parsed.error);
    } else if (parsed.data.kind === 'ready') this.#isReady = true;
    else if (!this.#isEnding) this.#options.onMessage(parsed.data);
  }

  #gone(reason: string, cause?: Error): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#exited.resolve();
    this.#options.onExit();
    if (this.#isEnding) return;
    this.#options.onGone(
      this.#isReady
        ? new Failure('engineDied', { reason }, cause)
        : new Failure('engineCannotStart', { reason: errorLine(this.#lastWords) ?? reason }, cause),
    );
  }
}

/** The line of a Node error message that says what is wrong. */
const errorLine = (text: string): string | undefined => /^\w*Error.*$/m.exec(text)?.[0];
