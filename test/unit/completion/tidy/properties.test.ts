// Each property is tried on so many streams: 1,000, or DEEPWELL_PROPERTY_RUNS.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Suggestion } from '../../../../src/completion/place.ts';
import { isSettled } from '../../../../src/completion/settled.ts';
import { tidy } from '../../../../src/completion/tidy/tidy.ts';
import { type Written, marks, placeOf, written } from './generated.ts';

const numRuns = Number(process.env['DEEPWELL_PROPERTY_RUNS'] ?? 1000);

const shownOf = (one: Written): Suggestion | undefined => tidy(one.says, placeOf(one), one.ended);

const forEach = (check: (one: Written) => void): void => fc.assert(fc.property(written, check), { numRuns });

const forEachShown = (check: (shown: Suggestion, one: Written) => void): void =>
  forEach(one => {
    const shown = shownOf(one);
    if (shown !== undefined) check(shown, one);
  });

test('most streams show something, so the other properties say something', () => {
  const shown = fc.sample(written, 500).filter(one => shownOf(one) !== undefined).length;
  assert.ok(shown > 150, `${shown} of 500`);
});

test('nothing is replaced but the rest of the cursor’s line, and what is shown is never empty', () =>
  forEachShown(({ insert, replaceSuffix }, { suffix }) => {
    assert.match(insert, /\S/);
    assert.ok(replaceSuffix >= 0 && replaceSuffix <= suffix.search(/\r?\n|$/));
  }));

test('what is replaced comes again in the text, in the same order', () =>
  forEachShown(({ insert, replaceSuffix }, { suffix }) => {
    let at = 0;
    for (const char of insert) if (at < replaceSuffix && suffix.startsWith(char, at)) at += char.length;
    assert.equal(at, replaceSuffix);
  }));

test('no surrogate pair and no line end is taken apart', () =>
  forEachShown(({ insert, replaceSuffix }, { suffix }) => {
    assert.ok(insert.isWellFormed());
    const [before, after] = [suffix.slice(0, replaceSuffix), suffix.slice(replaceSuffix)];
    assert.ok(!/[\ud800-\udbff]$/.test(before) || !/^[\udc00-\udfff]/.test(after));
    assert.ok(!before.endsWith('\r') || !after.startsWith('\n'));
  }));

test('every line end of the text is the document’s', () =>
  forEachShown(({ insert }, { eol }) => assert.doesNotMatch(insert.replaceAll(eol, ''), /[\r\n]/)));

test('no character that hides or reorders something is inserted', () =>
  forEachShown(({ insert }) => {
    // The joiner of an emoji is the only one of its kind among the streams that has its place.
    const plain = insert.replaceAll('👩\u200d💻', '');
    assert.doesNotMatch(plain.replaceAll('\r\n', '\n'), /[[\p{Cc}\p{Bidi_Control}\u200b-\u200d\u2060\ufeff]--[\t\n]]/v);
  }));

test('no mark of a model is inserted', () =>
  forEachShown(({ insert }) => assert.ok(marks.every(mark => !insert.includes(mark)))));

test('a mark in the person’s own code is text like any other', () =>
  forEach(one => {
    const other = (text: string): string => marks.reduce((soFar, mark) => soFar.replaceAll(mark, blanked(mark)), text);
    const says = one.says.replaceAll(/<\|?[^>]*>?|｜/g, '');
    const own = { ...one, says };
    assert.deepEqual(shownOf(own), shownOf({ ...own, prefix: other(one.prefix), suffix: other(one.suffix) }));
  }));

/** A text that is no mark and whose signs mean the same to any language. */
const blanked = (mark: string): string => mark.replaceAll('｜', '¦').replace('EOT', 'TOE').replace('im_end', 'mi_end');

test('the same place and text give the same, whatever was asked before', () => {
  let last: Written | undefined;
  forEach(one => {
    const first = shownOf(one);
    if (last !== undefined) shownOf(last);
    const place = placeOf(one);
    for (let end = 0; end < one.says.length; end += 7) isSettled(one.says.slice(0, end), place);
    assert.deepEqual(tidy(one.says, place, one.ended), first);
    last = one;
  });
});

test('whatever comes after a text is settled changes nothing of what is shown', () =>
  forEach(one => {
    const place = placeOf(one);
    let end = 1;
    while (end < one.says.length && !isSettled(one.says.slice(0, end), place)) end += 1;
    const shown = tidy(one.says.slice(0, end), place, 'stop');
    for (let more = end + 1; more <= one.says.length; more++)
      assert.deepEqual(tidy(one.says.slice(0, more), place, 'stop'), shown, JSON.stringify(one.says.slice(0, end)));
    if (end < one.says.length) assert.deepEqual(tidy(one.says, place, one.ended), shown);
  }));
