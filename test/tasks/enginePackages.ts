import { cpSync, existsSync, globSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { build } from 'esbuild';
import { root } from './install.mjs';
import { readManifest, textOf, without } from './manifest.ts';

const modulesFolder = join(root, 'node_modules');

/** The engine's binaries of each platform, by VS Code's name of the platform. CPU everywhere, Metal on Apple silicon. */
export const binaries: Readonly<Record<string, string>> = {
  'darwin-arm64': '@node-llama-cpp/mac-arm64-metal',
  'darwin-x64': '@node-llama-cpp/mac-x64',
  'linux-arm64': '@node-llama-cpp/linux-arm64',
  'linux-x64': '@node-llama-cpp/linux-x64',
  'win32-arm64': '@node-llama-cpp/win-arm64',
  'win32-x64': '@node-llama-cpp/win-x64',
};

/** Data that node-llama-cpp reads beside its code. */
const engineData = [
  'llama/binariesGithubRelease.json',
  'llama/llama.cpp.info.json',
  'llama/package.json',
  'llama/grammars/*.gbnf',
];

/**
 * Copies into `folder` what the engine needs of node_modules on `platform`, and nothing else: the modules that are
 * reachable from its entry, each package's manifest (without its scripts) and licence, the engine's data, the binaries.
 * Throws when the binaries of the platform are not installed here.
 */
export async function copyEnginePackages(platform: string, folder: string): Promise<void> {
  const binary = binaries[platform];
  if (binary === undefined)
    throw new Error(`There is no engine for "${platform}"; there is: ${Object.keys(binaries).join(', ')}`);
  if (!existsSync(join(modulesFolder, binary, 'bins')))
    throw new Error(`${binary} is not installed on this machine: package for ${platform} on ${platform}.`);
  const modules = await reachableModules();
  const data = filesOf('node-llama-cpp', engineData);
  const binaryFiles = filesOf(binary, ['bins/**', 'dist/**']);
  const packages = new Set([...modules, ...binaryFiles].map(packageOf));
  for (const file of [...modules, ...data, ...binaryFiles]) copy(file, folder);
  for (const manifest of new Set(modules.flatMap(manifestsAbove))) copyManifest(manifest, folder);
  for (const name of packages) {
    copyManifest(join(name, 'package.json'), folder);
    for (const file of filesOf(name, ['{licen[sc]e,LICEN[SC]E,License,COPYING,NOTICE}*'])) copy(file, folder);
  }
}

/** Files that the import of node-llama-cpp can come to, as paths inside node_modules. */
async function reachableModules(): Promise<string[]> {
  const { metafile } = await build({
    stdin: { contents: "import 'node-llama-cpp'", resolveDir: root },
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    // As Node resolves: without the fields and conditions that only bundlers know.
    mainFields: ['main'],
    conditions: [],
    // The binaries are copied whole; reflink speeds up copies of downloaded models, which Deepwell does not make with it.
    external: ['@node-llama-cpp/*', '@reflink/*'],
  });
  const inside = 'node_modules/';
  return Object.keys(metafile.inputs).flatMap(file => (file.startsWith(inside) ? [file.slice(inside.length)] : []));
}

/** "a/node_modules/@b/c/dist/x.js" is of "a/node_modules/@b/c". */
function packageOf(file: string): string {
  const name = /^(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
  if (name === undefined) throw new Error(`${file} is in no package`);
  return name;
}

/** Manifests of folders inside a package: they say whether the modules there are CommonJS. */
function manifestsAbove(file: string): string[] {
  const top = packageOf(file);
  const manifests: string[] = [];
  for (let folder = dirname(file); folder !== top; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(join(modulesFolder, manifest))) manifests.push(manifest);
  }
  return manifests;
}

const filesOf = (name: string, patterns: readonly string[]): string[] =>
  globSync(patterns, { cwd: join(modulesFolder, name) })
    .map(file => join(name, file.replaceAll('\\', '/')))
    .filter(file => statSync(join(modulesFolder, file)).isFile());

function copy(file: string, folder: string): void {
  cpSync(join(modulesFolder, file), join(folder, file));
}

/** A manifest as it was, but for what would run or be fetched on an installation. */
function copyManifest(file: string, folder: string): void {
  const manifest = without(readManifest(join(modulesFolder, file)), ['scripts', 'devDependencies']);
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), textOf(manifest));
}
