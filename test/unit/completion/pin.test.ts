import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { type Pin, classicHoleIn, freshHole, holeIn, pinAtRest, pinFor } from '../../../src/completion/pin.ts';
import { normalBudget, promptTokens, quickBudget } from '../../../src/context/budget.ts';
import { tokensIn } from '../../../src/context/tokens.ts';
import { type CutText, cutAt } from '../../../src/context/window.ts';
import type { Snippet } from '../../../src/context/snippet.ts';
import type { Budget } from '../../../src/models/families.ts';
import type { Hole } from '../../../src/prompt/fillInMiddle.ts';

const cut = (marked: string, path = 'src/a.ts'): CutText =>
  cutAt({ path, languageId: 'typescript', text: marked.replace('║', '') }, marked.indexOf('║'));

const numbered = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, index) => `const value${from + index} = one(${from + index});\n`).join('');

/** The pin of one person's prompts. */
class PinnedHole {
  #pin: Pin | undefined;

  at(cursor: CutText, related: readonly Snippet[], budget: Budget): Hole {
    this.#pin = pinFor(this.#pin, cursor, related, budget);
    return holeIn(this.#pin, cursor);
  }

  atRest(cursor: CutText, related: readonly Snippet[], budget: Budget): Hole {
    this.#pin = pinAtRest(this.#pin, cursor, related, budget);
    return holeIn(this.#pin, cursor);
  }
}

/** What the hole is after each of the documents in turn. */
function holes(...documents: readonly string[]): readonly Hole[] {
  const pinned = new PinnedHole();
  return documents.map(document => pinned.at(cut(document), [], normalBudget));
}

const fixed = ({ prefix, suffix }: Hole) => ({ prefix, suffix });

test('the hole begins with the line of the cursor, and what follows the line is the suffix', () =>
  assert.deepEqual(holes('let x;\nlet y = ║\nend\n'), [
    { path: 'src/a.ts', related: [], prefix: 'let x;\n', suffix: '\nend\n', middle: 'let y = ' },
  ]));

test('keys and new lines add to the middle and leave all before it alone', () => {
  const [first, ...later] = holes(
    'a;\n  b║\nend\n',
    'a;\n  bc║\nend\n',
    'a;\n  bc;\n  ║\nend\n',
    'a;\n  bc;\n  d║\nend\n',
  );
  assert.ok(first);
  for (const hole of later) assert.deepEqual(fixed(hole), fixed(first));
  assert.deepEqual(
    later.map(({ middle }) => middle),
    ['  bc', '  bc;\n  ', '  bc;\n  d'],
  );
});

test('after sixteen lines the hole moves to the line of the cursor', () => {
  const typed = (lines: number) => `${numbered(0, 20)}${'typed();\n'.repeat(lines)}next║\nend\n`;
  const all = holes(...Array.from({ length: 19 }, (_, lines) => typed(lines)));
  assert.deepEqual(
    all.map(({ middle }) => middle.split('\n').length - 1),
    [...Array(17).keys(), 0, 1],
  );
});

test('where a new hole would have more than half of the prompt read again, it stays for 32 lines', () => {
  const below = numbered(0, 40);
  const typed = (lines: number) => `top();\n${'t();\n'.repeat(lines)}next║\n${below}`;
  const all = holes(...Array.from({ length: 34 }, (_, lines) => typed(lines)));
  assert.deepEqual(all.map(({ middle }) => middle.split('\n').length - 1).slice(15, 20), [15, 16, 17, 18, 19]);
  assert.equal(all.at(-1)?.middle, 'next');
});

test('going up out of the hole, or anywhere else, makes it anew', () => {
  const [, up] = holes('a;\nb;\nc║\nd;\n', 'a;\nb║;\nc\nd;\n');
  assert.deepEqual(up && fixed(up), { prefix: 'a;\n', suffix: '\nc\nd;\n' });
});

test('a change above the hole makes it anew', () => {
  const [, changed] = holes('a;\nb║\n', 'A;\nb║\n');
  assert.equal(changed?.prefix, 'A;\n');
});

test('a small change further below does not change the prompt, one on the next line or a large one does', () => {
  const document = (next: string, later: string) => `a;\nb║\n${next}\nmore();\n${later}\nlast();\n`;
  const [first, small, large] = holes(
    document('next();', 'later(1);'),
    document('next();', 'later(12);'),
    document('next();', 'something.quite(different, and, rather, long);'),
  );
  assert.equal(small?.suffix, first?.suffix);
  assert.notEqual(large?.suffix, first?.suffix);
  const [, next] = holes(document('next();', 'later(1);'), document('next(2);', 'later(1);'));
  assert.ok(next?.suffix.startsWith('\nnext(2);'));
});

test('what an editor closes by itself is not in the suffix, so that it costs nothing when it comes and goes', () => {
  const [open, closed] = holes('call║\nend\n', 'call(║)\nend\n');
  assert.deepEqual(closed && fixed(closed), open && fixed(open));
  const [meaningful] = holes('call(║, two)\nend\n');
  assert.equal(meaningful?.suffix, ', two)\nend\n');
});

test('another file gets a hole of its own', () => {
  const pinned = new PinnedHole();
  pinned.at(cut('a;\nb║\n'), [], normalBudget);
  assert.equal(pinned.at(cut('c;\nd║\n', 'src/b.ts'), [], normalBudget).prefix, 'c;\n');
});

const related = [{ path: 'src/b.ts', text: 'export const b = 1;\n' }];
const others = [{ path: 'src/c.ts', text: 'export const c = 2;\n' }];

test('code of other files changes only with the hole, and not where the code before it stays', () => {
  const pinned = new PinnedHole();
  const typed = (lines: number) => cut(`${numbered(0, 10)}${'typed();\n'.repeat(lines)}next║\nend\n`);
  assert.deepEqual(pinned.at(typed(0), related, normalBudget).related, related);
  for (let lines = 1; lines < 20; lines += 1)
    assert.deepEqual(pinned.at(typed(lines), others, normalBudget).related, related);
  assert.deepEqual(pinned.atRest(typed(20), others, normalBudget).related, others);
  assert.deepEqual(pinned.at(typed(21), related, normalBudget).related, others);
});

test('a prompt without room for other files has none', () =>
  assert.deepEqual(freshHole(cut('a║'), related, quickBudget).related, []));

test('at rest the hole moves to the line of the cursor', () => {
  const pinned = new PinnedHole();
  pinned.at(cut(`${numbered(0, 20)}║\nend\n`), [], normalBudget);
  const hole = pinned.atRest(cut(`${numbered(0, 20)}${'typed();\n'.repeat(4)}next║\nend\n`), [], normalBudget);
  assert.equal(hole.middle, 'next');
  assert.ok(hole.prefix.endsWith('typed();\n'));
});

test('the classic layout has the hole at the cursor', () => {
  const pin = pinFor(undefined, cut('a;\nb║\nend\n'), [], normalBudget);
  assert.deepEqual(classicHoleIn(pin, cut('a;\nb(║)\nend\n')), {
    path: 'src/a.ts',
    related: [],
    prefix: 'a;\nb(',
    suffix: ')\nend\n',
    middle: '',
  });
});

test('of the code of other files as much is taken as has room', () => {
  const large = { path: 'src/d.ts', text: numbered(0, 100) };
  assert.deepEqual(freshHole(cut('a║'), [...related, large, ...others], normalBudget).related, [...related, ...others]);
});

test('the window keeps where it begins for at least 32 lines that are typed at its end', () => {
  const pinned = new PinnedHole();
  const starts = Array.from({ length: 33 }, (_, lines) => {
    const document = cut(`${numbered(0, 300)}${'    return total;\n'.repeat(lines)}next║\nend\n`);
    return pinned.at(document, [], normalBudget).prefix.slice(0, 40);
  });
  assert.equal(new Set(starts).size, 1);
});

const tokensOf = ({ path, prefix, suffix, middle }: Hole): number =>
  tokensIn(path) + tokensIn(prefix) + tokensIn(suffix) + tokensIn(middle);

test('whatever is typed wherever, the prompt fits its budget and holds the text up to the cursor', () => {
  const key = fc.oneof(
    fc.constantFrom(
      'a',
      '\n',
      ' ',
      '(',
      '🌊',
      '文',
      'return value;\n',
      '    ',
      'x'.repeat(400),
      '0123456789'.repeat(90),
    ),
    fc.string({ maxLength: 5 }),
  );
  fc.assert(
    fc.property(fc.array(key, { maxLength: 60 }), fc.constantFrom(quickBudget, normalBudget), (keys, budget) => {
      const pinned = new PinnedHole();
      let text = '';
      for (const typed of keys) {
        text += typed.replaceAll('\r', '');
        const at = cutAt({ path: 'src/a.ts', languageId: 'typescript', text: `${text}\nend();\n` }, text.length);
        const hole = pinned.at(at, [], budget);
        assert.ok(tokensOf(hole) <= promptTokens(budget), `${tokensOf(hole)} tokens`);
        assert.ok(text.endsWith(hole.prefix + hole.middle));
      }
    }),
    { numRuns: 200 },
  );
});

test('an import that is added above leaves the prompt as it is where the window does not reach so far', () => {
  const [first, second] = holes(`${numbered(0, 200)}x║\n`, `import a;\n${numbered(0, 200)}xy║\n`);
  assert.deepEqual(second && fixed(second), first && fixed(first));
});

test('going up within the window keeps where it begins', () => {
  const [first, up] = holes(`${numbered(0, 200)}x║\n`, `${numbered(0, 195)}y║\n${numbered(195, 200)}x\n`);
  assert.ok(first && up && first.prefix.startsWith(up.prefix));
});
