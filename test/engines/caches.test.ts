import assert from 'node:assert/strict';
import { completionAt, hear } from './asking.ts';
import { testEach } from './table.ts';

const scripts = { coder: [{ says: 'fine();' }] };

testEach('whichever cache is named, a completion says the same', async (row, t) => {
  const { engine } = await row.start(t, { scripts });
  for (const cache of ['main', 'quick'] as const)
    assert.equal((await hear(engine, { ...completionAt('start();\n║\n'), cache })).text, 'fine();');
});
