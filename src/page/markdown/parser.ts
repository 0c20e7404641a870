import createMarkdown, { type Env, type MarkdownIt, type StateInline, type Token } from 'markdown-it';

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

function keepMaths(markdown: MarkdownIt): MarkdownIt {
  markdown.inline.ruler.before('escape', 'maths', readMaths);
  return markdown;
}

const closings: Readonly<Record<string, string>> = { '\\(': '\\)', '\\[': '\\]' };

/** R1 writes maths as \( … \) and \[ … \]. Markdown would take the backslashes for escapes and * or _ inside for emphasis. */
function readMaths(state: StateInline, silent: boolean): boolean {
  const mark = state.src.slice(state.pos, state.pos + 2);
  const closing = closings[mark];
  if (closing === undefined && mark !== '\\)' && mark !== '\\]') return false;
  const end = closing === undefined ? -1 : state.src.indexOf(closing, state.pos + 2);
  const next = end < 0 ? state.pos + 2 : end + 2;
  if (next > state.posMax) return false;
  if (!silent) {
    const token = state.push(end < 0 ? 'text' : 'maths', '', 0);
    token.content = state.src.slice(state.pos, next);
  }
  state.pos = next;
  return true;
}
