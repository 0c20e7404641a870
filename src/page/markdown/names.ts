import { linkOf } from './links.ts';

/** Something in the workspace that a text names, if it exists. */
export interface Place {
  /** What the extension is asked about: "src/queue.ts", "drain()". */
  readonly name: string;
  /** What it is asked to open: "src/queue.ts#L19", "symbol:drain". */
  readonly href: string;
}

export type ProsePart = string | { readonly text: string; readonly place: Place };

const extensions =
  'bash|bat|cc|cfg|cjs|clj|cmake|conf|cpp|cs|css|csv|cts|cxx|dart|dockerfile|env|erl|exs?|go|gradle|graphql|h|hh|hpp|hs|html?|ini|ipynb|java|jl|jsonc?|jsx?|json5|kts?|less|lock|lua|mdx?|mjs|mk|mm|mts|php|pl|proto|ps1|pyi?|rb|rs|scala|scss|sh|sql|svelte|swift|tf|toml|tsx?|txt|vue|xml|ya?ml|zig|zsh|[cmr]';

/** "src/queue.ts", "queue.ts:19", "parser.ts#L10-L20", "queue.ts:12–31"; lengths are bounded so that no text takes long to search. */
const path = `(?<path>(?:@?[\\w.+-]{1,80}/){0,12}[\\w+.-]{1,80}\\.(?:${extensions}))(?::(?<line>\\d{1,7})(?:[:–-]\\d{1,7})?|#L(?<hash>\\d{1,7})(?:-L?\\d{1,7})?)?`;

const pathInProse = new RegExp(`(?<![\\w/\\\\:.@#+~%&?=-])${path}(?![\\w/\\\\@-]|\\.\\w)`, 'gu');
const pathAlone = new RegExp(`^${path}$`, 'u');

/** Letters, digits and joints of a name, then perhaps a call. */
const symbolAlone = /^(?<symbol>[A-Za-z_$][\w$]*(?:(?:\.|::|#)[A-Za-z_$][\w$]*)*)(?<call>\([^()]*\))?$/;

/** The longest name that is looked for. */
const longest = 200;

/** What inline code names: a path, or a symbol that is not a plain word. */
export function placeInCode(code: string): Place | undefined {
  if (code.length > longest) return undefined;
  const file = pathAlone.exec(code);
  return file === null ? symbolPlace(code) : filePlace(file);
}

/** Prose cut at the paths in it. */
export function partsOfProse(text: string): readonly ProsePart[] {
  const parts: ProsePart[] = [];
  let start = 0;
  for (const match of text.matchAll(pathInProse)) {
    const place = match[0].length > longest ? undefined : filePlace(match);
    if (place === undefined) continue;
    if (match.index > start) parts.push(text.slice(start, match.index));
    parts.push({ text: match[0], place });
    start = match.index + match[0].length;
  }
  if (start < text.length) parts.push(text.slice(start));
  return parts;
}

function filePlace({ groups = {} }: RegExpExecArray): Place | undefined {
  const name = groups['path'] ?? '';
  if (linkOf(name)?.kind !== 'file') return undefined;
  const line = groups['line'] ?? groups['hash'];
  return { name, href: line === undefined ? name : `${name}#L${line}` };
}

function symbolPlace(code: string): Place | undefined {
  const { symbol = '', call } = symbolAlone.exec(code)?.groups ?? {};
  if (symbol.length < 2 || (call === undefined && isPlainWord(symbol))) return undefined;
  return { name: call === undefined ? symbol : `${symbol}()`, href: `symbol:${symbol}` };
}

/** "null", "items.length" and "TODO" could be anything; "OrderBook" and "MAX_SIZE" are names that somebody made. */
const isPlainWord = (symbol: string): boolean => !/[a-z].*[A-Z]|[A-Z].*[a-z]|[A-Za-z0-9]_[A-Za-z0-9]/.test(symbol);
