import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LoopGuard } from '../../../src/chat/loopGuard.ts';
import { tokensIn } from '../../../src/context/tokens.ts';
import { functions } from '../../demo/functions.ts';
import { seededRandom } from '../../demo/random.ts';
import { topics } from '../../demo/topics.ts';
import { fallback } from '../../demo/unknownQuestions.ts';
import { transcript } from '../../fakes/transcript.ts';
import { type Loop, loopingTraces } from '../../golden/traces/loops.ts';
import { normalTraces } from '../../golden/traces/normal.ts';

const normal = normalTraces();
const looping = loopingTraces();

/** How many UTF-16 units had come when the guard noticed; undefined when it never did. */
function noticedAt(text: string): number | undefined {
  const guard = new LoopGuard();
  for (let at = 0; at < text.length; at++) {
    guard.add(text.charAt(at));
    if (guard.loops) return at + 1;
  }
  return undefined;
}

const loopsInPieces = (text: string, size: () => number): boolean => {
  const guard = new LoopGuard();
  for (let at = 0; at < text.length;) {
    const end = at + size();
    guard.add(text.slice(at, end));
    at = end;
  }
  return guard.loops;
};

test('there are at least sixty traces of each sort, the normal ones of 300 to 3,500 tokens', () => {
  assert.ok(normal.length >= 60);
  assert.ok(looping.length >= 60);
  for (const { name, text } of normal) assert.ok(tokensIn(text) >= 300 && tokensIn(text) <= 3500, name);
});

test('no normal trace is called a loop at any of its characters', () => {
  const falseAlarms = normal.filter(({ text }) => noticedAt(text) !== undefined).map(({ name }) => name);
  assert.deepEqual(falseAlarms, []);
});

test('normal traces one after another, far more than a context holds, are no loop', () => {
  const order = seededRandom(5);
  const texts = Array.from({ length: 60 }, () => order.pick(normal).text);
  assert.equal(noticedAt([...new Set(texts)].join('\n\n')), undefined);
});

for (const { name, text, start, second } of looping)
  test(`a loop is noticed within 300 tokens of its second round: ${name}`, () => {
    const at = noticedAt(text);
    assert.ok(at !== undefined, 'not noticed');
    assert.ok(at > start, 'noticed before it began');
    assert.ok(tokensIn(text.slice(second, at)) <= 300, `${tokensIn(text.slice(second, at))} tokens`);
  });

const tokensUntilNoticed = ({ text, start }: Loop): number => tokensIn(text.slice(start, noticedAt(text)));

test('a loop of rounds up to 90 tokens is noticed within 300 tokens of its first word', t => {
  const short = looping.filter(({ text, start, second }) => tokensIn(text.slice(start, second)) <= 90);
  const tokens = short.map(tokensUntilNoticed).sort((a, b) => a - b);
  t.diagnostic(`tokens until noticed: median ${tokens[tokens.length >> 1] ?? 0}, most ${tokens.at(-1) ?? 0}`);
  assert.ok((tokens.at(-1) ?? 0) <= 300);
});

test('rounds longer than 90 tokens are noticed once a second round has gone by', () => {
  const long = looping.filter(({ text, start, second }) => tokensIn(text.slice(start, second)) > 90);
  assert.ok(long.length >= 6);
  for (const { name, text, start, second } of long) {
    const at = noticedAt(text) ?? text.length;
    assert.ok(at - start <= 2 * (second - start) + 24, name);
  }
});

test('a trace is judged the same however it is cut', () => {
  const random = seededRandom(11);
  for (const { name, text } of looping) {
    const at = noticedAt(text) ?? 0;
    for (const size of [() => 1, () => 2, () => 3, () => 7, () => 5000, () => 1 + Math.floor(random.next() * 30)]) {
      assert.equal(loopsInPieces(text.slice(0, at), size), true, name);
      assert.equal(loopsInPieces(text.slice(0, at - 1), size), false, name);
    }
  }
});

test('once noticed a loop stays one, whatever follows', () => {
  const guard = new LoopGuard();
  guard.add('and then '.repeat(300));
  guard.add(normal[0]?.text ?? '');
  assert.equal(guard.loops, true);
});

const sameLine = '  console.log(values.length);\n';
const twoRows = '  </tr>\n  <tr>\n';

test('code in a fence may say the same line longer than prose', () => {
  assert.notEqual(noticedAt(sameLine.repeat(40)), undefined);
  assert.equal(noticedAt(`\`\`\`ts\n${sameLine.repeat(40)}\`\`\`\n`), undefined);
  assert.equal(noticedAt(`\`\`\`html\n${twoRows.repeat(40)}\`\`\`\n`), undefined);
  assert.notEqual(noticedAt(`\`\`\`ts\n${sameLine.repeat(400)}`), undefined);
});

test('rules and rows without words may be long, but not endless', () => {
  assert.equal(noticedAt('-'.repeat(600)), undefined);
  assert.equal(noticedAt('0 '.repeat(400)), undefined);
  assert.notEqual(noticedAt('-'.repeat(1100)), undefined);
});

test('the same words about other numbers are no loop, about a counter they are', () => {
  const lines = (value: (at: number) => number): string =>
    Array.from(
      { length: 60 },
      (_, at) => `Wait, in round ${at} the sum of the list is ${value(at)}, let me go on.`,
    ).join(' ');
  assert.equal(noticedAt(lines(at => (at * at) % 17)), undefined);
  assert.notEqual(noticedAt(lines(() => 4)), undefined);
});

test('the demo model and the recorded bodies do not go in circles', () => {
  const demo = [...functions, ...topics, fallback].map(({ thought }) => thought);
  const recorded = [
    'ollama/chat-r1-think.ndjson',
    'ollama/generate-think.ndjson',
    'llama-server/chat-r1-stream.sse',
  ].map(name =>
    [...transcript(name).matchAll(/"(?:thinking|reasoning_content)":("(?:[^"\\]|\\.)*")/g)]
      .map(match => JSON.parse(match[1] ?? '""') as string)
      .join(''),
  );
  for (const text of recorded) assert.ok(text.length > 10);
  for (const text of [...demo, ...recorded, demo.join('\n\n')]) assert.equal(noticedAt(text), undefined);
});
