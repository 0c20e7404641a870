import assert from 'node:assert/strict';
import { test } from 'node:test';
import { universal } from './packages.ts';
import { readZip } from './zip.ts';

const files = readZip(universal);
const sizeOf = (name: string): number => files.get(`extension/dist/${name}`)?.length ?? Number.NaN;

test('the page’s script is at most 400 KB without what it loads when it is needed', () => {
  assert.ok(sizeOf('page.js') <= 400_000, `${sizeOf('page.js')} bytes`);
  assert.ok(sizeOf('maths.js') <= 250_000, `${sizeOf('maths.js')} bytes`);
});
