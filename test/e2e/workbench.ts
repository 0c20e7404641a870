import {
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Frame, FrameLocator, Locator, Page } from 'playwright-core';
import { type Script, writeScriptedModel } from '../fakes/scriptedModel.ts';
import { type Host, startHost } from '../host/host.ts';
import { root } from '../tasks/install.mjs';

export interface WorkbenchOptions {
  readonly coder?: readonly Script[];
  readonly r1?: readonly Script[];
  /** Files of the workspace by name; the first is opened. */
  readonly files: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The package that is installed; the one for this platform where absent. */
  readonly target?: 'universal' | undefined;
  /** As of the host: what stands for all hosts under .example. */
  readonly worldPort?: number;
}

/** A person's workbench with the packaged extension, the real engine in it, and models that say known text. */
export interface Workbench {
  readonly page: Page;
  readonly chat: FrameLocator;
  /** The chat's own page as it is now: within VS Code's frames. */
  chatFrame(): Promise<Frame>;
  readonly workspace: string;
  /** Answers the editor's own dialog for files. */
  typePath(file: string): Promise<void>;
  /** Changes settings while the window is open, as a person does in settings.json. */
  changeSettings(settings: Readonly<Record<string, unknown>>): void;
  /** The text of the open file as the editor has saved it. */
  savedText(name: string): Promise<string>;
  readonly ghostText: Locator;
  /** The status bar item; its label says what serves ghost text, or why nothing does. */
  readonly status: Locator;
  openChat(): Promise<void>;
  ask(question: string): Promise<void>;
  /** The replies that the chat shows, in order. */
  readonly replies: Locator;
  /** The reply that the action brings, as soon as it is there. */
  replyTo(act: () => Promise<void>): Promise<Locator>;
  /** Waits until the reply is "streaming", "complete", "stopped" or "error". */
  inState(reply: Locator, state: string): Promise<void>;
  runCommand(title: string): Promise<void>;
  /** Loads the window anew, as "Reload Window" does: its extension host ends and another one starts. */
  reload(): Promise<void>;
  /** Another window on the same workspace. */
  secondWindow(): Promise<{ readonly page: Page; readonly chat: FrameLocator }>;
  /** Where the host keeps its data; the extension's storage lies below. */
  readonly dataFolder: string;
  /** Everything Deepwell has logged in this window. */
  logged(): string;
  /** Process ids below the server whose command line contains the text. */
  processes(part: string): number[];
  close(): Promise<void>;
}

/** Long enough that an endless reply does not reach its end before a person could press Stop. */
const contextLength = 32_768;

const packaged = (target = `${process.platform}-${process.arch}`): string =>
  join(root, 'dist', `deepwell-${target}.vsix`);

export async function openWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const folder = mkdtempSync(join(tmpdir(), 'deepwell-e2e-'));
  const workspace = mkdtempSync(join(tmpdir(), 'deepwell-workspace-'));
  for (const [name, text] of Object.entries(options.files)) {
    mkdirSync(join(workspace, dirname(name)), { recursive: true });
    writeFileSync(join(workspace, name), text);
  }
  const models = await writeModels(folder, options);
  const host = await startHost({
    vsix: packaged(options.target),
    folder: workspace,
    worldPort: options.worldPort,
    open: join(workspace, Object.keys(options.files)[0] ?? ''),
    settings: {
      'deepwell.engine': 'embedded',
      'deepwell.chat.contextLength': contextLength,
      ...models,
      ...options.settings,
    },
  });
  return workbench(host, workspace, () => {
    for (const used of [folder, workspace]) rmSync(used, { recursive: true, force: true });
  });
}

async function writeModels(folder: string, { coder, r1 }: WorkbenchOptions): Promise<Record<string, string>> {
  const settings: Record<string, string> = {};
  for (const [kind, name, scripts] of [
    ['coder', 'deepwell.completion.model', coder],
    ['r1', 'deepwell.chat.model', r1],
  ] as const) {
    if (scripts === undefined) continue;
    settings[name] = join(folder, `${kind}.gguf`);
    await writeScriptedModel(settings[name], { kind, scripts, contextLength });
  }
  return settings;
}

