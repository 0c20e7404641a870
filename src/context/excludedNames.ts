/** The settings "files.exclude" and "search.exclude": a glob, and whether it counts. Conditions ("when") are not followed. */
export type Excludes = Readonly<Record<string, unknown>>;

/** The globs that count, one alternative each: VS Code's globs know braces, but not within each other. */
export const excludedGlobs = (...settings: readonly Excludes[]): readonly string[] => [
  ...new Set(
    settings.flatMap(setting => Object.entries(setting).flatMap(([glob, on]) => (on === true ? expanded(glob) : []))),
  ),
];

function expanded(glob: string): readonly string[] {
  const [whole = '', inner = ''] = /\{([^{}]*)\}/.exec(glob) ?? [];
  if (whole === '') return [glob];
  return inner.split(',').flatMap(choice => expanded(glob.replace(whole, () => choice)));
}

/** Tells by its name alone whether a file or folder is hidden, for globs that name something in any folder ("node_modules" in all). */
export function hiddenNames(globs: readonly string[]): (name: string) => boolean {
  const patterns = globs.flatMap(glob => {
    const [, name] = /^\*\*\/([^/]+)(?:\/\*\*)?\/?$/.exec(glob) ?? [];
    return name === undefined || name === '*' || name === '**' || /[[\]?]/.test(name) ? [] : [patternOf(name)];
  });
  return name => patterns.some(pattern => pattern.test(name));
}

function patternOf(name: string): RegExp {
  const parts = name.split('*').map(part => part.replace(/[.+^$()|\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`);
}
