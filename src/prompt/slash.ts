import { explainQuestion } from './explain.ts';

/** What a command needs to be about. */
export type Need = 'code' | 'problems' | 'changes';

export interface Asks {
  readonly kind: 'asks';
  /** The question it stands for; R1 does best with one short task. */
  readonly question: string;
  /** Added by itself where the person attached nothing of the kind. */
  readonly needs: readonly Need[];
  /** The reply is for the person to read, and so in the person's language; otherwise it goes into a file. */
  readonly isText: boolean;
}

/** A command of the chat itself. */
export interface Does {
  readonly kind: 'does';
  readonly what: Deed;
}

export type Deed = 'new' | 'clear' | 'remember' | 'help';

/** Commands in the order in which they are offered. */
export const slashCommands = {
  explain: { kind: 'asks', question: explainQuestion, needs: ['code'], isText: true },
  fix: {
    kind: 'asks',
    question:
      'Find what is wrong with this code. Say in a sentence or two what the mistake is, then show the corrected code in full.',
    needs: ['code', 'problems'],
    isText: true,
  },
  tests: {
    kind: 'asks',
    question:
      'Write tests for this code, for the test framework it is used with. Cover the usual cases, the edges and the errors. Show one complete test file.',
    needs: ['code'],
    isText: false,
  },
  doc: {
    kind: 'asks',
    question:
      'Write documentation comments for this code in the style of its language. Show the code in full with the comments added and nothing else changed.',
    needs: ['code'],
    isText: false,
  },
  commit: {
    kind: 'asks',
    question:
      'Write the Git commit message for these changes: a first line of at most 72 characters that says in the imperative what the commit does, a blank line, then what changed and why. Show only the message, in a code block.',
    needs: ['changes'],
    isText: false,
  },
  new: { kind: 'does', what: 'new' },
  clear: { kind: 'does', what: 'clear' },
  remember: { kind: 'does', what: 'remember' },
  help: { kind: 'does', what: 'help' },
} as const satisfies Readonly<Record<string, Asks | Does>>;

export type SlashName = keyof typeof slashCommands;

export const isSlashName = (name: string): name is SlashName => Object.hasOwn(slashCommands, name);

export interface Slash {
  /** Without the slash; a built-in command, a prompt file's name, or neither. */
  readonly command: string;
  readonly rest: string;
}

/** Reads a message that begins with a command. A path ("/usr/bin") is none, and neither is what begins with a space. */
export function readSlash(text: string): Slash | undefined {
  const [whole, command] = /^\/([\p{L}\p{N}][\p{L}\p{N}_-]*)(?=\s|$)/u.exec(text) ?? [];
  return whole === undefined || command === undefined
    ? undefined
    : { command: command.toLowerCase(), rest: text.slice(whole.length).trim() };
}

/** The question of a command with what the person wrote behind it. `language` is the editor's, by its English name. */
export function slashQuestion({ question, isText }: Asks, rest: string, language: string): string {
  if (rest !== '') return `${question}\n\n${isText ? 'Answer in the language of this request: ' : ''}${rest}`;
  return isText && language !== 'English' ? `${question} Answer in ${language}.` : question;
}
