/** Names in code; words of one or two letters say little about what a piece of code is about. */
const name = /[\p{L}_$][\p{L}\p{N}_$]{2,}/gu;

export const namesIn = (text: string): readonly string[] => text.match(name) ?? [];

/** The lines of a text, each with its "\n"; a last one without gets one. */
export const linesOf = (text: string): readonly string[] =>
  text === '' ? [] : (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n').map(line => `${line}\n`);

export const isBlank = (line: string): boolean => line.trim() === '';
