// Makes sure that what the other tasks run on is there, and says in a line what it does about it:
//   node test/tasks/install.mjs [packages] [host] [browser]        (nothing named: all three)
// Runs before anything is installed, so: Node 20.19 and its own modules only. What is there already costs milliseconds.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const isWindows = process.platform === 'win32';

export const root = fileURLToPath(new URL('../../', import.meta.url));
const hostFolder = join(root, 'test', 'host');

/** The Node that everything but the first steps runs on; there once the packages are. */
export const node24 = join(root, 'node_modules', 'node', 'bin', isWindows ? 'node.exe' : 'node');

/** Something that cannot be had without the person; its message ends with the line that helps. */
export class CannotInstall extends Error {}

/** The project's own packages, Node 24 among them. */
export function installPackages() {
  ensurePackages(root, "the project's packages");
  if (!existsSync(node24))
    throw new CannotInstall(
      'The package "node" (Node 24) has no binary: its install script did not run.\nRun: npm rebuild node',
    );
}

/** The VS Code server that stands in for a desktop VS Code. */
export function installHost() {
  ensurePackages(hostFolder, 'a VS Code server for tests and for trying it out', ['--ignore-scripts']);
  const modules = join(hostFolder, 'node_modules');
  const server = join(modules, 'code-server', 'lib', 'vscode');
  // Inside its package the server looks for its modules beside itself, where npm puts none.
  for (const folder of [server, join(server, 'extensions')]) {
    const link = join(folder, 'node_modules');
    if (existsSync(link)) continue;
    rmSync(link, { force: true });
    symlinkSync(modules, link, 'junction');
  }
}

/** Installs with npm where the lock file is not the one that was installed last. */
function ensurePackages(folder, what, options = []) {
  const stamp = join(folder, 'node_modules', '.installed');
  const wanted = createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .update(`${process.platform} ${process.arch}`)
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.log(`Installing ${what} (npm ci, a minute the first time) …`);
  npm(folder, ['ci', '--no-audit', '--no-fund', '--loglevel=error', ...options]);
  writeFileSync(stamp, wanted);
}

function npm(folder, args) {
  // Inside "npm run" npm names its own file: the only way to start it that is the same on every platform.
  const own = process.env.npm_execpath;
  const [command, before] = own?.endsWith('.js') ? [process.execPath, [own]] : ['npm', []];
  const { status, error } = spawnSync(command, [...before, ...args], {
    cwd: folder,
    stdio: 'inherit',
    shell: isWindows && before.length === 0,
    // The engine's binaries come as packages; its install script would look for more, or compile.
    env: { ...process.env, NODE_LLAMA_CPP_SKIP_DOWNLOAD: 'true' },
  });
  if (status !== 0)
    throw new CannotInstall(
      `npm could not install (${error?.message ?? `exit code ${status}`}); what it says is above.\nRun: npm ci --prefix ${folder}`,
    );
}

const browserNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'msedge'];
const browserPlaces = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
  'C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe',
];

/** A Chromium to show the workbench in: $CHROMIUM, or the first on the PATH or in a usual place. */
export function findBrowser() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  return findOnPath(browserNames) ?? browserPlaces.find(existsSync);
}

function findOnPath(names) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(folder => folder !== '');
  const endings = isWindows ? ['.exe', '.cmd'] : [''];
  const files = names.flatMap(name =>
    folders.flatMap(folder => endings.map(ending => join(folder, `${name}${ending}`))),
  );
  return files.find(existsSync);
}

/** A desktop VS Code, or VSCodium. */
export const findDesktopEditor = () => findOnPath(['code', 'codium', 'code-insiders']);

/** A browser for the tests that look at pages and at the workbench. */
export function installBrowser() {
  if (findBrowser()) return;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || !findOnPath(['apt-get'])) throw new CannotInstall(`There is no Chromium here.\nRun: ${browserLine()}`);
  console.log('Installing chromium (apt-get, half a minute) …');
  const apt = args => spawnSync('apt-get', args, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  const failed = [['update'], ['install', '-y', 'chromium']].map(apt).find(({ status }) => status !== 0);
  if (failed || !findBrowser())
    throw new CannotInstall(`${failed?.stderr ?? ''}chromium could not be installed.\nRun: ${browserLine()}`);
}

const browserLine = () =>
  ({
    darwin: 'brew install --cask chromium',
    win32: 'winget install Google.Chrome',
  })[process.platform] ?? 'sudo apt-get update && sudo apt-get install -y chromium';

/** Runs `steps`; a thing that cannot be installed ends the process with its message and exit code 1. */
export function orExplain(...steps) {
  try {
    for (const step of steps) step();
  } catch (error) {
    if (!(error instanceof CannotInstall)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

/** Hands over to Node 24: runs a script of this folder and ends as it ends. */
export function continueWith(script, args = []) {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(node24, [file, ...args], { cwd: root, stdio: 'inherit' });
  // The script closes what it opened; only then may this process, and npm above it, end.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', code => process.exit(code ?? 1));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const steps = { packages: installPackages, host: installHost, browser: installBrowser };
  const named = process.argv.slice(2);
  const unknown = named.find(name => !(name in steps));
  if (unknown) {
    console.error(`There is nothing called "${unknown}" to install; there is: ${Object.keys(steps).join(', ')}`);
    process.exit(2);
  }
  orExplain(...(named.length > 0 ? named : Object.keys(steps)).map(name => steps[name]));
}
