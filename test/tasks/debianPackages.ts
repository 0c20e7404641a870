// Packages of Debian sid in a folder of ours: apt's own download and signatures, with configuration, lists and cache apart
// from the system's. Needs no root and installs nothing.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

type Fetched = { readonly folder: string } | { readonly problem: string };

/** Seconds without a byte before a mirror counts as out of reach, and milliseconds for a command of apt at most. */
const silence = 20;
const patience = 300_000;

/** Unpacks the newest version of a package, with the libraries it needs, into a folder below `scratch`. */
export function fetchPackages(name: string, scratch: string): Fetched {
  try {
    return { folder: unpack(download(name, scratch), scratch) };
  } catch (error) {
    if (!(error instanceof CannotFetch)) throw error;
    return { problem: error.message };
  }
}

class CannotFetch extends Error {}

function download(name: string, scratch: string): readonly string[] {
  const env = { ...process.env, APT_CONFIG: configure(scratch), LC_ALL: 'C' };
  run('apt-get', ['update'], scratch, env);
  const tree = run('apt-cache', ['depends', '--recurse', '--important', name], scratch, env);
  const archives = join(scratch, 'archives');
  mkdirSync(archives);
  run('apt-get', ['download', ...withLibraries(name, tree)], archives, env);
  return globSync('*.deb', { cwd: archives }).map(file => join(archives, file));
}

function unpack(archives: readonly string[], scratch: string): string {
  const folder = join(scratch, 'unpacked');
  for (const archive of archives) run('dpkg', ['-x', archive, folder], scratch, process.env);
  return folder;
}

/** Its own configuration of apt: of the system's only the mirror, the keys and how to reach them. */
function configure(scratch: string): string {
  const keys = globSync('/usr/share/keyrings/debian-archive-keyring.{pgp,gpg}')[0];
  if (process.platform !== 'linux' || keys === undefined || !existsSync('/usr/bin/apt-get'))
    throw new CannotFetch('it comes from packages for Debian, and this is no Debian');
  for (const folder of ['lists/partial', 'cache/archives/partial', 'sources'])
    mkdirSync(join(scratch, folder), { recursive: true });
  const source = ['Types: deb', `URIs: ${mirror(scratch)}`, 'Suites: sid', 'Components: main', `Signed-By: ${keys}`];
  writeFileSync(join(scratch, 'sources', 'sid.sources'), `${source.join('\n')}\n`);
  writeFileSync(join(scratch, 'status'), '');
  const file = join(scratch, 'apt.conf');
  // Proxies and certificates; and a mirror that stands still needs the machine's leave for old dates.
  const own = run('apt-config', ['dump'], scratch, process.env).match(/^Acquire::(https?::|Check-).*$/gm) ?? [];
  writeFileSync(file, [...settings(scratch), ...own, ''].join('\n'));
  return file;
}

const settings = (scratch: string): readonly string[] => [
  'Dir::Etc::main "/dev/null";',
  // The hooks of the system's own updates live there.
  'Dir::Etc::parts "/dev/null";',
  'Dir::Etc::sourcelist "/dev/null";',
  `Dir::Etc::sourceparts "${scratch}/sources";`,
  `Dir::State::lists "${scratch}/lists";`,
  `Dir::State::status "${scratch}/status";`,
  `Dir::Cache "${scratch}/cache";`,
  // As root apt would become another user, who may not write here.
  'APT::Sandbox::User "";',
  'Acquire::Languages "none";',
  'Acquire::Retries "1";',
  `Acquire::http::Timeout "${silence}";`,
  `Acquire::https::Timeout "${silence}";`,
];

/** Where this machine gets its own packages from. */
function mirror(scratch: string): string {
  const addresses = run(
    'apt-get',
    ['indextargets', '--no-release-info', '--format', '$(REPO_URI)'],
    scratch,
    process.env,
  );
  const found = addresses.split('\n').find(address => /\/debian\/?$/.test(address));
  if (found === undefined) throw new CannotFetch('this machine has no mirror of Debian among its package sources');
  return found;
}

/** The package and all libraries it needs, found in what `apt-cache depends` writes; not the tools it also asks for. */
function withLibraries(name: string, tree: string): readonly string[] {
  const needs = new Map<string, string[]>();
  let current: string[] = [];
  for (const line of tree.split('\n')) {
    const needed = /^[ |]+(?:Pre)?Depends: (\S+)/.exec(line)?.[1];
    if (needed === undefined) needs.set(line.trim(), (current = []));
    else if (/^(lib|zlib)/.test(needed)) current.push(needed);
  }
  const wanted = new Set([name]);
  for (const one of wanted) for (const needed of needs.get(one) ?? []) wanted.add(needed);
  return [...wanted];
}

/** What it wrote. Throws CannotFetch with its own last words. */
function run(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, env, encoding: 'utf8', timeout: patience });
  if (status === 0) return stdout;
  const words = error?.message ?? stderr.trim().split('\n').at(-1) ?? '';
  throw new CannotFetch(`${command} ${args[0] ?? ''}: ${words}`);
}
