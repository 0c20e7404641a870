import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import { pageBundle } from '../../esbuild.ts';
import { styleSheets } from '../../src/editor/chat/styleSheets.ts';
import { type Theme, themeStyles, themes } from './themes.ts';

/** Serves the chat page on loopback as the extension does in a webview: the same files, the same content security policy. */
export interface PageServer {
  readonly origin: string;
  /** Each path that was asked for, in order. */
  readonly requests: readonly string[];
  readonly close: () => Promise<void>;
}

type Files = ReadonlyMap<string, { readonly type: string; readonly body: string | Uint8Array }>;

export async function servePage(): Promise<PageServer> {
  const files = await pageFiles();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    answer(files, request, response);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function pageFiles(): Promise<Files> {
  const bundle = await build({ ...pageBundle, write: false });
  const types: Readonly<Record<string, string>> = { js: 'text/javascript', css: 'text/css', ttf: 'font/ttf' };
  const files = new Map<string, { type: string; body: string | Uint8Array }>();
  for (const { path, contents } of bundle.outputFiles) {
    const name = path.split(/[/\\]/).at(-1) ?? '';
    files.set(`/${name}`, { type: types[name.split('.').at(-1) ?? ''] ?? '', body: contents });
  }
  for (const name of styleSheets) files.set(`/${name}`, { type: 'text/css', body: await readFile(`media/${name}`) });
  for (const theme of Object.keys(themes) as Theme[])
    files.set(`/theme-${theme}.css`, { type: 'text/css', body: themeStyles(theme) });
  return files;
}

function answer(files: Files, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '', 'http://127.0.0.1');
  const theme = themeIn(url);
  if (theme !== undefined) return answerDocument(theme, request.headers.host ?? '', response);
  const file = files.get(url.pathname);
  if (file === undefined) response.writeHead(404).end();
  else response.writeHead(200, { 'content-type': file.type, 'cache-control': 'max-age=600' }).end(file.body);
}

const themeIn = (url: URL): Theme | undefined =>
  (Object.keys(themes) as Theme[]).find(theme => url.pathname === `/chat/${theme}`);

/** What a webview gives the page, kept where the test can look: messages in `posted`, the state for a page that comes back. */
const fakeEditor = `
  window.posted = [];
  window.acquireVsCodeApi = () => ({
    postMessage: message => { window.posted.push(message); },
    getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
    setState: state => { sessionStorage.setItem('state', JSON.stringify(state)); },
  });`;

function answerDocument(theme: Theme, host: string, response: ServerResponse): void {
  const nonce = randomBytes(16).toString('hex');
  const origin = `http://${host}`;
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${origin} 'nonce-${nonce}'`,
    `font-src ${origin}`,
    `img-src ${origin}`,
    ...['connect', 'frame', 'child', 'worker', 'object', 'media'].map(kind => `${kind}-src 'none'`),
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ');
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy });
  response.end(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><title>Deepwell</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/theme-${theme}.css">
<link rel="stylesheet" href="/page.css">
${styleSheets.map(name => `<link rel="stylesheet" href="/${name}">`).join('\n')}
</head>
<body class="${themes[theme].bodyClass}">
<div id="root" data-maths="/maths.js"></div>
<script nonce="${nonce}">${fakeEditor}</script>
<script nonce="${nonce}" src="/page.js"></script>
</body>
</html>`);
}
