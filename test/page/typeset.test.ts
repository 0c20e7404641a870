import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MathsNode } from '../../src/page/maths/tree.ts';
import { typeset } from '../../src/page/maths/typeset.ts';

const textOf = (node: MathsNode | undefined): string =>
  typeof node === 'string' ? node : (node?.children ?? []).map(textOf).join('');

const countOf = (node: MathsNode): number =>
  typeof node === 'string' ? 1 : node.children.reduce((sum, child) => sum + countOf(child), 1);

const usual = [
  'O(n \\log n)',
  '\\frac{a}{b} \\cdot \\sqrt[3]{x}',
  '\\sum_{i=0}^{n} a_i \\le \\int_0^1 f(x)\\,dx',
  '\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}',
  '\\begin{cases}1&x>0\\\\0&\\text{otherwise}\\end{cases}',
  '\\begin{aligned}a&=b\\\\&=c\\end{aligned}',
  '\\boxed{\\left\\lfloor \\frac{n}{2} \\right\\rfloor}',
  '\\lim_{x \\to \\infty} \\mathbb{E}[X] \\implies \\hat{y} \\ne \\vec{v}',
  '\\underbrace{a+b}_{c} \\quad \\overline{z} \\operatorname{argmax}',
];
for (const tex of usual)
  test(`${tex} is typeset`, () => {
    const made = typeset(tex, true);
    assert.ok(typeof made === 'object' && made.tag === 'math');
    assert.ok(textOf(made).length > 0);
  });

/** Each would take seconds or fill the memory, or never end, if it were typeset as far as it goes. */
const bombs: Readonly<Record<string, string>> = {
  'definitions that double': `\\def\\a{xx}${'bcdefghijklmnopqrst'
    .split('')
    .map((name, at) => `\\def\\${name}{${`\\${'abcdefghijklmnopqrst'[at]}`.repeat(2)}}`)
    .join('')}\\t`,
  'a definition of itself': '\\def\\a{\\a\\a}\\a',
  'a new command of itself': '\\newcommand{\\a}{\\a\\a}\\a',
  'a letter that is let': '\\let\\a=\\b \\a',
  'layouts of layouts': `${'\\mathchoice{'.repeat(20)}x`,
  'columns by the million': '\\begin{array}{*{9999999}{c}}x\\end{array}',
  'braces in braces': `${'{'.repeat(1990)}x${'}'.repeat(1990)}`,
  'roots in roots': `${'\\sqrt{'.repeat(500)}x${'}'.repeat(500)}`,
  'scripts in scripts': `${'x_{'.repeat(900)}x${'}'.repeat(900)}`,
  'fences in fences': `${'\\left('.repeat(300)}x${'\\right)'.repeat(300)}`,
  'a very long formula': 'x+'.repeat(2001),
};
for (const [name, tex] of Object.entries(bombs))
  test(`${name}: not typeset`, () => assert.equal(typeset(tex, true), undefined));

test('whatever fits into 4,000 characters has a bounded number of signs', () => {
  const fillers = [
    '\\iff',
    '\\ldots',
    '\\Longleftrightarrow',
    '\\frac12',
    '\\not=',
    'x^2_3',
    '\\begin{matrix}&&\\\\&&\\end{matrix}',
  ];
  for (const filler of fillers) {
    const made = typeset(filler.repeat(Math.floor(4000 / filler.length)), true);
    assert.ok(made === undefined || countOf(made) <= 5000, filler);
  }
});

test('what TeX says about links, classes, styles and names is not in the tree', () => {
  for (const tex of [
    '\\ref{x} y',
    '\\label{x} y',
    '\\color{red}y',
    '\\tag{1} y',
    '\\rule{1em}{1em} y',
    '\\cancel{y}',
  ]) {
    const made = JSON.stringify(typeset(tex, true));
    assert.match(made, /"y"/);
    assert.doesNotMatch(made, /href|"style"|"id"|tml-|color|background|"a"/, tex);
  }
});

test('lengths that would cover the page are left out', () => {
  const made = JSON.stringify(typeset('\\hspace{90em} \\kern-30em \\rule{1em}{45em} \\hspace{1em} x', true));
  assert.doesNotMatch(made, /90|-30|45/);
  assert.match(made, /"width":"1em"/);
});
