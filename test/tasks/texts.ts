import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './install.mjs';

/** Where a language's texts lie; VS Code reads the file by its name. */
export const bundleOf = (language: string): string => join(root, 'media', 'l10n', `bundle.l10n.${language}.json`);

/** A call of `t` or `l10n.t` with its first argument, where that is written as one literal. */
const call = /(?<![\w$.])(?:l10n\.)?t\(\s*(?:(['"])((?:\\.|(?!\1)[^\\])*)\1|`((?:\\.|[^`\\])*)`)?/g;

/** The English texts that the extension and its page show, in order of their files. Throws where one is not a plain literal. */
export function textsInSource(): readonly string[] {
  const texts = globSync('src/**/*.{ts,tsx}', { cwd: root })
    .toSorted()
    .flatMap(file => textsIn(readFileSync(join(root, file), 'utf8'), file));
  return [...new Set(texts)];
}

export function textsIn(source: string, file: string): readonly string[] {
  return [...source.matchAll(call)].flatMap(([, , quoted, templated]) => {
    const text = quoted ?? templated;
    // A text that is chosen at run time: each of them is a literal of its own elsewhere.
    if (text === undefined) return [];
    if (templated?.includes('${')) throw new Error(`${file}: a text must be one literal: ${templated}`);
    return [unescaped(text)];
  });
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t' };

const unescaped = (text: string): string =>
  text.replaceAll(/\\(u\{([\da-fA-F]+)\}|u([\da-fA-F]{4})|.)/gs, (_, one: string, long?: string, short?: string) => {
    const code = long ?? short;
    return code === undefined ? (escapes[one] ?? one) : String.fromCodePoint(Number.parseInt(code, 16));
  });
