import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { z } from 'zod';
import { ThoughtSplitter } from '../../../src/chat/thoughtSplitter.ts';
import { reasoningCase, splitCase } from '../../eval/reasoning.ts';

const goldenCase = reasoningCase.extend({
  expected: z.object({ thinking: z.string(), answer: z.string(), unclosed: z.boolean().optional() }),
});

const cases = readFileSync(new URL('../../golden/reasoning.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter(line => line !== '')
  .map(line => goldenCase.parse(JSON.parse(line)));

const expectedOf = (one: z.infer<typeof goldenCase>) => ({ unclosed: false, ...one.expected, note: undefined });
const seen = (one: z.infer<typeof goldenCase>, cut?: Parameters<typeof splitCase>[1]) => ({
  ...splitCase(one, cut),
  note: undefined,
});

for (const one of cases) {
  test(`trace and answer come out right: ${one.id}`, () => assert.deepEqual(seen(one), expectedOf(one)));

  test(`trace and answer are the same however the stream is cut: ${one.id}`, () => {
    for (let every = 1; every < 40; every++) assert.deepEqual(seen(one, { every }), expectedOf(one), `every ${every}`);
    for (let seed = 0; seed < 200; seed++) assert.deepEqual(seen(one, { seed }), expectedOf(one), `seed ${seed}`);
  });
}

/** The same case with a server that sends each character by itself. */
function characterByCharacter(one: z.infer<typeof goldenCase>): z.infer<typeof goldenCase> {
  const chunks = one.chunks.flatMap((chunk): (typeof one)['chunks'] => {
    if (typeof chunk === 'string') return [chunk];
    const { thinking, content, ...rest } = chunk;
    return [
      ...Array.from(thinking ?? '', char => ({ thinking: char })),
      ...Array.from(content ?? '', char => ({ content: char })),
      rest,
    ];
  });
  return { ...one, chunks };
}

for (const one of cases.filter(({ chunks }) => chunks.some(chunk => typeof chunk !== 'string')))
  test(`what a server separates may come character by character: ${one.id}`, () =>
    assert.deepEqual(seen(characterByCharacter(one)), expectedOf(one)));

test('there are golden cases of each rule', () => {
  assert.ok(cases.length >= 60);
  assert.equal(new Set(cases.map(({ id }) => id)).size, cases.length);
});

test('while the stream runs no piece of a tag is ever shown', () => {
  const splitter = new ThoughtSplitter({ startsInThought: true });
  for (const char of 'It is <b>.</think>The answer.') {
    splitter.add({ kind: 'text', text: char });
    assert.doesNotMatch(splitter.thought + splitter.answer, /<\/|think/);
  }
  splitter.end();
  assert.equal(splitter.thought, 'It is <b>.');
  assert.equal(splitter.answer, 'The answer.');
});

test('a server that sends reasoning and then ends leaves the trace unclosed', () => {
  const splitter = new ThoughtSplitter({ startsInThought: false });
  splitter.add({ kind: 'thought', text: 'hm' });
  splitter.end();
  assert.equal(splitter.unclosed, true);
});
