import { randomBytes } from 'node:crypto';
import { Uri, type Webview, env, l10n } from 'vscode';
import { styleSheets } from './styleSheets.ts';

/** The page's document. Its policy lets nothing in but our own two scripts and styles, and nothing out. */
export function chatPage(webview: Webview, extensionUri: Uri): string {
  const at = (...path: readonly string[]): string =>
    webview.asWebviewUri(Uri.joinPath(extensionUri, ...path)).toString();
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource}`,
    ...['connect', 'frame', 'child', 'worker', 'object', 'media'].map(kind => `${kind}-src 'none'`),
    `form-action 'none'`,
    `base-uri 'none'`,
  ].join('; ');
  return `<!doctype html>
<html lang="${quoted(env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<title>Deepwell chat</title>
<link rel="stylesheet" href="${at('dist', 'page.css')}">
${styleSheets.map(name => `<link rel="stylesheet" href="${at('media', name)}">`).join('\n')}
</head>
<body>
<div id="root" data-texts="${quoted(JSON.stringify(l10n.bundle ?? {}))}" data-maths="${at('dist', 'maths.js')}"></div>
<script nonce="${nonce}" src="${at('dist', 'page.js')}"></script>
</body>
</html>`;
}

/** Text for an attribute in double quotes. */
const quoted = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
