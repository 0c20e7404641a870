import assert from 'node:assert/strict';
import { Failure } from '../../src/shared/failure.ts';
import type { Purpose } from '../../src/shared/engine.ts';
import { ask, completionAt, hear, never, question } from './asking.ts';
import { testEach } from './table.ts';
import type { Running, Setting } from './underTest.ts';

const scripts = { coder: [{ says: 'fine();' }], r1: [{ says: 'Yes.</think>\n\nNo.' }] };
const requestFor = (purpose: Purpose) => (purpose === 'completion' ? completionAt('start();\n║\n') : question('Why?'));

async function failureOf(running: Running, purpose: Purpose): Promise<Failure> {
  const error = await ask(running.engine, requestFor(purpose)).ended;
  assert.ok(error instanceof Failure, String(error));
  return error;
}

testEach('a prompt that does not fit is refused with the numbers, before anything is written', async (row, t) => {
  const running = await row.start(t, { scripts, contextLength: 256 });
  const asked = ask(running.engine, completionAt(`${'const one = 1;\n'.repeat(40)}║\n`));
  const error = await asked.ended;
  assert.ok(error instanceof Failure, String(error));
  assert.equal(error.kind, 'contextOverflow');
  assert.equal(error.facts['contextLength'], 256);
  assert.ok(Number(error.facts['promptTokens']) > 600, JSON.stringify(error.facts));
  assert.equal(asked.heard().text, '');
  assert.equal((await hear(running.engine, completionAt('start();\n║\n'))).text, 'fine();');
});

const casts: readonly (readonly [string, Purpose, Setting, Failure['kind']])[] = [
  [
    'an instruct model is the wrong one for completion',
    'completion',
    { named: { completion: 'instruct' }, present: ['instruct', 'reasoner'] },
    'wrongModel',
  ],
  ['a reasoner is the wrong one for completion', 'completion', { named: { completion: 'reasoner' } }, 'wrongModel'],
  ['a coder is the wrong one for chat', 'chat', { named: { chat: 'coder' } }, 'wrongModel'],
  ['where only a reasoner is, there is no model for completion', 'completion', { present: ['reasoner'] }, 'noModel'],
  ['where only a coder is, there is no model for chat', 'chat', { present: ['coder'] }, 'noModel'],
];

for (const [sentence, purpose, setting, kind] of casts)
  testEach(`${sentence}: it says so before it is asked and when it is, and no prompt is sent`, async (row, t) => {
    const running = await row.start(t, { scripts, ...setting });
    const found = (await running.engine.check(never))[purpose];
    assert.ok(found instanceof Failure);
    const failure = await failureOf(running, purpose);
    assert.deepEqual([found.kind, failure.kind], [kind, kind]);
    assert.equal(failure.facts['why'], setting.named?.completion === 'instruct' ? 'instruct' : undefined);
    if (running.prompts() !== undefined) assert.equal(running.requests(), 0);
    // The other purpose is served all the same.
    const other = purpose === 'completion' ? 'chat' : 'completion';
    if (setting.present === undefined || setting.present.includes('reasoner') === (other === 'chat'))
      assert.match((await hear(running.engine, requestFor(other))).text, /fine|No/);
  });

testEach('what is there is told with its length, before anything is loaded', async (row, t) => {
  const { engine } = await row.start(t, { scripts, contextLength: 1024 });
  const { completion, chat } = await engine.check(never);
  assert.ok(!(completion instanceof Failure) && !(chat instanceof Failure));
  assert.match(completion.name, /deepseek.coder.*base/i);
  assert.match(chat.name, /deepseek.r1/i);
  assert.ok(completion.contextLength > 0 && chat.contextLength > 0);
});
