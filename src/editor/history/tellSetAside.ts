import { Uri, commands, l10n, window } from 'vscode';

/** Chat files that could not be read were moved away, byte for byte; all other chats are there. */
export function tellSetAside(paths: readonly string[]): void {
  const [first] = paths;
  if (first !== undefined) void tell(first, paths.length);
}

async function tell(path: string, count: number): Promise<void> {
  const show = l10n.t('Show Files');
  const answer = await window.showWarningMessage(
    count === 1
      ? l10n.t('A stored chat is damaged and was set aside. All other chats are there.')
      : l10n.t('{0} stored chats are damaged and were set aside. All other chats are there.', count),
    show,
  );
  if (answer === show) await commands.executeCommand('revealFileInOS', Uri.file(path));
}
