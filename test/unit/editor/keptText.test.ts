import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { isKept, moved } from '../../../src/editor/keptText.ts';

const span = { start: 10, end: 20 };

test('a change above moves taken text, one below does not', () => {
  assert.deepEqual(moved(span, { start: 0, length: 0, inserted: 5 }), { start: 15, end: 25 });
  assert.deepEqual(moved(span, { start: 2, length: 4, inserted: 1 }), { start: 7, end: 17 });
  assert.deepEqual(moved(span, { start: 20, length: 3, inserted: 9 }), span);
});

test('what is typed into taken text belongs to it, and what is deleted of it does not', () => {
  assert.deepEqual(moved(span, { start: 15, length: 0, inserted: 4 }), { start: 10, end: 24 });
  assert.deepEqual(moved(span, { start: 12, length: 3, inserted: 0 }), { start: 10, end: 17 });
  assert.deepEqual(moved(span, { start: 10, length: 10, inserted: 0 }), { start: 10, end: 10 });
});

test('a change over an edge of taken text takes it along', () =>
  assert.deepEqual(moved(span, { start: 5, length: 10, inserted: 2 }), { start: 5, end: 12 }));

test('edits beside taken text leave it word for word, wherever they are', () => {
  const taken = '<taken>';
  const edit = fc.record({ at: fc.nat(), length: fc.nat(5), text: fc.string({ maxLength: 5 }) });
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.array(edit), (above, below, edits) => {
      let text = above + taken + below;
      let now = { start: above.length, end: above.length + taken.length };
      for (const { at, length, text: inserted } of edits) {
        const start = at % (text.length + 1);
        const changed = Math.min(length, text.length - start);
        if (start < now.end && start + changed > now.start) continue;
        text = text.slice(0, start) + inserted + text.slice(start + changed);
        now = moved(now, { start, length: changed, inserted: inserted.length });
      }
      assert.equal(text.slice(now.start, now.end), taken);
    }),
  );
});

test('text that was formatted, renamed in one place or added to is still there', () => {
  const taken = 'return items.filter(item => item.price > 10);';
  assert(isKept(taken, taken));
  assert(isKept(taken, 'return items.filter(\n  (item) => item.price > 10,\n);'));
  assert(isKept(taken, 'return items.filter(item => item.price > least);'));
  assert(isKept(taken, `${taken} // more`));
});

test('text that was deleted or rewritten is gone', () => {
  const taken = 'return items.filter(item => item.price > 10);';
  assert(!isKept(taken, ''));
  assert(!isKept(taken, 'return cheapest(items);'));
});
