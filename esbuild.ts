// Builds the bundles into dist/: the extension (CommonJS, as VS Code loads it), the engine's child process, the chat page, and
// what the page loads when a formula appears.
// node esbuild.ts [--watch] [--development]
import { build, context, type BuildOptions } from 'esbuild';

const development = process.argv.includes('--development');

const shared: BuildOptions = {
  bundle: true,
  minify: !development,
  sourcemap: development,
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
};

/** The chat page, and what it loads when a formula appears. */
export const pageBundle: BuildOptions = {
  ...shared,
  entryPoints: { page: 'src/page/main.tsx', maths: 'src/page/maths/maths.ts' },
  outdir: 'dist',
  platform: 'browser',
  format: 'iife',
  target: 'es2022',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  tsconfig: 'tsconfig.page.json',
  loader: { '.ttf': 'file' },
  assetNames: '[name]',
};

const bundles: readonly BuildOptions[] = [
  {
    ...shared,
    entryPoints: { extension: 'src/extension.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['vscode'],
  },
  {
    ...shared,
    entryPoints: { engine: 'src/engines/embedded/child.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    platform: 'node',
    format: 'esm',
    target: 'node22',
    // Native binaries: only the platform builds carry it, beside dist/ in node_modules/.
    external: ['node-llama-cpp'],
  },
  pageBundle,
];

if (import.meta.main) {
  if (process.argv.includes('--watch')) for (const options of bundles) await (await context(options)).watch();
  else await Promise.all(bundles.map(options => build(options)));
}
