import temml from 'temml';
import { allowedTree } from './allowed.ts';
import type { Typeset } from './tree.ts';

/** No formula that a person reads is longer. */
const longest = 4000;
const deepest = 60;
/** Macros of TeX that are written with others: one sign may take ten steps. */
const mostExpansions = 2000;

/**
 * Definitions can double a text with each line, and no answer needs one. Environments with a count and commands that choose
 * among four layouts multiply in the same way.
 */
const multiplies =
  /\\(?:[egx]?def|let|futurelet|global|long|(?:re)?newcommand|providecommand|DeclareMathOperator|char|mathchoice|csname)(?![a-zA-Z])|\*\s*\{\s*\d/;

/** Typesets by temml. */
export const typeset: Typeset = (tex, isDisplay) => {
  if (tex.length > longest || multiplies.test(tex) || depthOf(tex) > deepest) return undefined;
  try {
    const made: unknown = temml.__renderToMathMLTree(tex, {
      displayMode: isDisplay,
      throwOnError: true,
      trust: false,
      maxExpand: mostExpansions,
      maxSize: [50, 1000],
    });
    return allowedTree(made);
  } catch {
    // Broken TeX, or TeX for things that are not allowed: the page shows the source.
    return undefined;
  }
};

/** How deep braces, environments and fences stand in each other. */
function depthOf(tex: string): number {
  let depth = 0;
  let most = 0;
  for (const [mark] of tex.matchAll(/\\begin|\\end|\\left(?![a-zA-Z])|\\right(?![a-zA-Z])|\\.|[{}]/g)) {
    if (mark === '{' || mark === '\\begin' || mark === '\\left') most = Math.max(most, ++depth);
    else if (mark === '}' || mark === '\\end' || mark === '\\right') depth -= 1;
  }
  return most;
}
