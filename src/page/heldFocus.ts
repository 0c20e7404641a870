import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

/** What had the keyboard focus, and where to look for its neighbours when it is gone. */
interface Held {
  readonly element: HTMLElement;
  readonly name: string;
  readonly article: Element;
  /** The article's place in the conversation. */
  readonly place: number;
}

/**
 * A button that is pressed may vanish with what it did: "Answer now", "Next answer". The focus then goes to a neighbour
 * instead of to the top of the page. It is never taken from anything else.
 */
export function useHeldFocus(log: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const root = log.current;
    if (root === null) return undefined;
    let held: Held | undefined;
    const onFocus = (event: FocusEvent): void => {
      held = event.target instanceof HTMLElement && event.target !== root ? heldBy(root, event.target) : undefined;
    };
    const onBlur = ({ target, relatedTarget }: FocusEvent): void => {
      if (relatedTarget !== null) held = undefined;
      // An element that is taken away loses the focus before it is gone: whether it stays is known after the rendering.
      else
        queueMicrotask(() => {
          if (held?.element === target && isThere(target)) held = undefined;
        });
    };
    const changes = new MutationObserver(() => {
      if (held === undefined || isThere(held.element)) return;
      const lost = held;
      held = undefined;
      // A page that is not in use itself must not take the keyboard from the editor around it.
      const isFree = document.activeElement === document.body || document.activeElement === lost.element;
      if (isFree && document.hasFocus()) neighbourOf(root, lost).focus({ preventScroll: true });
    });
    changes.observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ['hidden'] });
    root.addEventListener('focusin', onFocus);
    root.addEventListener('focusout', onBlur);
    return () => {
      changes.disconnect();
      root.removeEventListener('focusin', onFocus);
      root.removeEventListener('focusout', onBlur);
    };
  }, []);
}

const isThere = (element: EventTarget | null): boolean => element instanceof Element && element.checkVisibility();

const nameOf = (element: Element): string => element.getAttribute('aria-label') ?? element.textContent;

function heldBy(log: HTMLElement, element: HTMLElement): Held | undefined {
  const article = element.closest('article');
  if (article === null) return undefined;
  return { element, article, name: nameOf(element), place: [...log.getElementsByTagName('article')].indexOf(article) };
}

/** The button of the same name in what took its place, else the line of the reasoning, else any button, else the conversation. */
function neighbourOf(log: HTMLElement, { article, name, place }: Held): HTMLElement {
  const articles = log.getElementsByTagName('article');
  const home = article.isConnected ? article : (articles[Math.min(place, articles.length - 1)] ?? log);
  const buttons = [...home.querySelectorAll<HTMLElement>('button')].filter(isThere);
  return (
    buttons.find(button => nameOf(button) === name) ??
    buttons.find(button => button.classList.contains('reasoning-button')) ??
    buttons[0] ??
    log
  );
}
