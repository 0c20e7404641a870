/** The theme colours that VS Code gives a webview as variables: its own Dark Modern, Light Modern and high contrast themes. */
const dark = {
  foreground: '#cccccc',
  errorForeground: '#f85149',
  descriptionForeground: '#9d9d9d',
  focusBorder: '#0078d4',
  'sideBar-background': '#181818',
  'editor-background': '#1f1f1f',
  'editor-foreground': '#cccccc',
  'editorWidget-background': '#202020',
  'editorWidget-foreground': '#cccccc',
  'editorWarning-foreground': '#cca700',
  'input-background': '#313131',
  'input-border': '#3c3c3c',
  'input-foreground': '#cccccc',
  'input-placeholderForeground': '#989898',
  'inputValidation-errorBorder': '#be1100',
  'button-background': '#0078d4',
  'button-foreground': '#ffffff',
  'button-hoverBackground': '#026ec1',
  'button-border': '#ffffff12',
  'button-secondaryBackground': '#313131',
  'button-secondaryForeground': '#cccccc',
  'button-secondaryHoverBackground': '#3c3c3c',
  'badge-background': '#616161',
  'badge-foreground': '#f8f8f8',
  'widget-border': '#313131',
  'widget-shadow': '#0000005c',
  'panel-border': '#2b2b2b',
  'progressBar-background': '#0078d4',
  'list-hoverBackground': '#2a2d2e',
  'toolbar-hoverBackground': '#5a5d5e50',
  'textLink-foreground': '#4daafc',
  'textLink-activeForeground': '#4daafc',
  'textCodeBlock-background': '#2b2b2b',
  'textPreformat-background': '#3c3c3c',
  'textPreformat-foreground': '#d0d0d0',
  'textBlockQuote-background': '#2b2b2b',
  'textBlockQuote-border': '#616161',
  'charts-yellow': '#cca700',
  'debugTokenExpression-name': '#c586c0',
  'debugTokenExpression-string': '#ce9178',
  'debugTokenExpression-boolean': '#4e94ce',
  'debugTokenExpression-number': '#b5cea8',
  'symbolIcon-functionForeground': '#b180d7',
  'gitDecoration-addedResourceForeground': '#81b88b',
  'gitDecoration-deletedResourceForeground': '#c74e39',
};

const light: typeof dark = {
  foreground: '#3b3b3b',
  errorForeground: '#b20f0f',
  descriptionForeground: '#3b3b3b',
  focusBorder: '#005fb8',
  'sideBar-background': '#f8f8f8',
  'editor-background': '#ffffff',
  'editor-foreground': '#3b3b3b',
  'editorWidget-background': '#f8f8f8',
  'editorWidget-foreground': '#3b3b3b',
  'editorWarning-foreground': '#bf8803',
  'input-background': '#ffffff',
  'input-border': '#cecece',
  'input-foreground': '#3b3b3b',
  'input-placeholderForeground': '#767676',
  'inputValidation-errorBorder': '#be1100',
  'button-background': '#005fb8',
  'button-foreground': '#ffffff',
  'button-hoverBackground': '#0258a8',
  'button-border': '#0000001a',
  'button-secondaryBackground': '#e5e5e5',
  'button-secondaryForeground': '#3b3b3b',
  'button-secondaryHoverBackground': '#cccccc',
  'badge-background': '#cccccc',
  'badge-foreground': '#3b3b3b',
  'widget-border': '#e5e5e5',
  'widget-shadow': '#00000029',
  'panel-border': '#e5e5e5',
  'progressBar-background': '#005fb8',
  'list-hoverBackground': '#f2f2f2',
  'toolbar-hoverBackground': '#b8b8b850',
  'textLink-foreground': '#005fb8',
  'textLink-activeForeground': '#005fb8',
  'textCodeBlock-background': '#f8f8f8',
  'textPreformat-background': '#0000001f',
  'textPreformat-foreground': '#3b3b3b',
  'textBlockQuote-background': '#f8f8f8',
  'textBlockQuote-border': '#e5e5e5',
  'charts-yellow': '#bf8803',
  'debugTokenExpression-name': '#9b46b0',
  'debugTokenExpression-string': '#a31515',
  'debugTokenExpression-boolean': '#0000ff',
  'debugTokenExpression-number': '#098658',
  'symbolIcon-functionForeground': '#652d90',
  'gitDecoration-addedResourceForeground': '#587c0c',
  'gitDecoration-deletedResourceForeground': '#ad0707',
};

