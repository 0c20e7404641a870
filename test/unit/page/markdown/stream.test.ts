import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Token } from 'markdown-it';
import { type Parse, parseAnswer, parseTrace } from '../../../../src/page/markdown/parser.ts';
import { type Block, MarkdownStream } from '../../../../src/page/markdown/stream.ts';

/** What a token says, without its place in the text. */
type Meant = Pick<Token, 'type' | 'content' | 'attrs' | 'markup' | 'info' | 'hidden' | 'children'>;

const meaning = ({ type, content, attrs, markup, info, hidden, children }: Meant): unknown => ({
  type,
  content,
  attrs,
  markup,
  info,
  hidden,
  children: children?.map(meaning),
});

/** All tokens of a block, with what is settled in it put back where it stands. */
function tokensOf({ tokens, settled }: Block): readonly Meant[] {
  if (settled === undefined) return tokens;
  const [first, ...rest] = tokens;
  if (first?.type === 'fence') {
    const { type, attrs, markup, info, hidden, children } = first;
    return [{ type, attrs, markup, info, hidden, children, content: settled.code.join('') + first.content }];
  }
  const body = tokens.findIndex(({ type }) => type === 'tbody_open' || type.endsWith('list_open'));
  return [...tokens.slice(0, body + 1), ...settled.children.flat(), ...(body < 0 ? rest : tokens.slice(body + 1))];
}

const meanings = (blocks: readonly Block[]): unknown => blocks.flatMap(block => tokensOf(block).map(meaning));

const paragraph = 'A paragraph of prose with `code`, **strong words** and a [link](https://example.org) in it.';

const numbered = (count: number, line: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => `${line(at)}\n`).join('');

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
  'maths in lines of its own':
    'So\n\\[\na\n- b\n# c\n\\]\nand\n$$\nx = 1\n$$\n\n- item\n  \\[ y \\]\n- more\n\n\\[ open\n- b\n\n\\[ x \\] and words\n\n$$ kill $$ it\n',
  'a long code block': `Look:\n\n\`\`\`ts\n${numbered(50, at => `const a${at} = ${at};`)}\`\`\`\nend\n\n~~~\n${numbered(45, String)}`,
  'a long list': `${numbered(60, at => `- item ${at} of a list that goes on`)}\n  more\n- last\n\nend\n`,
  'a long list that becomes loose': `\n${numbered(40, at => `${at + 1}. item ${at} with _words_`)}\n41. loose\n\n42. more\n43. end\n\ntext\n`,
  'a long loose list': `${numbered(40, at => `* item ${at} stands alone\n`)}* a\n* b\n* c\n- d\n`,
  'a long list with references': `${numbered(40, at => `- see [a] in line ${at}`)}\n[a]: https://example.org/a\n`,
  'a long table': `|a|b|\n|-|:-:|\n${numbered(50, at => `| ${at} | cell with \`code\` |`)}end\n`,
  'carriage returns': 'one\r\n\r\n- two\r- three\r\n\r\n\r\n```ts\r\na\r\n```\r\nend\r\n',
};

for (const [name, text] of Object.entries(tricky))
  test(`${name}: read piece by piece it is at each step what it is when read at once`, () => {
    for (const size of text.length > 500 ? [1, 7, 40] : [1, 2, 3, 5, 7, 11]) {
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

const huge: Readonly<Record<string, string>> = {
  'code block': `\`\`\`ts\n${numbered(1000, at => `const value${at} = compute(${at});`)}`,
  list: numbered(1000, at => `- item ${at} with some words`),
  table: `| a | b |\n| - | - |\n${numbered(1000, at => `| ${at} | words in a cell |`)}`,
};

for (const [name, text] of Object.entries(huge))
  test(`one huge ${name} is parsed and rendered only at its end`, () => {
    let parsed = 0;
    const stream = new MarkdownStream((part, references) => {
      parsed += part.length;
      return parseAnswer(part, references);
    });
    const pieces = new Set<unknown>();
    let reads = 0;
    for (let end = 32; end <= text.length; end += 32) {
      const [block] = stream.read(text.slice(0, end), false);
      for (const piece of [...(block?.settled?.code ?? []), ...(block?.settled?.children ?? [])]) pieces.add(piece);
      reads += 1;
    }
    assert.ok(reads > 700);
    // Everything each time would be half of the text: more than ten thousand characters.
    assert.ok(parsed / reads < 1200, `${Math.round(parsed / reads)} characters a read`);
    assert.ok(pieces.size > 0 && pieces.size <= 1000, `${pieces.size} settled pieces`);
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
