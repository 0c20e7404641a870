import assert from 'node:assert/strict';
import { Completer } from '../../src/completion/complete.ts';
import type { CompletionRequest } from '../../src/completion/request.ts';
import { coderFamily, until } from './asking.ts';
import { every, testEach } from './table.ts';

const scripts = { coder: [{ says: 'and on ', after: 'x', endless: true }] };

const typed = (keys: number): CompletionRequest => ({
  document: { path: 'src/a.ts', languageId: 'typescript', text: `start();\nconst a = ${'x'.repeat(keys)}\nend();\n` },
  offset: 'start();\nconst a = '.length + keys,
  trigger: 'auto',
  indent: { insertSpaces: true, tabSize: 2 },
  eol: '\n',
  // As many tokens as a completion can be made to ask for.
  maxLines: 64,
});

testEach(
  'of twenty fast keys at most one is being worked on at any time, and none after the last is gone',
  async (row, t) => {
    const running = await row.start(t, { scripts });
    const completer = new Completer({
      reach: async () => ({ engine: running.engine, family: coderFamily }),
      pause: async (_, signal) => signal.throwIfAborted(),
    });
    const leave = new AbortController();
    const outcomes = [];
    for (let key = 1; key <= 20; key++) {
      const arrived = running.requests();
      outcomes.push(completer.complete(typed(key), leave.signal));
      // Most keys come before their request has gone out; every fifth finds the model at work.
      if (key % 5 === 0) await until(() => running.requests() > arrived);
      else await new Promise(resolve => setImmediate(resolve));
    }
    leave.abort();
    assert.ok((await Promise.all(outcomes)).every(outcome => outcome.kind !== 'failed'));
    await until(async () => running.inFlight() === 0 && (await running.isIdle()));
    assert.ok(running.requests() >= 4, `${running.requests()} requests`);
    assert.equal(running.mostInFlight(), 1);
    t.diagnostic(`${running.requests()} of 20 requests arrived`);
  },
  every,
);
