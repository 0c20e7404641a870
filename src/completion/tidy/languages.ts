/** Text between these is not code: brackets in it do not count. */
export interface Quote {
  readonly open: string;
  readonly close: string;
  readonly kind: 'string' | 'comment';
  readonly isMultiline?: true;
  /** A backslash takes the next character's meaning away. */
  readonly escapes?: true;
}

/** What the tidy rules know about a language. */
export interface Language {
  readonly quotes: readonly Quote[];
  /** Literals that would confuse the reading of quotes and brackets: regular expressions, character literals. Sticky. */
  readonly literal?: RegExp;
  /** Starts a text that ends at a line with the captured name. Sticky. */
  readonly hereText?: RegExp;
  /** Indentation means nesting, so a line to the left of the block is outside of it. */
  readonly hasBlocks: boolean;
  /** Nothing but indentation makes blocks. */
  readonly isLayout?: true;
  /** A line that ends a block by a word; closing brackets count in every language. */
  readonly closes?: RegExp;
  /** A line that opens a block which a word closes. */
  readonly opens?: RegExp;
  /** A line that ends one part of a block and begins the next one: "else". */
  readonly continues?: RegExp;
  /** A line that begins something with a name of its own: a function, a class. */
  readonly defines?: RegExp;
  /** A line that stands at column 0 wherever it is: "#ifdef". */
  readonly standsLeft?: RegExp;
  readonly hasTags?: true;
  /** Text for people: fences, repeated spaces and line-end spaces have a meaning. */
  readonly isProse?: true;
  /** Text for people stands in it without quotes. */
  readonly mixesText?: true;
  /** Ends a statement; what follows is another one. */
  readonly statementEnd?: string;
  /** A statement that contains statements. */
  readonly compound?: RegExp;
  /** The language allows only this indentation. */
  readonly indentsWith?: 'tabs' | 'spaces';
}

const comment = (open: string): Quote => ({ open, close: '\n', kind: 'comment' });
const text = (mark: string): Quote => ({ open: mark, close: mark, kind: 'string', escapes: true });
const longText = (open: string, close = open): Quote => ({ open, close, kind: 'string', isMultiline: true });
const blockComment: Quote = { open: '/*', close: '*/', kind: 'comment', isMultiline: true };
const tagComment: Quote = { open: '<!--', close: '-->', kind: 'comment', isMultiline: true };
const template: Quote = { open: '`', close: '`', kind: 'string', isMultiline: true, escapes: true };

const cQuotes = [comment('//'), blockComment, text('"'), text("'")];
const cContinues = /^\}?\s*(?:else|catch|finally|while\s*\(.*\);)(?![\w$])/;

