import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Here, longestLine, mostCharacters, whyNotHere } from '../../../src/editor/whyNotHere.ts';

const open: Here = {
  isByHand: false,
  scheme: 'file',
  languageId: 'typescript',
  isReadOnly: false,
  excluded: undefined,
  characters: 1000,
  longestLine: 80,
  isOn: true,
  isOnElsewhere: true,
  isInlineSuggestOn: true,
  isOnlyByHand: false,
  cursors: 1,
  isSelecting: false,
};

const automatic = (changes: Partial<Here>): string | undefined => whyNotHere({ ...open, ...changes })?.kind;
const byHand = (changes: Partial<Here>): string | undefined => automatic({ ...changes, isByHand: true });

test('in code that is written there is ghost text', () => {
  for (const scheme of ['file', 'untitled', 'vscode-remote', 'vscode-notebook-cell'])
    assert.equal(automatic({ scheme }), undefined, scheme);
});

test('what nobody writes has none, also when it is asked for by hand', () => {
  for (const scheme of ['output', 'git', 'search-editor', 'comment', 'vscode-scm', 'walkThrough'])
    for (const ask of [automatic, byHand]) assert.equal(ask({ scheme }), 'notWritten', scheme);
  for (const ask of [automatic, byHand]) assert.equal(ask({ languageId: 'search-result' }), 'notWritten');
});

test('read-only, excluded and too large documents stay out, also when asked by hand', () => {
  for (const ask of [automatic, byHand]) {
    assert.equal(ask({ isReadOnly: true }), 'readOnly');
    assert.equal(ask({ excluded: 'setting' }), 'excluded');
    assert.equal(ask({ characters: mostCharacters + 1 }), 'tooLarge');
    assert.equal(ask({ longestLine: longestLine + 1 }), 'lineTooLong');
  }
});

test('at the limits there still is ghost text', () =>
  assert.equal(automatic({ characters: mostCharacters, longestLine }), undefined));

test('what only guesses at a wish gives way to a question by hand', () => {
  const guesses: readonly (readonly [why: string, changes: Partial<Here>])[] = [
    ['off', { isOn: false, isOnElsewhere: false }],
    ['offForLanguage', { isOn: false }],
    ['inlineSuggestOff', { isInlineSuggestOn: false }],
    ['onlyByHand', { isOnlyByHand: true }],
    ['severalCursors', { cursors: 2 }],
    ['selecting', { isSelecting: true }],
  ];
  for (const [why, changes] of guesses) {
    assert.equal(automatic(changes), why);
    assert.equal(byHand(changes), undefined, why);
  }
});

test('a language for which completions are on has ghost text though they are off elsewhere', () =>
  assert.equal(automatic({ isOn: true, isOnElsewhere: false }), undefined));

test('the reason that lasts longest is told first', () =>
  assert.equal(automatic({ characters: mostCharacters + 1, isOn: false, cursors: 2 }), 'tooLarge'));
