import type { MathsNode } from './tree.ts';

/**
 * What may be in a typeset formula. TeX can name addresses, styles, classes and ids, and a new release of the typesetter may
 * learn more such things: whatever is not named here becomes its text, or nothing.
 */
const tags = new Set(
  'math mrow mi mn mo ms mtext mspace mfrac msqrt mroot mstyle msub msup msubsup munder mover munderover mmultiscripts mprescripts none mtable mtr mtd mphantom mpadded menclose'.split(
    ' ',
  ),
);

const yesOrNo = /^(?:true|false)$/;
/** Up to 19 em: what a formula needs, and not enough to cover a page. */
const length = /^\+?1?\d?(?:\.\d+)?(?:em|ex|pt|px|mu|%)?$/;
/** Space may be taken back, but only so much that signs move closer. */
const space = /^(?:\+?1?\d?|-[01]?)(?:\.\d+)?(?:em|ex|pt|px|mu)?$/;

const attributes: Readonly<Record<string, RegExp>> = {
  display: /^(?:block|inline)$/,
  displaystyle: yesOrNo,
  scriptlevel: /^[+-]?[0-3]$/,
  mathvariant: /^normal$/,
  form: /^(?:prefix|infix|postfix)$/,
  fence: yesOrNo,
  separator: yesOrNo,
  stretchy: yesOrNo,
  symmetric: yesOrNo,
  largeop: yesOrNo,
  movablelimits: yesOrNo,
  accent: yesOrNo,
  accentunder: yesOrNo,
  lspace: space,
  rspace: space,
  width: space,
  height: length,
  depth: length,
  minsize: length,
  maxsize: length,
  linethickness: length,
  columnspan: /^[1-9]\d?$/,
  notation: /^(?:top|bottom|left|right|box|circle|(?:up|down)diagonalstrike|horizontalstrike)$/,
};

/** A node as the typesetter makes it. What is not there is not looked for. */
interface Made {
  readonly type?: unknown;
  readonly text?: unknown;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly classes?: readonly unknown[];
  readonly style?: Readonly<Record<string, unknown>>;
  readonly children?: readonly unknown[];
}

/** The most nodes of one formula: a full page of maths has some hundreds. */
const mostNodes = 5000;

/** The typesetter's tree with only what is allowed. Undefined where it is too large. */
export function allowedTree(made: unknown): MathsNode | undefined {
  let count = 0;
  const copy = (node: unknown): readonly MathsNode[] => {
    count += 1;
    if (count > mostNodes || typeof node !== 'object' || node === null) return [];
    const { type, text, children = [], ...rest }: Made = node;
    if (typeof text === 'string') return [text];
    const inside = children.flatMap(copy);
    if (typeof type !== 'string' || !tags.has(type)) return inside;
    return [{ tag: type, attributes: allowedAttributes(rest), children: inside }];
  };
  const [root, ...more] = copy(made);
  return count > mostNodes || more.length > 0 ? undefined : root;
}

function allowedAttributes({ attributes: given = {}, classes = [], style = {} }: Made): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    const text = String(value);
    if (Object.hasOwn(attributes, name) && attributes[name]?.test(text)) kept[name] = text;
  }
  const look = looks.filter(([, has]) => has(classes, style)).map(([name]) => name);
  if (look.length > 0) kept['class'] = look.join(' ');
  return kept;
}

type Looks = (classes: readonly unknown[], style: Readonly<Record<string, unknown>>) => boolean;

/** Our own classes for what the typesetter says by its classes and styles; markdown.css has their rules. */
const looks: readonly (readonly [string, Looks])[] = [
  ['maths-left', classes => classes.includes('tml-left')],
  ['maths-right', classes => classes.includes('tml-right')],
  ['maths-boxed', (classes, { border }) => classes.includes('tml-fbox') || isSet(border)],
  ['maths-flush-left', (_, { paddingLeft }) => isNothing(paddingLeft)],
  ['maths-flush-right', (_, { paddingRight }) => isNothing(paddingRight)],
  ['maths-line-top', (_, { borderTop }) => isSet(borderTop)],
  ['maths-line-bottom', (_, { borderBottom }) => isSet(borderBottom)],
  ['maths-line-left', (_, { borderLeft }) => isSet(borderLeft)],
  ['maths-line-right', (_, { borderRight }) => isSet(borderRight)],
  ['maths-bold', (_, { fontWeight }) => fontWeight === 'bold'],
];

const isSet = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isNothing = (value: unknown): boolean => typeof value === 'string' && /^0(?:\.0+)?(?:em|pt)?$/.test(value);
