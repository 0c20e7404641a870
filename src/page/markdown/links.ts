/** A link that may be followed. Everything else a model calls a link is shown as text. */
export interface Link {
  readonly kind: 'web' | 'file';
  readonly href: string;
}

/** The longest address the extension takes. */
const longest = 4096;

/**
 * Reads a link's address: https, or a path inside the workspace ("src/queue.ts#L12"). Undefined for everything else,
 * among it other schemes, absolute and escaping paths, drive letters and addresses with control characters.
 */
export function linkOf(address: string): Link | undefined {
  if (address === '' || address.length > longest || hasControl.test(address)) return undefined;
  if (/^https:/i.test(address)) return isWebAddress(address) ? { kind: 'web', href: address } : undefined;
  const path = decoded(address);
  return path !== undefined && isInsideWorkspace(path) ? { kind: 'file', href: address } : undefined;
}

/** The longest address of an image that is written out. */
const longestShown = 200;

/** An image's address in words: whole, because any part of it may be what a model wants to give away. */
export const addressInWords = (address: string): string =>
  address.length > longestShown ? `${address.slice(0, longestShown)}…` : address;

const hasControl = /\p{Cc}|\p{Cf}/u;

function isWebAddress(address: string): boolean {
  // A name and password before the host make another host look like the one that is visited.
  return URL.canParse(address) && /^https:\/\/[^/]/i.test(address) && new URL(address).username === '';
}

function isInsideWorkspace(path: string): boolean {
  if (hasControl.test(path) || /^[a-z][a-z0-9+.-]*:/i.test(path) || /^[/\\#?~]/.test(path)) return false;
  return !path.split(/[/\\]/).includes('..');
}

function decoded(address: string): string | undefined {
  try {
    return decodeURIComponent(address);
  } catch {
    // Not percent-encoded UTF-8: no path that this page would have shown.
    return undefined;
  }
}
