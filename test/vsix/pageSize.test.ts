import assert from 'node:assert/strict';
import { test } from 'node:test';
import { build } from 'esbuild';

test('the page’s script is at most 400 KB without what it loads when it is needed', async () => {
  const { outputFiles } = await build({
    entryPoints: { page: 'src/page/main.tsx', maths: 'src/page/maths/maths.ts' },
    outdir: 'dist',
    write: false,
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    tsconfig: 'tsconfig.page.json',
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
  });
  const sizeOf = (name: string): number =>
    outputFiles.find(({ path }) => path.endsWith(name))?.contents.length ?? Number.NaN;
  assert.ok(sizeOf('page.js') <= 400_000, `${sizeOf('page.js')} bytes`);
  assert.ok(sizeOf('maths.js') <= 250_000, `${sizeOf('maths.js')} bytes`);
});
