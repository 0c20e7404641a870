import { join, resolve } from 'node:path';
import { type Browser, type FrameLocator, type Page, chromium } from 'playwright-core';
import { findBrowser, installBrowser } from '../tasks/install.mjs';
import { type Server, type ServerOptions, startServer } from './server.ts';

export interface HostOptions extends Pick<
  ServerOptions,
  'vsix' | 'installed' | 'settings' | 'env' | 'connectionToken'
> {
  /** The workspace. Without one the window is empty. */
  readonly folder?: string;
  /** A file to open in the editor. */
  readonly open?: string;
  /** An extension under development. Such a window shows no notifications; use `vsix` or `installed` to see them. */
  readonly extensionDevelopmentPath?: string;
  /** A test entry with a `run()` that the extension host loads; what it ends with comes to `onExit`. */
  readonly tests?: string;
  /** False: only the server, for a person's own browser. */
  readonly browser?: boolean;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** A listener of this machine that stands for all hosts under .example; without one they are not found. */
  readonly worldPort?: number | undefined;
  /** What the workbench and the extension host write to their consoles. */
  readonly onLog?: (level: string, args: readonly unknown[]) => void;
  /** The tests have ended with this exit code, or server or browser died: then it is 95 or higher. */
  readonly onExit?: (code: number, why?: string) => void;
}

export interface Host {
  /** Opens this very window in any browser of this machine; it carries the connection token. */
  readonly url: string;
  /** The workbench in a headless Chromium. Throws where the host was started without. */
  readonly page: Page;
  /** The document inside a sidebar webview: VS Code's own frame around, the extension's page within. */
  readonly webview: () => FrameLocator;
  readonly dataFolder: string;
  readonly serverPid: number;
  /** Ends browser and server with everything they started. */
  readonly close: () => Promise<void>;
}

const exitCodes = { browserDied: 95, serverDied: 96 };

/** A real VS Code: its server, and its workbench in a headless Chromium. Several can run side by side. */
export async function startHost(options: HostOptions): Promise<Host> {
  const server = await startServer({
    ...options,
    automation: options.extensionDevelopmentPath !== undefined || options.tests !== undefined,
    onEnd: output => options.onExit?.(exitCodes.serverDied, `The VS Code server ended:\n${output}`),
  });
  const url = urlOf(server, options);
  let browser: Browser | undefined;
  const close = async (): Promise<void> => {
    await browser?.close();
    await server.close();
  };
  try {
    let page: Page | undefined;
    if (options.browser !== false) {
      browser = await launchBrowser(join(server.dataFolder, 'tmp'), options.worldPort);
      page = await openWorkbench(browser, url, options);
    }
    return {
      url,
      get page() {
        return shown(page);
      },
      webview: () => shown(page).frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame'),
      dataFolder: server.dataFolder,
      serverPid: server.pid,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function shown(page: Page | undefined): Page {
  if (page === undefined) throw new Error('This host was started without a browser.');
  return page;
}

function urlOf(server: Server, { folder, open, extensionDevelopmentPath, tests }: HostOptions): string {
  const payload = [
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
    ...(extensionDevelopmentPath ? [['extensionDevelopmentPath', server.remote(extensionDevelopmentPath)]] : []),
    ...(tests ? [['extensionTestsPath', server.remote(tests)]] : []),
    ...(open ? [['openFile', server.remote(open)]] : []),
  ];
  const query = new URLSearchParams({
    tkn: server.token,
    ...(folder ? { folder: resolve(folder) } : { ew: 'true' }),
    payload: JSON.stringify(payload),
  });
  return `${server.origin}/?${query.toString()}`;
}

async function launchBrowser(temporary: string, worldPort?: number): Promise<Browser> {
  installBrowser();
  const world = worldPort === undefined ? [] : [`--host-resolver-rules=MAP *.example 127.0.0.1:${worldPort}`];
  return chromium.launch({
    executablePath: findBrowser(),
    env: { ...process.env, TMPDIR: temporary },
    // As root Chromium has no sandbox; the page shown is our own. The rest keeps it from calling home.
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-sync',
      ...world,
    ],
  });
}

async function openWorkbench(browser: Browser, url: string, options: HostOptions): Promise<Page> {
  const context = await browser.newContext({ viewport: options.viewport ?? { width: 1280, height: 800 } });
  const page = await context.newPage();
  page.on('crash', () => options.onExit?.(exitCodes.browserDied, 'The browser page crashed.'));
  // Called by the workbench when it was started with extensionTestsPath.
  await page.exposeFunction('codeAutomationLog', (level: string, args: unknown[]) => options.onLog?.(level, args));
  await page.exposeFunction('codeAutomationExit', (code: number) => options.onExit?.(code));
  await page.goto(url);
  await page.waitForSelector('.monaco-workbench', { timeout: 60_000 });
  return page;
}
