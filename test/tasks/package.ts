// npm run package [-- target …]: a target is "universal" (without the engine), a platform ("linux-x64") or "here".
// Builds and writes dist/deepwell-<target>.vsix (or --out folder), for universal and here when nothing is named.
import { chmodSync, cpSync, globSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PackageManager, createVSIX, listFiles } from '@vscode/vsce';
import { z } from 'zod';
import { runNode } from './commands.ts';
import { copyEnginePackages } from './enginePackages.ts';
import { root } from './install.mjs';
import { readManifest, textOf, without } from './manifest.ts';

// The same sources make the same bytes: entries sorted, with one time of no meaning (1 January 2000) in one time zone.
process.env['SOURCE_DATE_EPOCH'] = '946684800';
process.env['TZ'] = 'UTC';

const repositoryOnly = ['private', 'scripts', 'dependencies', 'devDependencies', 'overrides', 'allowScripts'];
const here = `${process.platform}-${process.arch}`;
const { values, positionals: asked } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string', default: join(root, 'dist') } },
});
const targets = (asked.length > 0 ? asked : ['universal', 'here']).map(name => (name === 'here' ? here : name));

const { code, output } = await runNode(['esbuild.ts']);
if (code !== 0) {
  console.error(output);
  process.exit(1);
}
try {
  for (const target of new Set(targets)) await makePackage(target);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

async function makePackage(target: string): Promise<void> {
  const stage = mkdtempSync(join(tmpdir(), 'deepwell-package-'));
  try {
    await fill(stage, target);
    const packagePath = join(values.out, `deepwell-${target}.vsix`);
    await createVSIX({
      cwd: stage,
      packagePath,
      ...(target !== 'universal' && { target }),
      dependencies: false,
      allowMissingRepository: true,
      rewriteRelativeLinks: false,
    });
    console.log(`${packagePath} (${(statSync(packagePath).size / 1e6).toFixed(2)} MB)`);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

/** Fills the folder that becomes the package: what .vscodeignore allows, and for a platform the engine. */
async function fill(stage: string, target: string): Promise<void> {
  const allowed = await listFiles({ cwd: root, packageManager: PackageManager.None });
  const isEngine = (file: string): boolean => file === 'dist/engine.mjs';
  for (const file of allowed)
    if (target !== 'universal' || !isEngine(file)) cpSync(join(root, file), join(stage, file));
  cpSync(join(root, '.vscodeignore'), join(stage, '.vscodeignore'));
  writeFileSync(join(stage, 'package.json'), packagedManifest());
  // vsce leaves out node_modules at the top level, and would ask npm what belongs there; the engine looks in dist/ first.
  if (target !== 'universal') await copyEnginePackages(target, join(stage, 'dist', 'node_modules'));
  for (const entry of globSync('**', { cwd: stage, withFileTypes: true }))
    if (entry.isFile()) chmodSync(join(entry.parentPath, entry.name), 0o644);
}

/** The manifest without what only the repository uses. All dependencies are bundled or copied. */
function packagedManifest(): string {
  const manifest = without(readManifest(join(root, 'package.json')), repositoryOnly);
  const { vscode } = z.object({ vscode: z.string() }).parse(manifest['engines']);
  return textOf({ ...manifest, engines: { vscode } });
}
