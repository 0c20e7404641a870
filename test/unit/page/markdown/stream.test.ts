import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Token } from 'markdown-it';
import { type Parse, parseAnswer, parseTrace } from '../../../../src/page/markdown/parser.ts';
import { type Block, MarkdownStream } from '../../../../src/page/markdown/stream.ts';

/** What a token says, without its place in the text. */
const meaning = ({ type, content, attrs, markup, info, hidden, children }: Token): unknown => ({
  type,
  content,
  attrs,
  markup,
  info,
  hidden,
  children: children?.map(meaning),
});

const meanings = (blocks: readonly Block[]): unknown => blocks.flatMap(block => block.tokens.map(meaning));

const paragraph = 'A paragraph of prose with `code`, **strong words** and a [link](https://example.org) in it.';

/** Texts in which a later line changes what an earlier one means. */
const tricky: Readonly<Record<string, string>> = {
  'a list after a line': 'Steps:\n- one\n- two\n\n  more\n\n\n- three\nend\n',
  'a hash that is no heading': 'one\n#\n\n#tag\n# Heading\n#x\ntext\n',
  'headings by underlining': 'Title\n=====\ntext\n---\n\nnot\n-\n',
  'a table and what looks like one': 'text\n|a|b|\n|-|-|\n|1|2|\n\n|a|\n|-x\n\nafter\n',
  'fences in fences': 'Look:\n````md\n```ts\nconst a = 1;\n```\n````\ndone\n```py\n\n- no list\n\n# no heading\n```\n',
  'an open fence': 'Look:\n```ts\nconst a = `${b}`;\n\n\n- x\n',
  'numbers at line starts': '42\n\n42. is\n\n1. one\n1. two\n   1. deep\n\n7) seven\n',
  'quotes with lazy lines': '> quoted\nlazy\n> - list\nafter\n\n> next\n\nend\n',
  'indented code': 'text\n\n    code\n\n    more\n\n- a\n\n      code in list\n\nend\n',
  'definitions below their use':
    '[a][1] and [b][2]\n\n[c]\n\ntext\n\n[1]: https://example.org/1\n[2]: javascript:alert(1)\n\n[c]: src/c.ts\n\n[1]: https://example.org/second\n\nend [a][1]\n',
  'maths over lines': 'So \\[ a_1 * b_1\n= c * d \\] and \\( x \\).\n\n\\boxed{42}\n\n\\[ open\n',
  'carriage returns': 'one\r\n\r\n- two\r- three\r\n\r\n\r\n```ts\r\na\r\n```\r\nend\r\n',
};

for (const [name, text] of Object.entries(tricky))
  test(`${name}: read piece by piece it is at each step what it is when read at once`, () => {
    for (const size of [1, 2, 3, 5, 7, 11]) {
      const stream = new MarkdownStream(parseAnswer);
      for (let end = size; end < text.length + size; end += size) {
        const soFar = text.slice(0, end);
        const atOnce = new MarkdownStream(parseAnswer).read(soFar, false);
        assert.deepEqual(meanings(stream.read(soFar, false)), meanings(atOnce), JSON.stringify(soFar));
      }
      assert.deepEqual(
        meanings(stream.read(text, true)),
        parseAnswer(text.replaceAll(/\r\n?/g, '\n'), {}).map(meaning),
      );
    }
  });

const long = Array.from({ length: 70 }, (_, at) => [
  `## Part ${at}`,
  `${paragraph} ${paragraph}`,
  '- one\n- two\n- three',
  `\`\`\`ts\n${'const value = compute(1, 2);\n'.repeat(10)}\`\`\``,
])
  .flat()
  .join('\n\n')
  .slice(0, 32_768);

