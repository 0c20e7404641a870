// A real llama-server for the tests in test/engines: from Debian's packages, into a folder of the person's cache, without
// root and without touching what is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fetchPackages } from './debianPackages.ts';
import { CannotInstall } from './install.mjs';

/** How to start a llama-server; its own arguments come after `args`. */
export interface LlamaServer {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly version: string;
}

const cache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'deepwell');
const folder = join(cache, 'llama-server');

/** Left behind for good by the first success: a build machine that had one has to have one. */
const marker = join(cache, 'llama-server.was-here');

/** The llama-server that DEEPWELL_TEST_LLAMA_SERVER names, or the fetched one; undefined where there is none that starts. */
export function findLlamaServer(): LlamaServer | undefined {
  const named = process.env['DEEPWELL_TEST_LLAMA_SERVER'];
  const how = named ? { command: named, args: [], env: process.env } : inFolder(folder);
  const version = how && versionOf(how);
  return how && version ? { ...how, version } : undefined;
}

/**
 * Fetches a llama-server where there is none yet, and says which one the tests run on. Where none can be had it says so
 * loudly and returns: the other engines' tests run. Throws CannotInstall on a build machine that had one before.
 */
export function installLlamaServer(): void {
  const problem = findLlamaServer() === undefined ? fetched() : undefined;
  const found = findLlamaServer();
  if (found !== undefined) {
    if (!existsSync(marker)) writeMarker();
    console.log(`Tests run on a real llama-server ${found.version}.`);
    return;
  }
  const why = problem ?? 'the one that was named or fetched does not start';
  if (process.env['CI'] === 'true' && existsSync(marker))
    throw new CannotInstall(`This machine had a llama-server (${marker}) and has none now: ${why}.`);
  const line = '!'.repeat(100);
  console.warn(`${line}\nTHE TESTS OF A REAL llama-server ARE NOT RUN: ${why}.`);
  console.warn(`One of your own can be named: DEEPWELL_TEST_LLAMA_SERVER=/path/to/llama-server\n${line}`);
}

function writeMarker(): void {
  mkdirSync(cache, { recursive: true });
  writeFileSync(marker, '');
}

type Startable = Omit<LlamaServer, 'version'>;

function versionOf({ command, args, env }: Startable): string | undefined {
  const { status, stdout, stderr } = spawnSync(command, [...args, '--version'], { env, encoding: 'utf8' });
  return status === 0 ? /version: *(.+)/.exec(stdout + stderr)?.[1] : undefined;
}

/** The packages are newer than the system: they are started by their own loader and find only their own libraries. */
function inFolder(at: string): Startable | undefined {
  const find = (pattern: string): string[] => globSync(pattern, { cwd: at }).map(file => join(at, file));
  const [loader] = find('usr/lib*/**/ld-linux-*.so.*');
  const [server] = find('usr/bin/llama-server');
  // The one for the oldest processors: the models of tests need no speed.
  const [backend] = [...find('usr/lib/**/libggml-cpu-{x64,armv8.0_1}.so'), ...find('usr/lib/**/libggml-cpu*.so')];
  if (loader === undefined || server === undefined || backend === undefined) return undefined;
  const libraries = [...new Set(find('usr/lib/**/*.so*').map(file => dirname(file)))].join(':');
  return {
    command: loader,
    args: ['--library-path', libraries, server],
    env: { ...process.env, GGML_BACKEND_PATH: backend },
  };
}

/** Undefined: it is there now. Otherwise what stands against it. */
function fetched(): string | undefined {
  if (process.env['DEEPWELL_TEST_LLAMA_SERVER']) return 'DEEPWELL_TEST_LLAMA_SERVER names none that starts';
  console.log('Fetching a llama-server for tests (apt-get download, 12 MB) …');
  mkdirSync(cache, { recursive: true });
  const scratch = mkdtempSync(join(cache, 'fetching-'));
  try {
    const unpacked = fetchPackages('llama.cpp-tools', scratch);
    if ('problem' in unpacked) return unpacked.problem;
    return moveInto(unpacked.folder);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function moveInto(unpacked: string): string | undefined {
  const how = inFolder(unpacked);
  if (how === undefined || versionOf(how) === undefined) return 'the one in Debian sid does not start here';
  try {
    // Of an earlier time, and it does not start; one that does would have been found.
    if (findLlamaServer() === undefined) rmSync(folder, { recursive: true, force: true });
    renameSync(unpacked, folder);
  } catch (error) {
    // Another run was faster; its folder is whole, because it came by a rename as well.
    if (findLlamaServer() === undefined) return String(error);
  }
  return undefined;
}
