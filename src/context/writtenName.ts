/** A path that a model wrote, relative to the workspace, with "/" and without "." or ".." in it. */
export interface WrittenPath {
  readonly path: string;
  /** From 1. */
  readonly line: number | undefined;
}

/** A symbol that a model wrote: "Class.method()" is the method within the class. */
export interface WrittenSymbol {
  readonly name: string;
  readonly within: string | undefined;
}

const longest = 512;
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

/** "src/queue.ts", "queue.ts:19", "queue.ts:19:5", "src/a.ts#L10", "src/a.ts#L10-L20" */
const place = /^(?<path>.+?)(?:(?::|#L)(?<line>\d{1,7})(?:(?::|-|–|-L)\d{1,7})?)?$/u;

/**
 * Reads a path. Undefined for all that could lead out of the workspace: absolute paths, "..", schemes, drive letters, network
 * shares, streams ("a.ts:x"), a home folder, escapes within escapes and characters that nobody sees.
 */
export function writtenPath(written: string): WrittenPath | undefined {
  if (written === '' || written.length > longest) return undefined;
  const groups = place.exec(decoded(written))?.groups;
  const path = groups?.['path']?.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '');
  if (path === undefined || !isInside(path)) return undefined;
  const line = Number(groups?.['line'] ?? 0);
  return { path, line: line > 0 ? line : undefined };
}

function isInside(path: string): boolean {
  if (invisible.test(path) || /^[/~]|[:*?"<>|#]/.test(path)) return false;
  // What is still an escape after reading it once was made to get past a check.
  if (/%(?:2e|2f|5c|00|25)/i.test(path)) return false;
  // Windows drops dots and spaces at the end of a name: "..." and ".. " are ways up.
  return path
    .split('/')
    .every(part => part !== '' && !/^[. ]+$/.test(part) && !/[. ]$/.test(part) && part === part.trim());
}

/** Names without an extension that are files all the same. */
const plainFiles =
  /^(?:makefile|dockerfile|license|readme|changelog|gemfile|rakefile|procfile|jenkinsfile|codeowners)$/i;

/** Whether something can be a path by its look: a folder, an extension, or a name that files have. */
export const looksLikePath = ({ path }: WrittenPath): boolean =>
  path.includes('/') || /[^.]\.[\p{L}\p{N}_-]{1,12}$|^\.[\p{L}]/u.test(path) || plainFiles.test(path);

const word = String.raw`[\p{L}_$][\p{L}\p{N}_$]*`;
const symbol = new RegExp(`^(?<names>${word}(?:(?:\\.|::|#|->)${word}){0,8})(?:\\([^()\\n]{0,200}\\))?$`, 'u');

/** Reads a symbol: "drain()", "OrderBook", "Class.method", "ns::Class::method". */
export function writtenSymbol(written: string): WrittenSymbol | undefined {
  if (written.length > longest) return undefined;
  const names = symbol.exec(written)?.groups?.['names']?.split(/\.|::|#|->/);
  const name = names?.at(-1);
  return name === undefined ? undefined : { name, within: names?.at(-2) };
}

/** A symbol's name as a language server tells it, which may have parameters behind it. */
export const bareName = (name: string): string => name.replace(/[(<].*$/s, '').trim();

function decoded(written: string): string {
  try {
    return decodeURIComponent(written);
  } catch {
    // A lone "%" is no escape: the path is meant as it stands.
    return written;
  }
}