const highContrast = {
  contrastBorder: '#6fc3df',
  foreground: '#ffffff',
  errorForeground: '#f48771',
  descriptionForeground: '#ffffffb3',
  focusBorder: '#f38518',
  'sideBar-background': '#000000',
  'editor-background': '#000000',
  'editor-foreground': '#ffffff',
  'editorWidget-background': '#0c141f',
  'editorWidget-foreground': '#ffffff',
  'editorWarning-foreground': '#ffd370',
  'input-background': '#000000',
  'input-border': '#6fc3df',
  'input-foreground': '#ffffff',
  'input-placeholderForeground': '#ffffffb3',
  'inputValidation-errorBorder': '#be1100',
  'button-background': '#000000',
  'button-foreground': '#ffffff',
  'button-border': '#6fc3df',
  'button-secondaryForeground': '#ffffff',
  'badge-background': '#000000',
  'badge-foreground': '#ffffff',
  'widget-border': '#6fc3df',
  'panel-border': '#6fc3df',
  'textLink-foreground': '#21a6ff',
  'textLink-activeForeground': '#21a6ff',
  'textCodeBlock-background': '#000000',
  'textPreformat-background': '#ffffff',
  'textPreformat-foreground': '#000000',
  'textBlockQuote-border': '#ffffff',
  'charts-yellow': '#ffd370',
  'progressBar-background': '#6fc3df',
  'debugTokenExpression-name': '#ffffff',
  'debugTokenExpression-string': '#f48771',
  'debugTokenExpression-boolean': '#75bdfe',
  'debugTokenExpression-number': '#89d185',
  'symbolIcon-functionForeground': '#b180d7',
  'gitDecoration-addedResourceForeground': '#a1e3ad',
  'gitDecoration-deletedResourceForeground': '#c74e39',
};

export type Theme = 'dark' | 'light' | 'highContrast';

export const themes: Readonly<
  Record<Theme, { readonly colours: Readonly<Record<string, string>>; readonly bodyClass: string }>
> = {
  dark: { colours: dark, bodyClass: 'vscode-dark' },
  light: { colours: light, bodyClass: 'vscode-light' },
  highContrast: { colours: highContrast, bodyClass: 'vscode-high-contrast' },
};

/** The variables of a theme and the rules that VS Code itself puts before those of every webview. */
export const themeStyles = (theme: Theme): string => `
html {
  ${Object.entries(themes[theme].colours)
    .map(([name, colour]) => `--vscode-${name}: ${colour};`)
    .join('\n  ')}
  --vscode-font-family: system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif;
  --vscode-font-size: 13px;
  --vscode-editor-font-family: 'DejaVu Sans Mono', monospace;
  --vscode-editor-font-size: 14px;
  background: var(--vscode-sideBar-background);
  color-scheme: ${theme === 'light' ? 'light' : 'dark'};
}
body { margin: 0; padding: 0 20px; color: var(--vscode-editor-foreground); font-size: var(--vscode-font-size); font-family: var(--vscode-font-family); }
img, video { max-width: 100%; max-height: 100%; }
a, a code { color: var(--vscode-textLink-foreground); }
a:focus, input:focus, select:focus, textarea:focus { outline: 1px solid -webkit-focus-ring-color; outline-offset: -1px; }
code { font-family: monospace; color: var(--vscode-textPreformat-foreground); background-color: var(--vscode-textPreformat-background); padding: 1px 3px; border-radius: 4px; }
pre code { padding: 0; }
::-webkit-scrollbar { width: 10px; height: 10px; }
blockquote { background: var(--vscode-textBlockQuote-background); border-color: var(--vscode-textBlockQuote-border); }
`;
