// The editor, as far as the list of chats meets it. A list narrows by what is typed as VS Code's does: by the letters of an
// item's label and detail, unless it is always to be shown.
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

type Listener<T> = (event: T) => unknown;

class Event<T> {
  readonly #listeners: Listener<T>[] = [];
  readonly on = (listener: Listener<T>): void => void this.#listeners.push(listener);
  fire(event: T): void {
    for (const listener of this.#listeners) listener(event);
  }
}

export interface Item {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  readonly kind?: number;
  readonly alwaysShow?: boolean;
  readonly buttons?: readonly { readonly tooltip: string }[];
}

export class QuickPick {
  value = '';
  busy = false;
  items: readonly Item[] = [];
  selectedItems: readonly Item[] = [];
  isShown = false;
  readonly #value = new Event<string>();
  readonly #accept = new Event<void>();
  readonly #button = new Event<{ readonly item: Item; readonly button: unknown }>();
  readonly #hide = new Event<void>();
  readonly onDidChangeValue = this.#value.on;
  readonly onDidAccept = this.#accept.on;
  readonly onDidTriggerItemButton = this.#button.on;
  readonly onDidHide = this.#hide.on;

  show(): void {
    this.isShown = true;
    screen.pick = this;
  }

  dispose(): void {
    this.isShown = false;
  }

  hide(): void {
    this.#hide.fire();
  }

  type(text: string): void {
    this.value = text;
    this.#value.fire(text);
  }

  accept(item: Item): void {
    this.selectedItems = [item];
    this.#accept.fire();
  }

  press(item: Item, tooltip: string): void {
    const button = item.buttons?.find(one => one.tooltip === tooltip);
    this.#button.fire({ item, button });
  }

  /** What the person sees: separators as "— Today". */
  get lines(): readonly string[] {
    const has = (text = ''): boolean => text.toLowerCase().includes(this.value.toLowerCase());
    return this.items
      .filter(item => item.kind === -1 || item.alwaysShow === true || has(item.label) || has(item.detail))
      .map(item => (item.kind === -1 ? `— ${item.label}` : item.label));
  }

  item(label: string, detail?: string): Item {
    const item = this.items.find(one => one.label === label && (detail === undefined || one.detail === detail));
    if (item === undefined) throw new Error(`no item "${label}" in ${this.items.map(one => one.label).join(', ')}`);
    return item;
  }
}

/** What the person would see and answer. */
export const screen = {
  pick: undefined as QuickPick | undefined,
  /** Answers to the questions to come, in their order; undefined where the person turns away. */
  answers: [] as (string | undefined)[],
  errors: [] as string[],
  questions: [] as string[],
};

const answer = async (question: string): Promise<string | undefined> => {
  screen.questions.push(question);
  return screen.answers.shift();
};

export const window = {
  createQuickPick: (): QuickPick => new QuickPick(),
  showInputBox: ({ title }: { readonly title: string }) => answer(title),
  showWarningMessage: (question: string) => answer(question),
  showQuickPick: async (items: readonly Item[], { title }: { readonly title: string }) => {
    const label = await answer(title);
    return items.find(item => item.label === label);
  },
  showSaveDialog: async ({ defaultUri }: { readonly defaultUri: Uri }) => {
    const path = await answer(defaultUri.path);
    return path === undefined ? undefined : Uri.file(path);
  },
  showOpenDialog: async ({ openLabel }: { readonly openLabel: string }) => {
    const path = await answer(openLabel);
    return path === undefined ? undefined : [Uri.file(path)];
  },
  showErrorMessage: async (sentence: string) => void screen.errors.push(sentence),
};

export class Uri {
  readonly path: string;
  constructor(path: string) {
    this.path = path;
  }
  get fsPath(): string {
    return this.path;
  }
  static file(path: string): Uri {
    return new Uri(path);
  }
  static joinPath({ path }: Uri, ...parts: readonly string[]): Uri {
    return new Uri([path, ...parts].join('/'));
  }
}

export const workspace = {
  workspaceFolders: [{ uri: Uri.file('/work') }],
  fs: {
    stat: async ({ path }: Uri) => statSync(path),
    readFile: async ({ path }: Uri) => readFileSync(path),
    writeFile: async ({ path }: Uri, bytes: Uint8Array) => {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, bytes);
    },
  },
};

export class ThemeIcon {
  readonly id: string;
  constructor(id: string) {
    this.id = id;
  }
}

export const QuickPickItemKind = { Separator: -1, Default: 0 };
export const env = { language: 'en' };
export const l10n = {
  t: (text: string, ...values: readonly unknown[]): string =>
    text.replace(/\{(\d+)\}/g, (_, at: string) => String(values[Number(at)])),
};
