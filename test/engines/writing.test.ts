import assert from 'node:assert/strict';
import { completionAt, hear, question, questionAsTurns, shown } from './asking.ts';
import { every, testEach } from './table.ts';

// Each emoji is two tokens of the scripted models, and up to seven characters to the eye.
const middle = 'return a + b; // 🙂 größer, 日本語, 👩‍👩‍👧\n  const c = 1;\n}';
const trace = 'Four 🤔 plus zero?\nIt stays.';
const answer = 'The sum is **4** 😀, 日本, 👩‍👩‍👦.\n\n- done';
const scripts = { coder: [{ says: middle }], r1: [{ says: `${trace}\n</think>\n\n${answer}` }] };
const document = 'function add(a, b) {\n║\n}\n';

testEach('a completion is the exact text of the model, however its bytes are cut', async (row, t) => {
  const running = await row.start(t, { scripts });
  for (const bytes of [0, 1, 3, 7, 64]) {
    running.cutEvery(bytes);
    const heard = await hear(running.engine, completionAt(document));
    assert.equal(heard.text, middle);
    assert.equal(heard.reason, 'stop');
    assert.ok(heard.pieces.every(piece => !('text' in piece) || !/\uFFFD/.test(piece.text)));
  }
});

testEach('trace and answer are told apart, however their bytes are cut', async (row, t) => {
  const running = await row.start(t, { scripts });
  for (const bytes of [0, 1, 5]) {
    running.cutEvery(bytes);
    const heard = await hear(running.engine, question('How much?'));
    assert.deepEqual(shown(heard, true), { thought: trace, answer });
  }
});

testEach(
  'trace and answer that the server tells apart by itself are shown the same',
  async (row, t) => {
    const running = await row.start(t, { scripts });
    const heard = await hear(running.engine, questionAsTurns('How much?'));
    assert.deepEqual(new Set(heard.pieces.map(({ kind }) => kind)), new Set(['waiting', 'thought', 'answer', 'end']));
    assert.deepEqual(shown(heard, false), { thought: trace, answer });
  },
  ({ separates }) => separates,
);

testEach('its usage counts the prompt and what was written', async (row, t) => {
  const { engine } = await row.start(t, { scripts: { coder: [{ says: 'return a + b;\n}' }] } });
  const short = await hear(engine, completionAt('let a = 1;\n║\n'));
  const long = await hear(engine, completionAt('let a = 1;\nlet b = 22;\n║\n'));
  const added = (long.usage?.promptTokens ?? 0) - (short.usage?.promptTokens ?? 0);
  assert.equal(added, 'let b = 22;\n'.length);
  const counted = short.pieces.reduce((sum, piece) => sum + ('tokens' in piece ? piece.tokens : 0), 0);
  const { evaluatedTokens = 0, promptTokens = 0, generatedTokens = 0 } = short.usage ?? {};
  // The token that ends a text belongs to what some engines generated.
  assert.ok(generatedTokens - counted === 0 || generatedTokens - counted === 1, `${generatedTokens} for ${counted}`);
  assert.ok(evaluatedTokens <= promptTokens);
});

testEach('a limit of tokens is kept, and told as the reason of the end', async (row, t) => {
  const { engine } = await row.start(t, { scripts: { coder: [{ says: 'on and on ', endless: true }] } });
  const heard = await hear(engine, completionAt(document, 12));
  assert.deepEqual([heard.reason, heard.usage?.generatedTokens], ['length', 12]);
});

testEach('more tokens may be asked for than the model can hold', async (row, t) => {
  const { engine } = await row.start(t, { scripts, contextLength: 512 });
  assert.equal((await hear(engine, completionAt(document, 32_768))).text, middle);
});

testEach(
  'usage is more than nothing, and no more is written than was asked for',
  async (row, t) => {
    const { engine } = await row.start(t, { scripts });
    const { usage, text } = await hear(engine, completionAt(document, 20));
    assert.ok((usage?.promptTokens ?? 0) > 0);
    assert.ok((usage?.generatedTokens ?? 0) <= 20);
    assert.ok(text.length > 0);
  },
  every,
);
