import { type Memento, l10n, window } from 'vscode';

const storedAs = 'deepwell.hosts';

/** What a person answered for each host, by name. */
type Answers = Readonly<Record<string, 'allowed' | 'refused'>>;

/**
 * The hosts beyond this computer that a person said yes to, for this installation of VS Code. The question comes once for
 * each host; after that only when the person asks for it.
 */
export class AllowedHosts {
  readonly #stored: Memento;

  constructor(stored: Memento) {
    this.#stored = stored;
  }

  isAllowed(host: string): boolean {
    return this.#answers()[host] === 'allowed';
  }

  /** Asks where nothing was answered yet, beside the person's work. True when the host became allowed. */
  async offer(host: string, isEncrypted: boolean): Promise<boolean> {
    if (this.#answers()[host] !== undefined) return false;
    // Not asked again while the question is open, or when it is closed without an answer.
    await this.#answer(host, 'refused');
    const allow = l10n.t('Allow');
    const question = isEncrypted
      ? l10n.t('Deepwell is set to use the server {0}. May it send your code and questions there?', host)
      : l10n.t('Deepwell is set to use the server {0}. May it send your code and questions there, unencrypted?', host);
    const choice = await window.showWarningMessage(question, allow, l10n.t('Keep on This Computer'));
    if (choice === allow) await this.#answer(host, 'allowed');
    return choice === allow;
  }

  /** Asks because the person wants to be asked, and says in full what follows. True when the host became allowed. */
  async ask(host: string, isEncrypted: boolean): Promise<boolean> {
    const allow = l10n.t('Allow {0}', host);
    const choice = await window.showWarningMessage(
      l10n.t('Let Deepwell use the server {0}?', host),
      { modal: true, detail: [whatLeaves(host), ...(isEncrypted ? [] : [notEncrypted()])].join('\n\n') },
      allow,
    );
    if (choice === allow) await this.#answer(host, 'allowed');
    return choice === allow;
  }

  #answers(): Answers {
    return this.#stored.get<Answers>(storedAs) ?? {};
  }

  async #answer(host: string, answer: Answers[string]): Promise<void> {
    await this.#stored.update(storedAs, { ...this.#answers(), [host]: answer });
  }
}

const whatLeaves = (host: string): string =>
  l10n.t(
    'The code around your cursor, your questions and the code you attach will leave this computer, to {0} and nowhere else.',
    host,
  );

const notEncrypted = (): string =>
  l10n.t('The address begins with http: whoever is on the way can read along. Prefer https.');

export const isEncrypted = (address: string): boolean => /^https:/i.test(address);
