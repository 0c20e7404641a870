import { type ReadonlySignal, signal } from '@preact/signals';
import { createContext } from 'preact';
import { type Typeset, arrival } from './tree.ts';

/** How the page typesets formulas. */
export interface Formulas {
  /** Undefined until the typesetter is there, and where it could not be loaded. */
  readonly typeset: ReadonlySignal<Typeset | undefined>;
  /** Asks for the typesetter; only the first call does something. */
  readonly need: () => void;
}

/** Without a provider formulas stay as they are written. */
export const Formulas = createContext<Formulas>({ typeset: signal(undefined), need: () => undefined });

/**
 * Loads the bundle of maths.ts from the address that the extension wrote into the page.
 * @param nonce of the page's policy, without which no script is run.
 */
export function formulasFrom(address: string | undefined, nonce: string): Formulas {
  const typeset = signal<Typeset | undefined>(undefined);
  let isNeeded = false;
  window.addEventListener(arrival, event => {
    if (event instanceof CustomEvent && isTypeset(event.detail)) typeset.value = event.detail;
  });
  const need = (): void => {
    if (isNeeded || address === undefined) return;
    isNeeded = true;
    const script = document.createElement('script');
    script.nonce = nonce;
    script.src = address;
    document.head.append(script);
  };
  return { typeset, need };
}

const isTypeset = (value: unknown): value is Typeset => typeof value === 'function';
