import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { RecentEdits } from '../../../src/context/recentEdits.ts';

const numbered = (count: number): string[] => Array.from({ length: count }, (_, at) => `line ${at}`);
const texts =
  (path: string, lines = numbered(100)) =>
  (asked: string) =>
    asked === path ? lines.join('\n') : undefined;

/** The snippets of lines `first` to `last`, of a file whose lines are numbered. */
const showing = (path: string, first: number, last: number) => ({
  path,
  text: numbered(100)
    .slice(first, last + 1)
    .map(line => `${line}\n`)
    .join(''),
});

test('an edit in another file is shown with two lines around', () => {
  const edits = new RecentEdits();
  edits.note('a.ts', { firstLine: 10, removed: 1, added: 1 });
  assert.deepEqual(edits.snippets('b.ts', texts('a.ts')), [showing('a.ts', 8, 12)]);
});

test('nothing is shown of the file at the cursor, of a forgotten one or of one whose text is not at hand', () => {
  const edits = new RecentEdits();
  edits.note('a.ts', { firstLine: 10, removed: 1, added: 1 });
  assert.deepEqual(edits.snippets('a.ts', texts('a.ts')), []);
  assert.deepEqual(edits.snippets('b.ts', texts('c.ts')), []);
  edits.forget('a.ts');
  assert.deepEqual(edits.snippets('b.ts', texts('a.ts')), []);
});

test('neighbouring edits become one, far ones stay apart, the newest first', () => {
  const edits = new RecentEdits();
  edits.note('a.ts', { firstLine: 50, removed: 1, added: 1 });
  edits.note('a.ts', { firstLine: 10, removed: 1, added: 1 });
  edits.note('a.ts', { firstLine: 13, removed: 1, added: 1 });
  assert.deepEqual(edits.snippets('b.ts', texts('a.ts')), [showing('a.ts', 8, 15), showing('a.ts', 48, 52)]);
});

test('a place moves with the lines that are put in or taken out above it, and goes when it is deleted', () => {
  const edits = new RecentEdits();
  edits.note('a.ts', { firstLine: 50, removed: 1, added: 1 });
  edits.note('a.ts', { firstLine: 0, removed: 1, added: 11 });
  assert.deepEqual(edits.snippets('b.ts', texts('a.ts'))[1], showing('a.ts', 58, 62));
  edits.note('a.ts', { firstLine: 55, removed: 20, added: 1 });
  assert.deepEqual(edits.snippets('b.ts', texts('a.ts')), [showing('a.ts', 53, 57), showing('a.ts', 0, 12)]);
});

test('what was pasted in one piece is no edited place, but moves the others', () => {
  const edits = new RecentEdits();
  edits.note('a.ts', { firstLine: 50, removed: 1, added: 1 });
  edits.note('a.ts', { firstLine: 0, removed: 1, added: 41 });
  assert.deepEqual(edits.snippets('b.ts', texts('a.ts')), [showing('a.ts', 88, 92)]);
});

test('only the last eight places are remembered', () => {
  const edits = new RecentEdits();
  for (let at = 0; at < 12; at += 1) edits.note(`${at}.ts`, { firstLine: 5, removed: 1, added: 1 });
  const shown = edits.snippets('b.ts', () => numbered(10).join('\n'));
  assert.deepEqual(
    shown.map(({ path }) => path),
    [11, 10, 9, 8, 7, 6, 5, 4].map(at => `${at}.ts`),
  );
});

test('after any edits each line that was written last is shown', () =>
  fc.assert(
    fc.property(
      fc.array(fc.record({ firstLine: fc.nat(40), removed: fc.nat(5), added: fc.integer({ min: 1, max: 5 }) }), {
        minLength: 1,
      }),
      changes => {
        const edits = new RecentEdits();
        const lines = numbered(40);
        let fresh: string[] = [];
        for (const [round, change] of changes.entries()) {
          const firstLine = Math.min(change.firstLine, lines.length);
          fresh = Array.from({ length: change.added }, (_, at) => `edit ${round}.${at}`);
          const removed = lines.splice(firstLine, change.removed, ...fresh).length;
          edits.note('a.ts', { firstLine, removed, added: change.added });
        }
        const [newest] = edits.snippets('b.ts', texts('a.ts', lines));
        assert(newest?.text.includes(fresh.map(line => `${line}\n`).join('')));
      },
    ),
  ));
