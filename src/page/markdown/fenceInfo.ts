/** What stands behind the marks of a fence: "ts", "ts src/queue.ts", 'ts title="queue.ts"'. */
export interface FenceInfo {
  /** Lower case; empty where none is named. */
  readonly language: string;
  /** The file that the code is of or for, with its line if one is named; empty where none is. */
  readonly file: string;
}

const fileShape = /^(?=.{1,200}$)(?:[\w@.+-]+\/)*[\w@+.-]*[\w@+-]\.[A-Za-z][\w]{0,9}(?::\d+(?:[-–]\d+)?|#L\d+)?$/;

export function readFenceInfo(info: string): FenceInfo {
  const [first = '', ...more] = info.slice(0, 500).trim().split(/\s+/);
  if (fileShape.test(first)) return { language: endingOf(first), file: first };
  const [language = '', glued = ''] = first.split(/:(.*)/s, 2);
  return {
    language: /^[\w+#-]{1,32}/.exec(language)?.[0].toLowerCase() ?? '',
    file: [glued, ...more].map(withoutName).find(word => fileShape.test(word)) ?? '',
  };
}

const withoutName = (word: string): string =>
  word.replace(/^(?:title|file|filename|path)=/i, '').replace(/^(["'])(.*)\1$/, '$2');

const endingOf = (file: string): string => /\.([A-Za-z]\w*)(?:[:#].*)?$/.exec(file)?.[1]?.toLowerCase() ?? '';
