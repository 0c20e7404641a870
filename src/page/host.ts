import type { FromPage } from '../shared/protocol.ts';

/** What the page itself keeps while its view is hidden; everything else the extension knows. */
export interface Kept {
  /** The question that is being written. */
  readonly draft: string;
  /** Where the conversation was scrolled to; undefined when it followed its end. */
  readonly scrollTop: number | undefined;
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
      kept = { ...kept, ...change };
      api.setState(kept);
    },
  };
}

function keptOf(state: unknown): Kept {
  const fields: { draft?: unknown; scrollTop?: unknown } = typeof state === 'object' && state !== null ? state : {};
  return {
    draft: typeof fields.draft === 'string' ? fields.draft : '',
    scrollTop: typeof fields.scrollTop === 'number' ? fields.scrollTop : undefined,
  };
}
