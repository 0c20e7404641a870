import assert from 'node:assert/strict';
import { test } from 'node:test';
import { continuation } from '../../eval/truth.ts';

test('where the text so far begins the final text, the rest of it follows', () => {
  assert.equal(continuation('one\ntwo\n', 'one\nt'), 'wo\n');
  assert.equal(continuation('one\n', ''), 'one\n');
  assert.equal(continuation('one\n', 'one\n'), '');
});

test('behind a part that is not written yet, the place is found by the lines before it', () => {
  assert.equal(continuation('a();\nb();\nlet x = 1;\nend\n', 'a();\nlet x ='), ' 1;\nend\n');
  assert.equal(continuation('a();\nb();\nlet x;\n\nend\n', 'a();\nlet x;\n\n'), 'end\n');
});

test('of equal lines, the one with the same lines before it counts', () => {
  assert.equal(continuation('0\nif a\n  go 1\nif b\n  go 2\n', 'x\nif b\n  go'), ' 2\n');
});

test('of places that are equal in all, the nearest counts', () => {
  const truth = 'go 1\ngo 2\ngo 3\n';
  assert.equal(continuation(truth, '\ngo'), ' 2\ngo 3\n');
  assert.equal(continuation(truth, 'xxxxxxx\ngo'), ' 3\n');
});

test('on a line the final text does not have, it goes on as far as the person has come', () => {
  assert.equal(continuation('return 1;\n', 'retrun'), ' 1;\n');
  assert.equal(continuation('a\n', 'something else'), '');
});
