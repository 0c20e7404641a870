import assert from 'node:assert/strict';
import type { Browser, Locator, Page } from 'playwright-core';
import type {
  AssistantTurnView,
  AttachmentView,
  ChatView,
  ThoughtView,
  TurnView,
  UserTurnView,
} from '../../src/shared/chat.ts';
import type { FromPage, Unnumbered } from '../../src/shared/protocol.ts';
import { emptyChat, noAbilities } from '../fakes/views.ts';
import type { PageServer } from './server.ts';
import type { Theme } from './themes.ts';

export interface PageOptions {
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
  /** Lets the test move the page's clock. */
  readonly clock?: boolean;
}

/** The extension's side of one open chat page: sends it messages and sees what it posts. */
export class FakeHost {
  readonly page: Page;
  #sequence = 0;

  private constructor(page: Page) {
    this.page = page;
  }

  static async open(browser: Browser, server: PageServer, options: PageOptions = {}): Promise<FakeHost> {
    const { theme = 'dark', width = 340, height = 660 } = options;
    const page = await browser.newPage({ viewport: { width, height } });
    const host = new FakeHost(page);
    if (options.clock === true) await page.clock.install();
    await page.goto(`${server.origin}/chat/${theme}`);
    await host.posts({ kind: 'ready' });
    return host;
  }

  /** Sends messages, numbered as the extension numbers them. */
  async send(...messages: readonly Unnumbered[]): Promise<void> {
    const numbered = messages.map(message => ({ ...message, sequence: ++this.#sequence }));
    await this.page.evaluate(all => {
      for (const message of all) window.postMessage(message, '*');
    }, numbered);
    await this.settle();
  }

  /** Waits until the page has shown what it got: messages are delivered and one frame is drawn. */
  async settle(): Promise<void> {
    await this.page.evaluate(
      () => new Promise(resolve => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(resolve)))),
    );
  }

  async posted(): Promise<readonly FromPage[]> {
    return this.page.evaluate(() => (window as unknown as { posted: FromPage[] }).posted);
  }

  /** Checks that the page's last message is this one. */
  async posts(message: FromPage): Promise<void> {
    assert.deepEqual((await this.posted()).at(-1), message);
  }

  /** How many messages of a kind the page has posted. */
  async count(kind: FromPage['kind']): Promise<number> {
    return (await this.posted()).filter(message => message.kind === kind).length;
  }

  get textbox(): Locator {
    return this.page.getByRole('textbox', { name: 'Ask Deepwell' });
  }

  get reasoning(): Locator {
    return this.page.getByRole('button', { name: /^Reasoning/ });
  }

  get trace(): Locator {
    return this.page.locator('[data-part="thought"]');
  }

  get answer(): Locator {
    return this.page.locator('[data-part="answer"]');
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  async status(): Promise<string | null> {
    return this.page.getByRole('status').textContent();
  }
}

export const viewOf = (turns: readonly TurnView[], change: Partial<ChatView> = {}): Unnumbered => ({
  kind: 'view',
  view: { ...emptyChat, turns, ...change },
});

export const question: UserTurnView = {
  role: 'user',
  id: '1',
  text: 'Why does this drop the last item?',
  attachments: [],
};

export const reply = (change: Partial<AssistantTurnView> = {}): AssistantTurnView => ({
  role: 'assistant',
  id: '2',
  state: 'complete',
  answer: '',
  can: noAbilities,
  ...change,
});

export const thinking = (change: Partial<ThoughtView> = {}): ThoughtView => ({
  text: 'The loop runs while `i < items.length - 1`.',
  elapsed: 12_300,
  tokens: 348,
  ended: false,
  cutOff: false,
  steps: [],
  ...change,
});

export const attachment: AttachmentView = {
  id: 'selection:src/queue.ts:12–14',
  kind: 'selection',
  label: 'queue.ts:12–14',
  path: 'src/queue.ts',
  languageId: 'typescript',
  tokens: 31,
  text: 'for (let i = 0; i < items.length - 1; i++) {\n  await handle(items[i]);\n}',
};