function workbench(host: Host, workspace: string, remove: () => void): Workbench {
  const { page } = host;
  const chat = host.webview();
  const textbox = chat.getByRole('textbox', { name: 'Ask Deepwell' });
  const replies = chat.locator('[data-role=assistant]');
  return {
    page,
    chat,
    workspace,
    async chatFrame() {
      const frame = await (await chat.locator('body').elementHandle())?.ownerFrame();
      if (!frame) throw new Error('The chat is not shown.');
      return frame;
    },
    async typePath(file) {
      const input = page.locator('.quick-input-widget:visible input[type=text]').first();
      // The command palette stands in the same place until the dialog comes, which begins with a folder.
      while (!(await input.inputValue()).startsWith('/')) await page.waitForTimeout(50);
      // While it still reads that folder, the dialog puts the folder's name back over what is typed, and would take that.
      while (await input.isVisible()) {
        await input.fill(file);
        await page.waitForTimeout(500);
        if ((await input.inputValue()) !== file) continue;
        await page.keyboard.press('Enter');
        await input.waitFor({ state: 'hidden', timeout: 3000 }).catch(() => undefined);
      }
    },
    changeSettings(settings) {
      for (const scope of ['User', 'Machine']) {
        const file = join(host.dataFolder, 'data', scope, 'settings.json');
        writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ...settings }));
      }
    },
    status: page.locator('.statusbar-item[aria-label^="Deepwell: "]'),
    ghostText: page.locator('.editor-instance [class*=ghost-text]:visible'),
    async savedText(name) {
      await page.keyboard.press('Control+s');
      await page.locator('.tab.active:not(.dirty)').first().waitFor();
      return readFileSync(join(workspace, name), 'utf8');
    },
    async openChat() {
      await page.locator('.activitybar a.action-label[aria-label^="Deepwell"]').first().click();
      await textbox.waitFor();
    },
    async ask(question) {
      await textbox.fill(question);
      await chat.getByRole('button', { name: 'Send' }).click();
    },
    replies,
    async replyTo(act) {
      const reply = replies.nth(await replies.count());
      await act();
      await reply.waitFor();
      return reply;
    },
    inState: (reply, state) => reply.and(chat.locator(`[data-state=${state}]`)).waitFor(),
    async runCommand(title) {
      await page.keyboard.press('F1');
      await page.locator('.quick-input-widget input').fill(`>Deepwell: ${title}`);
      await page.locator('.quick-input-widget .monaco-list-row', { hasText: title }).first().waitFor();
      await page.keyboard.press('Enter');
    },
    async reload() {
      await page.reload();
      await page.waitForSelector('.monaco-workbench');
    },
    async secondWindow() {
      const second = await page.context().newPage();
      await second.goto(host.url);
      await second.waitForSelector('.monaco-workbench');
      await second.locator('.activitybar a.action-label[aria-label^="Deepwell"]').first().click();
      return { page: second, chat: second.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame') };
    },
    dataFolder: host.dataFolder,
    logged: () =>
      globSync('**/*Deepwell*.log', { cwd: host.dataFolder })
        .map(file => readFileSync(join(host.dataFolder, file), 'utf8'))
        .join('\n'),
    processes: part => descendants(host.serverPid).filter(pid => commandLine(pid).includes(part)),
    async close() {
      await host.close();
      remove();
    },
  };
}

/** All processes below one, from /proc. */
function descendants(of: number): number[] {
  const parents = new Map(allProcesses().map(pid => [pid, parentOf(pid)]));
  const isBelow = (pid: number | undefined): boolean =>
    pid !== undefined && pid > 1 && (pid === of || isBelow(parents.get(pid)));
  return [...parents.keys()].filter(pid => pid !== of && isBelow(pid));
}

/** Internet sockets (TCP and UDP, both versions of IP) a process holds now. */
export function internetSockets(pid: number): string[] {
  const held = new Set(readdirSync(`/proc/${pid}/fd`).map(fd => linkOf(`/proc/${pid}/fd/${fd}`)));
  return ['tcp', 'tcp6', 'udp', 'udp6'].flatMap(kind =>
    read(`/proc/${pid}/net/${kind}`)
      .split('\n')
      .filter(line => held.has(`socket:[${line.trim().split(/\s+/)[9]}]`)),
  );
}

function linkOf(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    // Closed between being listed and being read.
    return '';
  }
}

export const isRunning = (pid: number): boolean => allProcesses().includes(pid) && !/^\S+ \(.*\) Z/.test(stat(pid));

const allProcesses = (): number[] => readdirSync('/proc').map(Number).filter(Number.isInteger);
const parentOf = (pid: number): number => Number(/\) \S (\d+)/.exec(stat(pid))?.[1] ?? 0);
const commandLine = (pid: number): string => read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');
const stat = (pid: number): string => read(`/proc/${pid}/stat`);

/** A process may end between being listed and being read: then there is nothing to read. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
