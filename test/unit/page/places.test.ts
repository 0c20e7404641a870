import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isTurningBack, matchesOf, shownPlaces, stepWords } from '../../../src/page/reasoning/places.ts';

test('places of the source are found in what is shown of it, without its marks', () => {
  const source = '- one `two`\n\n```ts\nconst a = 1;\n```\n\nWait, `a` is one.';
  const shown = 'one two\nconst a = 1;\nWait, a is one.';
  const offsets = [0, source.indexOf('const'), source.indexOf('Wait')];
  assert.deepEqual(shownPlaces(source, shown, offsets), [0, shown.indexOf('const'), shown.indexOf('Wait')]);
});

test('a place is found wherever the text above is laid out anew or names what is invisible', () => {
  const source = 'A\u202eB   c\n\n\nSo it is';
  const shown = 'AU+202EB c\nSo it is';
  assert.deepEqual(shownPlaces(source, shown, [source.indexOf('So')]), [shown.indexOf('So')]);
});

test('a place that is not shown yet is undefined, and so are those after it', () => {
  assert.deepEqual(shownPlaces('One.\n\nWait, two.', 'One.', [0, 6, 20]), [0, undefined, undefined]);
  assert.deepEqual(shownPlaces('', '', [0]), [undefined]);
});

test('each turn of a long trace is found again after code, lists and maths', () => {
  const step = (at: number): string =>
    `Wait, step ${at} has \`code_${at}\` and \\( x_${at} \\).\n\n- item ${at}\n- more`;
  const source = Array.from({ length: 300 }, (_, at) => step(at)).join('\n\n');
  const shown = source.replaceAll(/`|^- /gm, '').replaceAll('\n\n', '\n');
  const all = (text: string): readonly number[] => [...text.matchAll(/Wait/g)].map(({ index }) => index);
  assert.deepEqual(shownPlaces(source, shown, all(source)), all(shown));
});

test('words that turn back are told from words that only go on', () => {
  const turns = ['Wait', 'Alternatively', 'But', 'Actually', 'Hmm', 'However', 'So', 'Therefore', 'First', ''];
  assert.deepEqual(
    turns.filter(turn => isTurningBack({ at: 0, turn })),
    ['Wait', 'Alternatively', 'But', 'Actually', 'Hmm', 'However'],
  );
});

test('a step is named by its first words, without its turn word and its marks', () => {
  const trace = 'The `loop` runs.\nOn.\n\nWait, no.\n\nSo\nit is';
  assert.equal(stepWords(trace, { at: 0, turn: '' }), 'The loop runs.');
  assert.equal(stepWords(trace, { at: trace.indexOf('Wait'), turn: 'Wait' }), 'no.');
  assert.equal(stepWords(trace, { at: trace.indexOf('So'), turn: 'So' }), 'it is');
});

test('what is looked for is found in any case and across a break of the line, and taken as it stands', () => {
  assert.deepEqual(matchesOf('The loop. the\nloop', 'the LOOP'), [
    [0, 8],
    [10, 18],
  ]);
  assert.deepEqual(matchesOf('a.b aXb a/b (c) [d] x-y', 'a.b'), [[0, 3]]);
  for (const query of ['(c)', '[d]', 'a/b', 'x-y', '\\'])
    assert.ok(matchesOf(`… ${query} …`, query).length === 1, query);
  assert.deepEqual(matchesOf('anything', '  '), []);
});
