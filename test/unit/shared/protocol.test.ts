import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromPageSchema } from '../../../src/shared/protocol.ts';

const refused: readonly unknown[] = [
  undefined,
  null,
  'ready',
  {},
  { kind: 'run', command: 'workbench.action.terminal.sendSequence' },
  { kind: 'act', action: 'workbench.action.quit' },
  { kind: 'send', text: 7 },
  { kind: 'send', text: 'x'.repeat(1_000_001) },
  { kind: 'retry', id: 'x'.repeat(65) },
  { kind: 'panel', id: '1', open: 'yes' },
  { kind: 'open', href: `https://example.org/${'x'.repeat(4096)}` },
];

for (const message of refused)
  test(`the page cannot say ${JSON.stringify(message)?.slice(0, 60)}`, () =>
    assert.equal(fromPageSchema.safeParse(message).success, false));

test('what the page may say comes through as it is, without what was not asked for', () => {
  assert.deepEqual(fromPageSchema.parse({ kind: 'send', text: 'Hi', command: 'x' }), { kind: 'send', text: 'Hi' });
  assert.deepEqual(fromPageSchema.parse({ kind: 'act', action: 'showLog' }), { kind: 'act', action: 'showLog' });
});
