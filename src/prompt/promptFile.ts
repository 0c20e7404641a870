/** A prompt of the person's own, from `.deepwell/prompts/<name>.md`. */
export interface PromptFile {
  /** What it is for, from the line "description:" of its front matter; empty without one. */
  readonly description: string;
  readonly body: string;
}

/** Reads a prompt file: an optional front matter between two lines "---", of which only the description is read. */
export function readPromptFile(text: string): PromptFile {
  const [whole = '', frontMatter = ''] = /^---[ \t]*\n([^]*?)^---[ \t]*(?:\n|$)/m.exec(text) ?? [];
  if (whole === '' || !text.startsWith(whole)) return { description: '', body: text.trim() };
  const [, description = ''] = /^description:[ \t]*(.*)$/m.exec(frontMatter) ?? [];
  return { description: description.trim().replace(/^(["'])(.*)\1$/, '$2'), body: text.slice(whole.length).trim() };
}

/** The command of a prompt file: its name without ".md", with "-" where a command can have no letter. Undefined without any. */
export function promptName(fileName: string): string | undefined {
  const name = fileName
    .replace(/\.md$/i, '')
    .replace(/[^\p{L}\p{N}_-]+/gu, '-')
    .replace(/^[-_]+|-+$/g, '')
    .toLowerCase();
  return name === '' ? undefined : name;
}

/** What a prompt file may name: the selected code and the file in the editor. Both are attached, and named in the text. */
export type Placeholder = 'selection' | 'file';

const placeholder = /\{\{\s*(selection|file)\s*\}\}/g;

export const placeholdersIn = (body: string): ReadonlySet<Placeholder> =>
  new Set([...body.matchAll(placeholder)].map(([, name]) => (name === 'file' ? 'file' : 'selection')));

/** The body with the names of what is attached, and behind it what the person wrote after the command. */
export function filledPrompt(
  body: string,
  names: Readonly<Partial<Record<Placeholder, string>>>,
  rest: string,
): string {
  const filled = body.replace(placeholder, (whole, name: Placeholder) => names[name] ?? whole);
  return rest === '' ? filled : `${filled}\n\n${rest}`;
}
