import { Range, Uri, env, l10n, window, workspace } from 'vscode';

/**
 * Opens a link of an answer. A model may be made to write an address that carries the person's code, so an https address
 * is shown whole and opened only after a yes; a path is opened only inside the workspace; anything else is refused.
 */
export async function openLink(href: string): Promise<void> {
  if (/^https:\/\//i.test(href)) await openOutside(href);
  else await openInWorkspace(href);
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

async function openInWorkspace(href: string): Promise<void> {
  const target = await findInWorkspace(href);
  if (target === undefined) {
    void window.showWarningMessage(l10n.t('{0} is not a file of this workspace.', href));
    return;
  }
  const selection = new Range(target.line, 0, target.line, 0);
  await window.showTextDocument(target.uri, { selection, preview: true });
}

async function findInWorkspace(href: string): Promise<{ uri: Uri; line: number } | undefined> {
  const [, path = '', line] = /^([^#?]*?)(?:#L|:)?(\d+)?$/.exec(decode(href)) ?? [];
  for (const folder of workspace.workspaceFolders ?? []) {
    const uri = Uri.joinPath(folder.uri, path);
    // joinPath resolves "..": what leaves the folder is not the workspace's.
    if (path !== '' && uri.path.startsWith(`${folder.uri.path.replace(/\/$/, '')}/`) && (await exists(uri)))
      return { uri, line: Math.max(0, Number(line ?? 1) - 1) };
  }
  return undefined;
}

function decode(href: string): string {
  try {
    return decodeURIComponent(href);
  } catch {
    // A lone "%" is no escape: the path is meant as it stands.
    return href;
  }
}

const exists = async (uri: Uri): Promise<boolean> =>
  workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
