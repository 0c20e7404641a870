import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Place, Suggestion } from '../../../src/completion/place.ts';
import { Recall } from '../../../src/completion/recall.ts';
import { windowAround } from '../../../src/context/window.ts';

/** 100,000 in a long run. */
const numRuns = Number(process.env['DEEPWELL_PROPERTY_RUNS'] ?? 1000);

interface Scene {
  readonly before: string;
  readonly after: string;
  readonly eol: '\n' | '\r\n';
  readonly suggestion: Suggestion;
}

const placeIn = ({ before, after, eol }: Pick<Scene, 'before' | 'after' | 'eol'>): Place => ({
  window: windowAround({ path: 'a.ts', languageId: 'typescript', text: before + after }, before.length),
  indent: { insertSpaces: true, tabSize: 2 },
  eol,
  maxLines: 12,
});

const word = fc.constantFrom('value', 'a', 'Ж', '名前', '🌊', 'x1', '_b', 'høy');
const sign = fc.constantFrom('(', ')', '{', '}', '.', ' ', '  ', '"', "'", ';', '=>', '<', ',', '\t');
const line = fc.array(fc.oneof(word, sign), { maxLength: 8 }).map(parts => parts.join(''));

const scenes: fc.Arbitrary<Scene> = fc
  .record({
    above: fc.array(line, { maxLength: 4 }),
    lineBefore: line,
    lineAfter: fc.constantFrom('', ')', '")', '});', ' else', '}'),
    below: fc.array(line, { maxLength: 3 }),
    insert: fc.array(line, { minLength: 1, maxLength: 4 }),
    eol: fc.constantFrom('\n' as const, '\r\n' as const),
  })
  .map(({ above, lineBefore, lineAfter, below, insert, eol }) => ({
    before: [...above, lineBefore].join(eol),
    after: [lineAfter, ...below].join(eol),
    eol,
    suggestion: { insert: insert.join(eol), replaceSuffix: 0 },
  }))
  .filter(({ suggestion }) => suggestion.insert.trim() !== '');

/** Remembers the scene's suggestion, as after an answer of the model. */
function remembering(scene: Scene): Recall {
  const recall = new Recall();
  recall.keep(placeIn(scene), [scene.suggestion]);
  return recall;
}

const offered = (recall: Recall, scene: Scene, typed: string): Suggestion | undefined =>
  recall.find(placeIn({ ...scene, before: scene.before + typed }))[0];

/** No editor stops in the middle of a line end or of a character. */
const mayStopAt = (text: string, at: number): boolean =>
  !/^[\udc00-\udfff]/.test(text.slice(at)) && !(text.charAt(at - 1) === '\r' && text.charAt(at) === '\n');

test('after any beginning of a suggestion is typed, the rest of it is offered without a request', () =>
  fc.assert(
    fc.property(scenes, fc.nat(), (scene, seed) => {
      const { insert } = scene.suggestion;
      const at = seed % insert.length;
      if (!mayStopAt(insert, at)) return;
      const rest = insert.slice(at);
      assert.deepEqual(
        offered(remembering(scene), scene, insert.slice(0, at)),
        rest.trim() === '' ? undefined : { insert: rest, replaceSuffix: 0 },
      );
    }),
    { numRuns },
  ));

/** What VS Code takes with one key: the word with the space before it, or the line with its end. */
const parts = {
  word: /^(?:\s*(?:[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]+|$))/u,
  line: /^[^\r\n]*(?:\r?\n[ \t]*|$)/,
};

for (const [name, part] of Object.entries(parts))
  test(`accepting by the ${name} adds up to accepting all`, () =>
    fc.assert(
      fc.property(scenes, scene => {
        const recall = remembering(scene);
        let typed = '';
        for (let rest = scene.suggestion.insert; rest !== '';) {
          const taken = part.exec(rest)?.[0] || rest;
          typed += taken;
          // Spaces alone are not offered: an editor that has taken all words has taken all there is to see.
          const next = offered(recall, scene, typed)?.insert ?? '';
          if (next === '') assert.equal(scene.suggestion.insert.slice(typed.length).trim(), '');
          rest = next;
        }
        assert.equal(typed.trimEnd(), scene.suggestion.insert.trimEnd());
      }),
      { numRuns },
    ));

test('what differs in one character from the suggestion is offered nothing of it', () =>
  fc.assert(
    fc.property(scenes, fc.nat(), (scene, seed) => {
      const { insert } = scene.suggestion;
      const at = seed % insert.length;
      if (!mayStopAt(insert, at)) return;
      assert.equal(offered(remembering(scene), scene, `${insert.slice(0, at)}§`), undefined);
    }),
    { numRuns },
  ));

test('where the editor closes what is typed open, the suggestion goes on over it and the document comes out the same', () =>
  fc.assert(
    fc.property(scenes, fc.constantFrom('()', '[]', '{}'), line, ({ before, eol }, [open = '', close = ''], inner) => {
      // A call of plain words: what stands between the brackets has none of its own.
      const content = inner.replaceAll(/[^\p{L}\p{N} ,.]/gu, '').trim();
      const insert = `call${open}${content}${close};`;
      const scene: Scene = { before: `${before}${eol}`, after: eol, eol, suggestion: { insert, replaceSuffix: 0 } };
      const recall = remembering(scene);
      const typed = `${scene.before}call${open}`;
      const rest = recall.find(placeIn({ before: typed, after: close + eol, eol }))[0];
      if (content === '') return;
      assert.ok(rest);
      assert.equal(typed + rest.insert + (close + eol).slice(rest.replaceSuffix), `${scene.before}${insert}${eol}`);
    }),
    { numRuns },
  ));
