import * as fc from 'fast-check';
import type { Place } from '../../../../src/completion/place.ts';
import { windowAround } from '../../../../src/context/window.ts';

/** A cursor in a document and what a model writes there. */
export interface Written {
  readonly prefix: string;
  readonly suffix: string;
  readonly language: string;
  readonly says: string;
  readonly ended: 'stop' | 'length';
  readonly eol: '\n' | '\r\n';
  readonly withTabs: boolean;
  readonly maxLines: number;
}

export const marks = ['<｜fim▁hole｜>', '<｜end▁of▁sentence｜>', '<|EOT|>', '<|im_end|>'] as const;

const languages = [
  ...['typescript', 'typescriptreact', 'javascript', 'python', 'go', 'rust', 'java', 'kotlin', 'swift', 'c', 'cpp'],
  ...['csharp', 'php', 'ruby', 'lua', 'elixir', 'shellscript', 'sql', 'html', 'css', 'yaml', 'toml', 'json'],
  ...['markdown', 'makefile', 'vue', 'xml', 'fsharp'],
];

const words = [
  'value',
  'items',
  'return',
  'if',
  'else',
  'end',
  'def f(x):',
  'function f() {',
  'class A {',
  'do',
  'then',
];
const statements = [
  'value = items[0]',
  'save(value);',
  'return value;',
  'count += 1',
  '<p>text</p>',
  'case 1:',
  '- a: b',
];
const signs = [
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '"',
  "'",
  '`',
  '<',
  '>',
  '</p>',
  ';',
  ',',
  ':',
  '.',
  '=',
  ' = ',
  '//',
  '#',
];
const spaces = [' ', '  ', '    ', '\t', '\n', '\n', '\n    ', '\n  ', '\n\t', '\n\n', '\r\n', '\r'];
const talk = [
  'Here is the code:\n',
  '```python\n',
  '```\n',
  '\n```',
  'This code returns the value of it.\n',
  '### Response:',
];
/** Pairs of surrogates, halves of them, what hides, and what is allowed in its place. */
const odd = [
  '😀',
  '\ud83d',
  '\ude00',
  '\u200b',
  '\u202e',
  '\u0000',
  '\u001b',
  '\u200d',
  '\ufeff',
  '👩\u200d💻',
  'é',
  '中',
];

const piece = (weighOdd: number): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...words, ...statements) },
    { weight: 5, arbitrary: fc.constantFrom(...signs) },
    { weight: 7, arbitrary: fc.constantFrom(...spaces) },
    { weight: 1, arbitrary: fc.constantFrom(...talk, ...marks) },
    { weight: weighOdd, arbitrary: fc.constantFrom(...odd) },
  );

const code = (maxLength: number): fc.Arbitrary<string> =>
  fc.array(piece(1), { maxLength }).map(pieces => pieces.join(''));

const asDocument = (text: string, eol: string): string => text.replaceAll(/\r?\n|\r/g, eol);

/** Streams in which the parts of code, of speech and of a document's own lines come in any order. */
export const written: fc.Arbitrary<Written> = fc
  .record({
    before: code(14),
    after: code(10),
    says: fc.array(fc.oneof({ weight: 5, arbitrary: code(6) }, { weight: 1, arbitrary: fc.constant(undefined) }), {
      maxLength: 4,
    }),
    language: fc.constantFrom(...languages),
    ended: fc.constantFrom('stop', 'length'),
    eol: fc.constantFrom('\n', '\r\n'),
    withTabs: fc.boolean(),
    maxLines: fc.constantFrom(1, 2, 12, 64),
  })
  .map(({ before, after, says, ...rest }) => ({
    ...rest,
    prefix: asDocument(before, rest.eol),
    suffix: asDocument(after, rest.eol),
    // Models often say what follows.
    says: says.map(part => part ?? after).join(''),
  }));

/** A place of its own for each call: what is remembered of one must not matter. */
export const placeOf = ({ prefix, suffix, language, eol, withTabs, maxLines }: Written): Place => ({
  window: windowAround({ path: 'a', languageId: language, text: prefix + suffix }, prefix.length),
  indent: { insertSpaces: !withTabs, tabSize: 4 },
  eol,
  maxLines,
});