/** The members of a class have no word in common; a modifier, a type and a name before a bracket are what they look like. */
const cDefines =
  /^@[A-Z]\w*(?:\(.*\))?$|^(?:(?:export|default|public|private|protected|internal|static|abstract|final|async|override|virtual|inline|extern|open|data|sealed)\s+)*(?:class|struct|enum|interface|namespace|record|typedef|template|protocol|extension|object|fun|func|init|function)(?![\w$])|^(?:(?:public|private|protected|internal)\s+).*[({]\s*$|^(?!(?:return|else|new|throw|case|await|using)\s)[A-Za-z_][\w:<>,*&[\] ]*\s[*&]*[\w:~]+\([^;=]*\)\s*(?:const\s*)?\{?$/;

const curly: Language = { quotes: cQuotes, hasBlocks: true, continues: cContinues, defines: cDefines };

const script: Language = {
  quotes: [...cQuotes, template],
  // A slash after an operator or an opening bracket starts a regular expression, not a division.
  literal: /\/(?<=(?:[(,=:[!&|?{};]|\breturn)\s*\/)(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/y,
  hasBlocks: true,
  continues: cContinues,
  defines:
    /^@[A-Z]\w*(?:\(.*\))?$|^(?:export\s+)?(?:default\s+)?(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?(?:function|class|interface|enum|namespace|type\s+\w+[^=]*=)(?![\w$])|^export\s+(?:const|let|var|default)\b|^(?:const|let|var)\s+\w+\s*=\s*(?:async\s*)?(?:function\b|\([^)]*\)\s*(?::[^=]+)?=>)/,
};

const markup: Language = { quotes: [tagComment], hasBlocks: true, hasTags: true };

const byName: Readonly<Record<string, Language>> = {
  c: { ...curly, standsLeft: /^#/ },
  cpp: { ...curly, quotes: [...cQuotes, longText('R"(', ')"')], standsLeft: /^#/ },
  csharp: { ...curly, quotes: [longText('"""'), longText('@"', '"'), ...cQuotes], standsLeft: /^#/ },
  java: { ...curly, quotes: [longText('"""'), ...cQuotes] },
  kotlin: { ...curly, quotes: [longText('"""'), ...cQuotes] },
  swift: { ...curly, quotes: [longText('"""'), comment('//'), blockComment, text('"')], standsLeft: /^#/ },
  go: { ...curly, quotes: [...cQuotes, longText('`')], defines: /^(?:func|type|var|const|package|import)\b/ },
  rust: {
    ...curly,
    quotes: [comment('//'), blockComment, longText('r#"', '"#'), { ...text('"'), isMultiline: true }],
    // 'a' is a character, 'a is a lifetime.
    literal: /'(?:\\[^']+|[^'\\\n])'/y,
    defines: /^(?:pub(?:\([^)]*\))?\s+)?(?:unsafe\s+|async\s+|const\s+)*(?:fn|struct|enum|trait|impl|mod|type|union)\b/,
  },
  php: {
    ...curly,
    quotes: [
      comment('//'),
      comment('#'),
      blockComment,
      ...['"', "'"].map(mark => ({ ...text(mark), isMultiline: true as const })),
    ],
    hereText: /<<<['"]?(\w+)['"]?/y,
    continues: /^\}?\s*(?:else|elseif|catch|finally)\b/,
    defines:
      /^(?:(?:abstract|final|public|private|protected|static)\s+)*(?:function|class|interface|trait|enum|namespace)\s+\w/,
  },
  css: { quotes: [blockComment, text('"'), text("'")], hasBlocks: true, defines: /^[^\s{}][^{};]*\{$/ },
  javascript: script,
  jsx: { ...script, hasTags: true },
  vue: { ...script, quotes: [tagComment, ...script.quotes], hasTags: true },
  html: markup,
  xml: { ...markup, quotes: [tagComment, longText('<![CDATA[', ']]>')] },
  python: {
    quotes: [longText('"""'), longText("'''"), comment('#'), text('"'), text("'")],
    hasBlocks: true,
    isLayout: true,
    continues: /^(?:else|elif|except|finally)\b/,
    defines: /^(?:@\w|(?:async\s+)?def\s|class\s|if __name__)/,
  },
  yaml: { quotes: [comment('#'), text('"')], hasBlocks: true, indentsWith: 'spaces', mixesText: true },
  ruby: {
    quotes: [comment('#'), text('"'), text("'"), longText('=begin', '=end')],
    hereText: /<<[-~]['"]?(\w+)['"]?/y,
    hasBlocks: true,
    opens:
      /^(?:def|class|module|if|unless|case|while|until|for|begin)\b|\bdo(?:\s*\|[^|]*\|)?$|=\s*(?:if|case|begin)\b/,
    closes: /^end\b/,
    continues: /^(?:else|elsif|when|in|rescue|ensure)\b/,
    defines: /^(?:def|class|module)\s/,
  },
  lua: {
    quotes: [longText('--[[', ']]'), longText('[[', ']]'), comment('--'), text('"'), text("'")],
    hasBlocks: true,
    opens: /\b(?:then|do|repeat)$|\bfunction\b[^()]*\([^()]*\)$|^else$/,
    closes: /^(?:end|until)\b/,
    continues: /^(?:else|elseif)\b/,
    defines: /^(?:local\s+)?function\s|^[\w.]+\s*=\s*function\b/,
  },
  elixir: {
    quotes: [longText('"""'), comment('#'), text('"')],
    hasBlocks: true,
    opens: /\bdo$|\bfn\b[^,]*->$/,
    closes: /^end\b/,
    continues: /^(?:else|rescue|catch|after)\b/,
    defines: /^(?:defp?|defmodule|defmacrop?|defstruct|@(?:doc|spec|impl))\b/,
  },
  shellscript: {
    quotes: [
      { open: "'", close: "'", kind: 'string', isMultiline: true },
      { ...text('"'), isMultiline: true },
      comment('# '),
    ],
    // $#, ${x#y} and case patterns "a)" are no comments and no brackets.
    literal: /\$#|\$\{[^}\n]*\}|(?<=^\s*)[^\s()'"]+\)/my,
    hereText: /<<-?['"]?(\w+)['"]?/y,
    hasBlocks: true,
    opens: /\b(?:then|do)$|^case\b.*\bin$/,
    closes: /^(?:fi|done|esac)\b/,
    continues: /^(?:else|elif)\b/,
    defines: /^(?:function\s+)?[\w-]+\s*\(\)/,
  },
  sql: {
    quotes: [comment('--'), blockComment, longText('$$'), longText("'"), text('"')],
    hasBlocks: false,
    statementEnd: ';',
    compound: /\bcreate\b[\s\S]*\b(?:function|procedure|trigger)\b|\bbegin\b|\bdeclare\b/i,
  },
  markdown: { quotes: [], hasBlocks: false, isProse: true },
  json: { quotes: [comment('//'), blockComment, text('"')], hasBlocks: true },
  toml: {
    quotes: [longText('"""'), longText("'''"), comment('#'), text('"'), text("'")],
    hasBlocks: true,
    defines: /^\[/,
  },
  makefile: { quotes: [comment('#')], hasBlocks: true, indentsWith: 'tabs' },
};

const otherNames: Readonly<Record<string, string>> = {
  typescript: 'javascript',
  typescriptreact: 'jsx',
  javascriptreact: 'jsx',
  tsx: 'jsx',
  svelte: 'vue',
  astro: 'vue',
  scss: 'css',
  less: 'css',
  jsonc: 'json',
  json5: 'json',
  dockercompose: 'yaml',
  bash: 'shellscript',
  shell: 'shellscript',
  sh: 'shellscript',
  zsh: 'shellscript',
  'c++': 'cpp',
  'c#': 'csharp',
  cuda: 'cpp',
  'objective-c': 'c',
  plsql: 'sql',
  mysql: 'sql',
  pgsql: 'sql',
  plaintext: 'markdown',
  latex: 'markdown',
  mdx: 'markdown',
  restructuredtext: 'markdown',
  ini: 'toml',
  properties: 'toml',
};

/** A language that is not in the table: brackets and double quotes mean what they mean nearly everywhere. */
const unknown: Language = { quotes: [comment('//'), text('"')], hasBlocks: true };

/** `id` is VS Code's language id. */
export const languageOf = (id: string): Language => byName[otherNames[id] ?? id] ?? unknown;
