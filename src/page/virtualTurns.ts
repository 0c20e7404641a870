import type { TurnView } from '../shared/chat.ts';

/** How far beyond what is visible turns are rendered, in pixels: more than one turn of the wheel scrolls. */
const margin = 900;

interface Watched {
  readonly id: string;
  /** It is rendered from the start. */
  readonly isShown: boolean;
  readonly show: (isNear: boolean) => void;
}

/**
 * Knows which articles of a long chat are near enough to be seen soon. The others are empty and keep
 * the height they had, or one that is guessed.
 */
export class VirtualTurns {
  readonly #watched = new Map<Element, Watched>();
  readonly #heights = new Map<string, number>();
  readonly #near = new Set<Element>();
  /** Far away, and rendered still because the person uses them. */
  readonly #kept = new Set<Element>();
  #scroller: Element | undefined;
  #observer: IntersectionObserver | undefined;

  /** Begins to look, once the element that scrolls is there. */
  start(scroller: Element): () => void {
    this.#scroller = scroller;
    const observer = new IntersectionObserver(entries => this.#look(entries), {
      root: scroller,
      rootMargin: `${margin}px 0px`,
    });
    this.#observer = observer;
    for (const article of this.#watched.keys()) observer.observe(article);
    return () => observer.disconnect();
  }

  /** Tells whenever this article comes near or goes away. */
  watch(article: Element, watched: Watched): () => void {
    this.#watched.set(article, watched);
    if (watched.isShown) this.#near.add(article);
    this.#observer?.observe(article);
    return () => {
      this.#watched.delete(article);
      this.#near.delete(article);
      this.#kept.delete(article);
      this.#observer?.unobserve(article);
    };
  }

  /** The height of a turn that is not rendered, in pixels. */
  heightOf(turn: TurnView): number {
    return this.#heights.get(turn.id) ?? guessedHeight(turn);
  }

  #look(entries: readonly IntersectionObserverEntry[]): void {
    const first = this.#scroller && firstVisible(this.#scroller);
    const top = first?.getBoundingClientRect().top ?? 0;
    const wasNear = first === undefined || this.#near.has(first);
    for (const { target, isIntersecting, boundingClientRect } of entries)
      if (isIntersecting) this.#enter(target);
      else this.#leave(target, boundingClientRect.height);
    for (const article of this.#kept) if (!isInUse(article)) this.#hide(article);
    // The browser itself holds what is visible in its place while something above changes, but not where that very thing
    // changes. The microtask runs after the rendering and before the frame is painted.
    if (first !== undefined && !wasNear && this.#near.has(first)) queueMicrotask(() => this.#hold(first, top));
  }

  #enter(article: Element): void {
    this.#near.add(article);
    this.#kept.delete(article);
    this.#watched.get(article)?.show(true);
  }

  #leave(article: Element, height: number): void {
    if (!this.#near.delete(article)) return;
    const id = this.#watched.get(article)?.id;
    if (id !== undefined) this.#heights.set(id, height);
    if (isInUse(article)) this.#kept.add(article);
    else this.#hide(article);
  }

  #hide(article: Element): void {
    this.#kept.delete(article);
    this.#watched.get(article)?.show(false);
  }

  #hold(article: Element, top: number): void {
    const moved = article.getBoundingClientRect().top - top;
    if (this.#scroller !== undefined && Math.abs(moved) >= 1) this.#scroller.scrollTop += moved;
  }
}

/** The first turn that is in sight, wholly or in part. */
export function firstVisible(scroller: Element): Element | undefined {
  const articles = scroller.getElementsByTagName('article');
  const top = scroller.getBoundingClientRect().top;
  let from = 0;
  let to = articles.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((articles[middle]?.getBoundingClientRect().bottom ?? 0) > top) to = middle;
    else from = middle + 1;
  }
  return articles[from];
}

/** The keyboard, a selection or a text being written is in it: taking it away would take that away. */
function isInUse(article: Element): boolean {
  const selection = document.getSelection();
  return (
    article.contains(document.activeElement) ||
    (selection !== null && !selection.isCollapsed && selection.containsNode(article, true)) ||
    article.querySelector('textarea') !== null
  );
}

/** Characters in a line and the height of one, in a sidebar of usual width. */
const lineLength = 44;
const lineHeight = 20;

function guessedHeight(turn: TurnView): number {
  const lines = (text: string): number => Math.ceil(text.length / lineLength) * lineHeight;
  return turn.role === 'user' ? lines(turn.text) + 40 : lines(turn.answer) + (turn.thought === undefined ? 24 : 56);
}
