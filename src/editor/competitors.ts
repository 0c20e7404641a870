import { type Memento, authentication, commands, extensions, l10n, window, workspace } from 'vscode';
import { type Competitor, competitors, isOff } from './otherGhostText.ts';

const storedAs = 'deepwell.competitorTold';

/** Tells once in the life of an installation that another extension shows ghost text as well. Changes nothing by itself. */
export class CompetitorNotice {
  readonly #stored: Memento;
  #hasLooked = false;

  constructor(stored: Memento) {
    this.#stored = stored;
  }

  /** Called when ghost text was shown, so that nobody is told who has no use for it. Looks once in a window. */
  async offer(): Promise<void> {
    if (this.#hasLooked || this.#stored.get(storedAs) === true) return;
    this.#hasLooked = true;
    const found = await firstCompeting();
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

async function firstCompeting(): Promise<Competitor | undefined> {
  for (const competitor of competitors) if (isRunning(competitor) && (await isSignedIn(competitor))) return competitor;
  return undefined;
}

const isRunning = (competitor: Competitor): boolean =>
  competitor.extensions.some(id => extensions.getExtension(id)?.isActive === true) &&
  !isOff(competitor, name => workspace.getConfiguration().get(name));

/** Asks for no sign-in, and for nothing of an account but that it is there. */
async function isSignedIn({ account }: Competitor): Promise<boolean> {
  if (account === undefined) return true;
  try {
    return (await authentication.getAccounts(account)).length > 0;
  } catch {
    // An editor that knows no such accounts.
    return false;
  }
}
