import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runNode } from '../tasks/commands.ts';

test('in-host tests whose extension host ends with exit code 0 before they do have failed', async () => {
  const { code, output } = await runNode([
    'test/host/run.ts',
    'test/fixtures/dyingSuite',
    ...['--extension', 'test/fixtures/emptyExtension'],
  ]);
  assert.match(output, /Exit code: +0\n/);
  assert.match(output, /The extension host ended before the tests did\.\n$/);
  assert.equal(code, 1);
});
