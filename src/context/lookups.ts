/** A name in a document whose definition is worth asking for. Zero-based. */
export interface Lookup {
  readonly name: string;
  readonly line: number;
  readonly character: number;
}

/** Lines before and after the cursor in which a name counts as used near it. */
const nearby = 20;

/** Statements that bring in names, up to where the names end, in the languages that have such statements. */
const importStatement = new RegExp(
  [
    /import\b[^;'"\n({]*(?:\{[^}]{0,999}\})?[^;'"\n]*/, // TypeScript, Python, Java, Kotlin, Swift
    /from\s+\S+\s+import\s+(?:\([^)]{0,999}\)|[^\n]*)/, // Python
    /(?:pub\s+)?use\s[^;]{0,999};/, // Rust, PHP
    /using\s[^;\n]*;/, // C#, C++
    /(?:const|let|var)\s[^=]{0,999}=\s*require\b/, // CommonJS
  ]
    .map(({ source }) => `^[ \\t]*${source}`)
    .join('|'),
  'gm',
);

/** Imports stand at the top; a long file is not searched for them all through. */
const importsWithin = 20_000;

const name = /[\p{L}_$][\p{L}\p{N}_$]*/gu;

/** What reads as if it were defined elsewhere: what is called, the owner of a member, a type. */
const use = /(?<![\p{L}\p{N}_$.])(?:\p{Lu}[\p{L}\p{N}_$]*|[\p{Ll}_$][\p{L}\p{N}_$]*(?=[(<]|\??\.[\p{L}_$]))/gu;

/** Words of the languages that stand where a name could. */
const keywords = new Set(
  [
    'import from as type typeof default use using const let var require self crate super pub static',
    'if for while switch match catch return function func fn await elif except with lambda print this new',
  ].flatMap(words => words.split(' ')),
);

/**
 * The names whose definitions help at the cursor, at most `limit`: first those imported and used near it, in the order of the
 * imports, then others used near it, then the other imports. So a cursor that moves changes little.
 */
export function lookupsAt(text: string, cursorLine: number, limit = 8): readonly Lookup[] {
  const imported = importedNames(text.slice(0, text.lastIndexOf('\n', importsWithin)));
  const importLines = new Set(imported.map(({ line }) => line));
  const firstNear = Math.max(0, cursorLine - nearby);
  const near = text
    .split('\n')
    .slice(firstNear, cursorLine + nearby + 1)
    .map((code, at) => ({ code, line: firstNear + at }))
    .filter(({ code, line }) => !importLines.has(line) && !/^\s*(?:\/\/|\*|#)/.test(code));
  const namesNear = new Set(near.flatMap(({ code }) => code.match(name) ?? []));
  const used = near.flatMap(({ code, line }) => namesBy(use, code).map(found => ({ ...found, line })));
  const ordered = [...imported.filter(lookup => namesNear.has(lookup.name)), ...used, ...imported];
  const seen = new Set<string>();
  return ordered.filter(lookup => seen.size < seen.add(lookup.name).size).slice(0, limit);
}

function importedNames(text: string): readonly Lookup[] {
  const lookups: Lookup[] = [];
  let line = 0;
  let reached = 0;
  for (const { 0: statement, index } of text.matchAll(importStatement)) {
    line += breaksIn(text.slice(reached, index));
    reached = index;
    for (const [at, code] of statement.split('\n').entries())
      lookups.push(...namesBy(name, code).map(found => ({ ...found, line: line + at })));
  }
  return lookups;
}

const breaksIn = (text: string): number => text.split('\n').length - 1;

const namesBy = (pattern: RegExp, code: string): readonly Omit<Lookup, 'line'>[] =>
  [...code.matchAll(pattern)]
    .map(found => ({ name: found[0], character: found.index }))
    .filter(found => !keywords.has(found.name));
