import { type QuickPickItem, commands, l10n, window } from 'vscode';

interface Way extends QuickPickItem {
  readonly temperature?: number;
  readonly otherModel?: true;
}

/**
 * Asks how a reply is to be written anew; undefined: not at all. A chosen model is the one of all later replies too.
 * @param usual the temperature the model's makers advise
 */
export async function chooseHow(usual = 0.6): Promise<{ readonly temperature?: number } | undefined> {
  const ways: readonly Way[] = [
    { label: l10n.t('$(refresh) As before'), description: l10n.t('temperature {0}', usual) },
    {
      label: l10n.t('$(symbol-number) More predictable'),
      description: l10n.t('temperature {0}', 0.3),
      detail: l10n.t('Below what the makers advise: the model may repeat itself.'),
      temperature: 0.3,
    },
    {
      label: l10n.t('$(sparkle) More varied'),
      description: l10n.t('temperature {0}', 0.9),
      temperature: 0.9,
    },
    { label: l10n.t('$(server-process) With another model…'), otherModel: true },
  ];
  const chosen = await window.showQuickPick(ways, { title: l10n.t('Write this answer anew; the first one is kept') });
  if (chosen === undefined) return undefined;
  if (chosen.otherModel) await commands.executeCommand('deepwell.selectModel');
  return chosen.temperature === undefined ? {} : { temperature: chosen.temperature };
}
