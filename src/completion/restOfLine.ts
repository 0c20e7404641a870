/** Brackets, quotes and separators that an editor closes by itself do not make the rest of a line meaningful. */
export const isOnlyClosing = (lineAfter: string): boolean => /^[\s)\]}>"'`;:,]*$/.test(lineAfter);
