import type { ChatView } from '../shared/chat.ts';
import type { Kept } from './host.ts';
import { firstVisible } from './virtualTurns.ts';

/** Where a person reads: heights change with what is rendered, so the place is told by its turn. */
export function readingPlace(log: HTMLElement, view: ChatView): Kept['reading'] {
  const article = firstVisible(log);
  if (article === undefined) return undefined;
  const turn = view.turns[[...log.getElementsByTagName('article')].indexOf(article as HTMLElement)];
  return turn && { chat: view.chatId, turn: turn.id, past: topOf(log) - topOf(article) };
}

/** Scrolls to a place by the number of its turn, from 0. */
export function returnToPlace(
  log: HTMLElement,
  { number, past }: { readonly number: number; readonly past: number },
): void {
  const article = log.getElementsByTagName('article')[number];
  if (article !== undefined) log.scrollTop += topOf(article) - topOf(log) + past;
}

const topOf = (element: Element): number => element.getBoundingClientRect().top;
