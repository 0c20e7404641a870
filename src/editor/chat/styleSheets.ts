/** The page's style sheets in media/, in the order they are linked. */
export const styleSheets: readonly string[] = [
  'chat.css',
  'turns.css',
  'reasoning.css',
  'markdown.css',
  'composer.css',
];
