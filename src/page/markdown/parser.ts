import createMarkdown, { type Env, type MarkdownIt, type Token } from 'markdown-it';
import { keepMaths } from './mathsRules.ts';

/** Link definitions ("[1]: https://…") by their label, as markdown-it keeps them. */
export type References = NonNullable<Env['references']>;

/** Reads Markdown into tokens. Definitions found on the way are added to `references`. */
export type Parse = (text: string, references: References) => readonly Token[];

const parseWith =
  (markdown: MarkdownIt): Parse =>
  (text, references) =>
    markdown.parse(text, { references });

/** Answers: CommonMark with tables and strikethrough; raw HTML stays text. */
export const parseAnswer: Parse = parseWith(answerMarkdown());

/** Traces: the model talks to itself, and little of that is markup. */
export const parseTrace: Parse = parseWith(
  keepMaths(createMarkdown('zero').enable(['list', 'fence', 'backticks', 'newline'])),
);

function answerMarkdown(): MarkdownIt {
  const markdown = keepMaths(createMarkdown({ html: false, linkify: true }));
  // Which links may be followed is decided in one place, links.ts, when elements are made.
  markdown.validateLink = () => true;
  markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
  for (const schema of ['//', 'ftp:', 'mailto:', 'http:']) markdown.linkify.add(schema, null);
  return markdown;
}
