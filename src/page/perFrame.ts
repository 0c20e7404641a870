import type { ToPage } from '../shared/protocol.ts';

/** Longest wait in milliseconds for a frame: a view that is not drawn has none. */
const longest = 100;

/**
 * Hands on messages so that growing text is rendered at most once a frame, however many pieces come. Everything else is
 * handed on at once, after the pieces before it: the order stays.
 */
export function oncePerFrame(receive: (messages: readonly ToPage[]) => void): (message: ToPage) => void {
  let waiting: ToPage[] = [];
  let frame = 0;
  let timer = 0;
  const flush = (): void => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    const messages = waiting;
    waiting = [];
    if (messages.length > 0) receive(messages);
  };
  return message => {
    waiting.push(message);
    if (message.kind !== 'grow') return flush();
    if (waiting.length > 1) return;
    frame = requestAnimationFrame(flush);
    timer = setTimeout(flush, longest);
  };
}
