import { type VNode, h } from 'preact';
import { useContext, useEffect } from 'preact/hooks';
import { Formulas } from '../maths/formulas.ts';
import type { MathsNode, Typeset } from '../maths/tree.ts';
import { memo } from '../memo.tsx';
import { shownParts } from './invisible.ts';
import { VisibleText } from './visibleText.tsx';

interface FormulaProps {
  /** As the model wrote it, with its marks: "\( x \)". */
  readonly source: string;
}

/**
 * A formula as signs, or as its source where it cannot be typeset. Selected and copied, it is always its source: that lies
 * behind the signs, unseen.
 */
export const Formula = memo(function Formula({ source }: FormulaProps) {
  const { typeset, need } = useContext(Formulas);
  useEffect(need, []);
  const { tex, isDisplay } = readFormula(source);
  // Signs that nobody sees would make a formula say something else than it shows.
  const isPlain = shownParts(source, 'code').every(part => part.kind === 'text');
  const made = isPlain ? signsOf(typeset.value, tex, isDisplay) : undefined;
  const name = isDisplay ? 'maths display' : 'maths';
  if (made === undefined)
    return (
      <span class={name}>
        <VisibleText text={source} where="code" />
      </span>
    );
  return (
    <span class={`${name} typeset`} tabIndex={isDisplay ? 0 : undefined}>
      {element(made, 0)}
      <span class="maths-source" aria-hidden="true">
        {source}
      </span>
    </span>
  );
});

function signsOf(typeset: Typeset | undefined, tex: string, isDisplay: boolean): MathsNode | undefined {
  const made = typeset?.(tex, isDisplay);
  return typeof made === 'object' && made.tag === 'math' ? made : undefined;
}

/** Each tag and attribute has passed maths/allowed.ts. */
const element = (node: MathsNode, at: number): VNode | string =>
  typeof node === 'string' ? node : h(node.tag, { ...node.attributes, key: at }, node.children.map(element));

/** The TeX between the marks. \boxed{…} stands for itself. */
export function readFormula(source: string): { readonly tex: string; readonly isDisplay: boolean } {
  const mark = source.slice(0, 2);
  if (mark === '\\b') return { tex: source, isDisplay: false };
  return { tex: source.slice(2, -2).trim(), isDisplay: mark !== '\\(' };
}
