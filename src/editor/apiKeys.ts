import { type SecretStorage, l10n, window } from 'vscode';

/** Keys of servers, in the system's own store of secrets, each for one address only. */
export class ApiKeys {
  readonly #secrets: SecretStorage;

  constructor(secrets: SecretStorage) {
    this.#secrets = secrets;
  }

  /** Undefined where the server needs none. */
  async of(address: string): Promise<string | undefined> {
    return this.#secrets.get(storedAs(address));
  }

  /** Lets the person enter, change or, with an empty text, remove the key. True when something was entered. */
  async enter(address: string): Promise<boolean> {
    const key = await window.showInputBox({
      title: l10n.t('API key for {0}', address),
      prompt: l10n.t('It is kept in the system’s secret storage and sent to this address only. Empty removes it.'),
      password: true,
      ignoreFocusOut: true,
      validateInput: text =>
        /^[\x21-\x7e]*$/.test(text.trim()) ? undefined : l10n.t('A key has no spaces or special letters.'),
    });
    if (key === undefined) return false;
    if (key.trim() === '') await this.#secrets.delete(storedAs(address));
    else await this.#secrets.store(storedAs(address), key.trim());
    return true;
  }
}

const storedAs = (address: string): string => `deepwell.apiKey ${address.trim().replace(/\/+$/, '')}`;
