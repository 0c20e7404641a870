import type { NetQuestion } from './net.ts';

/** Milliseconds. A server that loads a model on demand holds back its headers meanwhile: minutes for a big one from a slow disk. */
export const loadLimit = 600_000;

/** The question that sends an object as JSON. */
export const post = (url: URL, body: object, patience: Pick<NetQuestion, 'firstByte' | 'idle'> = {}): NetQuestion => ({
  method: 'POST',
  url,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
  ...patience,
});
