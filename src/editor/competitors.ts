import { type Memento, commands, extensions, l10n, window, workspace } from 'vscode';
import { type Competitor, competitors, isOff } from './otherGhostText.ts';

const storedAs = 'deepwell.competitorTold';

/** Tells once in the life of an installation that another extension shows ghost text as well. Changes nothing by itself. */
export class CompetitorNotice {
  readonly #stored: Memento;

  constructor(stored: Memento) {
    this.#stored = stored;
  }

  /** Called when ghost text was shown, so that nobody is told who has no use for it. */
  async offer(): Promise<void> {
    if (this.#stored.get(storedAs) === true) return;
    const found = competitors.find(isCompeting);
    if (found === undefined) return;
    await this.#stored.update(storedAs, true);
    const showSettings = l10n.t('Show Its Settings');
    const chosen = await window.showInformationMessage(
      l10n.t(
        '{0} shows ghost text as well, and VS Code decides whose you see. You can turn one of them off.',
        found.name,
      ),
      showSettings,
      l10n.t('Don’t Show Again'),
    );
    if (chosen === showSettings) await commands.executeCommand('workbench.action.openSettings', found.settings);
  }
}

const isCompeting = (competitor: Competitor): boolean =>
  competitor.extensions.some(id => extensions.getExtension(id)?.isActive === true) &&
  !isOff(competitor, name => workspace.getConfiguration().get(name));
