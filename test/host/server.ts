import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { installHost, node24, root } from '../tasks/install.mjs';

export interface ServerOptions {
  /** Packaged extension to install first. */
  readonly vsix?: string;
  /** Folder of an unpacked extension that the server loads as if it were installed. */
  readonly installed?: string;
  /** Editor settings besides the quiet ones below, as in settings.json. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Added to the environment of the server, and so of the extension host. */
  readonly env?: Readonly<Record<string, string>>;
  /** Lets a page ask for an extension under development and for tests. It also hides notifications. */
  readonly automation?: boolean;
  /** What a page must know to be let in; a random one when absent. */
  readonly connectionToken?: string;
  /** Called once when the server ends without being asked to. */
  readonly onEnd?: (output: string) => void;
}

export interface Server {
  readonly origin: string;
  readonly token: string;
  readonly pid: number;
  /** The server's own: settings, installed extensions, logs. Removed by close(). */
  readonly dataFolder: string;
  /** The server's address of a file, as its workbench knows it. */
  readonly remote: (file: string) => string;
  /** Ends the server with everything it started. */
  readonly close: () => Promise<void>;
}

/** Nothing that opens by itself, asks, calls out or competes for ghost text. */
const quietSettings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'files.autoSave': 'off',
  'git.enabled': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
};

const serverMain = join(root, 'test/host/node_modules/code-server/lib/vscode/out/server-main.js');

/** Starts a VS Code server on a free port of the loopback interface. Throws when it does not come up. */
export async function startServer(options: ServerOptions): Promise<Server> {
  installHost();
  const dataFolder = mkdtempSync(join(tmpdir(), 'deepwell-vscode-'));
  try {
    return await startIn(dataFolder, options);
  } catch (error) {
    remove(dataFolder);
    throw error;
  }
}

async function startIn(dataFolder: string, options: ServerOptions): Promise<Server> {
  const token = options.connectionToken ?? randomBytes(24).toString('hex');
  const temporary = join(dataFolder, 'tmp');
  mkdirSync(temporary);
  // No gallery: nothing is looked up or fetched. Sockets and the like go where close() removes them.
  const env = { ...process.env, EXTENSIONS_GALLERY: '{}', TMPDIR: temporary, ...options.env };
  writeSettings(dataFolder, options.settings);
  addExtension(dataFolder, options, env);
  const tokenFile = join(dataFolder, 'token');
  writeFileSync(tokenFile, token, { mode: 0o600 });
  // A group of its own, so that close() reaches the extension host and the engine as well and nothing else.
  const child = spawn(
    node24,
    [
      serverMain,
      ...['--host', '127.0.0.1', '--port', '0', '--connection-token-file', tokenFile],
      ...['--accept-server-license-terms', '--telemetry-level', 'off', '--server-data-dir', dataFolder],
      ...(options.automation ? ['--enable-smoke-test-driver'] : []),
    ],
    { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  const endAndRemove = (): void => {
    endGroup(child);
    remove(dataFolder);
  };
  process.once('exit', endAndRemove);
  let closed = false;
  const port = await portOf(child, output => {
    if (!closed) options.onEnd?.(output);
  });
  return {
    origin: `http://127.0.0.1:${port}`,
    token,
    pid: child.pid ?? 0,
    dataFolder,
    remote: file => `vscode-remote://127.0.0.1:${port}${encodeURI(resolve(file))}`,
    close: async () => {
      if (closed) return;
      closed = true;
      const ended = new Promise(done => child.once('exit', done));
      const isRunning = child.exitCode === null && child.signalCode === null;
      process.removeListener('exit', endAndRemove);
      endGroup(child);
      if (isRunning) await ended;
      remove(dataFolder);
    },
  };
}

/** User settings, and the same as machine settings: a remote workbench reads those of scope "machine" only there. */
function writeSettings(dataFolder: string, settings: ServerOptions['settings']): void {
  const text = JSON.stringify({ ...quietSettings, ...settings }, undefined, 2);
  for (const scope of ['User', 'Machine']) {
    const folder = join(dataFolder, 'data', scope);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'settings.json'), text);
  }
}

const manifestSchema = z.object({ publisher: z.string(), name: z.string(), version: z.string() });

function addExtension(dataFolder: string, { vsix, installed }: ServerOptions, env: NodeJS.ProcessEnv): void {
  if (vsix !== undefined)
    execFileSync(node24, [serverMain, '--install-extension', resolve(vsix), '--server-data-dir', dataFolder], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  if (installed === undefined) return;
  const { publisher, name, version } = manifestSchema.parse(
    JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')),
  );
  mkdirSync(join(dataFolder, 'extensions'), { recursive: true });
  symlinkSync(resolve(installed), join(dataFolder, 'extensions', `${publisher}.${name}-${version}`), 'junction');
}

/** The port from the server's own words. Rejects when it ends before saying one. */
function portOf(child: ChildProcess, onEnd: (output: string) => void): Promise<number> {
  return new Promise((found, failed) => {
    // Enough to tell why it ended; a server that runs for hours says a lot.
    let output = '';
    const read = (data: Buffer): void => {
      output = (output + data.toString()).slice(-20_000);
      const port = /Extension host agent listening on (\d+)/.exec(output)?.[1];
      if (port !== undefined) found(Number(port));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.on('error', failed);
    child.on('exit', code => {
      failed(new Error(`The VS Code server ended (${code}) before it listened:\n${output}`));
      onEnd(output);
    });
  });
}

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    // ESRCH: the whole group has ended by itself.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

// The last processes of the group may still be closing their files.
const remove = (folder: string): void =>
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
