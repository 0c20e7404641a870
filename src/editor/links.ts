import { Uri, env, l10n, window } from 'vscode';
import { placeNamed } from './sources/names.ts';

/** Milliseconds to look for a place: a file that opens later than that would surprise. */
const patience = 10_000;

/**
 * Opens a link of an answer. A model may be made to write an address that carries the person's code, so an https address
 * is shown whole and opened only after a yes; a path ("src/queue.ts#L19") or a symbol ("symbol:drain") is opened only inside
 * the workspace; anything else is refused.
 */
export async function openLink(href: string): Promise<void> {
  if (/^https:\/\//i.test(href)) await openOutside(href);
  else await openInWorkspace(href);
}

async function openInWorkspace(href: string): Promise<void> {
  // Looked for again, however it was found when it became a link.
  const place = await placeNamed(href, AbortSignal.timeout(patience));
  if (place === undefined) {
    const name = href.replace(/^symbol:/, '').slice(0, 200);
    void window.showWarningMessage(l10n.t('{0} is not in this workspace.', name));
    return;
  }
  await window.showTextDocument(place.uri, { selection: place.range, preview: true });
}

async function openOutside(href: string): Promise<void> {
  const open = l10n.t('Open');
  const detail = l10n.t('{0}\n\nThe model wrote this address. Opening it sends the address to that site.', href);
  const answer = await window.showInformationMessage(
    l10n.t('Open this link in the browser?'),
    { modal: true, detail },
    open,
  );
  if (answer === open) await env.openExternal(Uri.parse(href, true));
}