test('a 32 KB answer that comes in pieces of 4 characters is parsed and rendered only at its end', () => {
  let parsed = 0;
  const counting: Parse = (text, references) => {
    parsed += text.length;
    return parseAnswer(text, references);
  };
  const stream = new MarkdownStream(counting);
  const rendered = new Set<Block>();
  let blocks: readonly Block[] = [];
  let reads = 0;
  for (let end = 4; end <= long.length; end += 4) {
    blocks = stream.read(long.slice(0, end), false);
    for (const block of blocks) rendered.add(block);
    reads += 1;
  }
  assert.equal(reads, 8192);
  assert.ok(blocks.length > 100, `${blocks.length} blocks`);
  // One growing block for each read, sometimes with the one before it, and each block once more when it is frozen.
  assert.ok(rendered.size < 2 * reads + blocks.length, `${rendered.size} blocks were made`);
  // Parsing everything each time would be 8192 × 16 KB; the end alone is a few hundred characters.
  assert.ok(parsed / reads < 500, `${Math.round(parsed / reads)} characters a read`);
});

test('a frozen block is the same object at each later read', () => {
  const stream = new MarkdownStream(parseAnswer);
  const [first] = stream.read('one\n\ntwo\n\nthree', false);
  assert.equal(stream.read('one\n\ntwo\n\nthree and more', false)[0], first);
  assert.equal(stream.read('one\n\ntwo\n\nthree and more\n\n# four', true)[0], first);
});

test('the same text again gives the same blocks and parses nothing', () => {
  let calls = 0;
  const stream = new MarkdownStream((text, references) => {
    calls += 1;
    return parseAnswer(text, references);
  });
  const blocks = stream.read('one\n\n- two', false);
  assert.equal(stream.read('one\n\n- two', false), blocks);
  assert.equal(calls, 1);
});

test('a text that lost its end, or is another text, is read anew', () => {
  const stream = new MarkdownStream(parseAnswer);
  stream.read('one\n\ntwo\n\nthree\n', false);
  for (const text of ['one\n\ntwo', 'other\n\ntext\n\n# end', ''])
    assert.deepEqual(meanings(stream.read(text, true)), parseAnswer(text, {}).map(meaning));
});

test('a last line of marks alone waits for its next character', () => {
  for (const mark of ['-', '1', '1.', '``', '```', '#', '===', '**', '> -']) {
    const stream = new MarkdownStream(parseAnswer);
    assert.deepEqual(meanings(stream.read(`text\n${mark}`, false)), meanings(stream.read('text\n', false)), mark);
  }
});

test('a block is finished when another one follows it or the text ends', () => {
  const stream = new MarkdownStream(parseAnswer);
  const finished = (text: string, ended: boolean): readonly boolean[] =>
    stream.read(text, ended).map(block => block.isFinished);
  assert.deepEqual(finished('one\n\n```ts\ncode', false), [true, false]);
  assert.deepEqual(finished('one\n\n```ts\ncode', true), [true, true]);
});

test('in a trace only lists and code are markup', () => {
  const tokens = parseTrace('# no\n**no** `code` [x](https://example.org)\n- item\n\n```\nblock\n```\n', {});
  const types = tokens.flatMap(token => [token, ...(token.children ?? [])]).map(token => token.type);
  assert.deepEqual(
    types.filter(type => !type.endsWith('_close') && type !== 'text' && type !== 'inline'),
    ['paragraph_open', 'softbreak', 'code_inline', 'bullet_list_open', 'list_item_open', 'paragraph_open', 'fence'],
  );
});

test('maths keeps its backslashes and is not emphasised', () => {
  const [, inline] = parseAnswer('\\( a_1 * b * c \\) and \\[ \\boxed{42} \\] and \\) and \\( open', {});
  assert.deepEqual(
    inline?.children?.map(({ type, content }) => [type, content]),
    [
      ['maths', '\\( a_1 * b * c \\)'],
      ['text', ' and '],
      ['maths', '\\[ \\boxed{42} \\]'],
      ['text', ' and \\) and \\( open'],
    ],
  );
});
