import type { FromPage } from '../shared/protocol.ts';

/** What the page itself keeps while its view is hidden; everything else the extension knows. */
export interface Kept {
  /** The question that is being written. */
  readonly draft: string;
  /** Where the person reads in the conversation; undefined when it follows its end. */
  readonly reading: ReadingPlace | undefined;
}

/** A place in a chat that stays the same when heights change. */
export interface ReadingPlace {
  readonly chat: string;
  /** The first turn that is in sight. */
  readonly turn: string;
  /** Pixels of it that are scrolled out of sight. */
  readonly past: number;
}

/** The editor around the page. */
export interface Host {
  readonly post: (message: FromPage) => void;
  readonly load: () => Kept;
  readonly keep: (change: Partial<Kept>) => void;
}

interface VsCodeApi {
  readonly postMessage: (message: unknown) => void;
  readonly getState: () => unknown;
  readonly setState: (state: unknown) => void;
}

declare const acquireVsCodeApi: () => VsCodeApi;

/** Connects to the editor; possible once in the life of a page. */
export function connect(): Host {
  const api = acquireVsCodeApi();
  let kept = keptOf(api.getState());
  return {
    post: message => api.postMessage(message),
    load: () => kept,
    keep: change => {
      const next = { ...kept, ...change };
      // Each frame of a growing answer scrolls; the editor writes down whatever it is given.
      if (next.draft === kept.draft && next.reading === kept.reading) return;
      kept = next;
      api.setState(kept);
    },
  };
}

function keptOf(state: unknown): Kept {
  const fields: { draft?: unknown; reading?: unknown } = typeof state === 'object' && state !== null ? state : {};
  return {
    draft: typeof fields.draft === 'string' ? fields.draft : '',
    reading: isPlace(fields.reading) ? fields.reading : undefined,
  };
}

function isPlace(value: unknown): value is ReadingPlace {
  const { chat, turn, past }: Partial<Record<keyof ReadingPlace, unknown>> =
    typeof value === 'object' && value !== null ? value : {};
  return typeof chat === 'string' && typeof turn === 'string' && typeof past === 'number';
}
