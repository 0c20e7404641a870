import { builtinModules } from 'node:module';
import { defineConfig } from 'oxlint';

// What each folder of src may import. Everything not listed is forbidden, also type-only, re-exported and dynamic imports.
// The page takes types only from shared; extension.ts takes everything but the page.
const folders = ['shared', 'models', 'context', 'prompt', 'completion', 'chat', 'engines', 'editor', 'page'] as const;
const packages = [
  'vscode',
  'zod',
  'ollama',
  'node-llama-cpp',
  'lru-cache',
  'ignore',
  'preact',
  'preact/hooks',
  'preact/jsx-runtime',
  '@preact/signals',
  'markdown-it',
  'highlight.js',
  'temml',
] as const;

type Folder = (typeof folders)[number];
type Package = (typeof packages)[number] | 'node:*';

const plain: readonly Folder[] = ['shared', 'models', 'context', 'prompt'];
const page: readonly Package[] = [
  'preact',
  'preact/hooks',
  'preact/jsx-runtime',
  '@preact/signals',
  'markdown-it',
  'highlight.js',
  'temml',
];

const mayImport: Readonly<
  Record<Folder, { readonly folders: readonly Folder[]; readonly packages: readonly Package[] }>
> = {
  shared: { folders: [], packages: ['zod'] },
  models: { folders: ['shared'], packages: [] },
  context: { folders: ['shared', 'models'], packages: ['ignore'] },
  prompt: { folders: ['shared', 'models', 'context'], packages: [] },
  completion: { folders: plain, packages: ['lru-cache'] },
  chat: { folders: plain, packages: ['zod'] },
  engines: { folders: ['shared', 'models'], packages: ['node:*', 'ollama', 'zod'] },
  editor: { folders: [...plain, 'completion', 'chat'], packages: ['vscode', 'node:*'] },
  page: { folders: ['shared'], packages: page },
};

/** Patterns that forbid whatever the table does not allow to a folder. */
function forbidden(folder: Folder, extra: readonly Package[] = []): { group: string[]; message: string }[] {
  const allowed = mayImport[folder];
  const mayUse = [...allowed.packages, ...extra];
  const closed = folders.filter(other => other !== folder && !allowed.folders.includes(other));
  return [
    {
      group: closed.flatMap(other => [
        `**/../${other}/**`,
        `../${other}/**`,
        `../../${other}/**`,
        `../../../${other}/**`,
      ]),
      message: `${folder}/ may not import this folder (see the table in oxlint.config.ts).`,
    },
    { group: ['**/extension.ts'], message: 'extension.ts is the top: nothing imports it.' },
    {
      group: packages
        .filter(name => !mayUse.includes(name))
        .flatMap(name =>
          [name, `${name}/**`].filter(
            pattern => !mayUse.some(used => pattern.startsWith(`${used}/`) || pattern === used),
          ),
        ),
      message: `${folder}/ may not import this package (see the table in oxlint.config.ts).`,
    },
    ...(mayUse.includes('node:*')
      ? []
      : [
          {
            group: ['node:*'],
            message: `${folder}/ is plain code: no Node modules (see the table in oxlint.config.ts).`,
          },
        ]),
  ];
}

type Pattern = { readonly message: string } & ({ readonly group: string[] } | { readonly regex: string });

const restrict = (...patterns: Pattern[]): ['error', { patterns: Pattern[] }] => [
  'error',
  { patterns: patterns.filter(pattern => !('group' in pattern) || pattern.group.length > 0) },
];

// Only engines/net.ts opens connections; everyone else asks it. What could open one behind its back is closed as well:
// another process or thread, and the ways to a module that no import names.
const network = 'https?|http2|net|tls|dns|dgram|inspector';
const oneDoor: Pattern = {
  regex: `^(node:(${network})(/.*)?|undici)$`,
  message: 'Only engines/net.ts opens connections.',
};
const processes: Pattern = {
  regex: '^node:(child_process|worker_threads|cluster)$',
  message: 'Only the engine’s process and the table of processes start any: they could open connections of their own.',
};
const waysRound: readonly Pattern[] = [
  { regex: '^node:(module|process|repl|test|wasi|_.*)$', message: 'This module gives access to others by name.' },
  { regex: `^(${builtinModules.join('|')})$`, message: 'Modules of Node are named with "node:", which the rules see.' },
  { regex: '^ollama$', message: 'This entry of the package brings a fetch of its own; ollama/browser takes ours.' },
];

// Names that reach the network or a hidden module, as a global, as a property of one, or taken apart from it.
const networkNames = [
  'fetch',
  'WebSocket',
  'WebSocketStream',
  'EventSource',
  'XMLHttpRequest',
  'WebTransport',
  'RTCPeerConnection',
  'Worker',
  'SharedWorker',
];
const hiddenNames = ['sendBeacon', 'binding', '_linkedBinding', 'dlopen', 'getBuiltinModule', 'mainModule'];
const named = (names: readonly string[]): { name: string; message: string }[] =>
  names.map(name => ({ name, message: 'Only engines/net.ts opens connections.' }));

export default defineConfig({
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'promise', 'node'],
  categories: { correctness: 'error', suspicious: 'error', perf: 'off', pedantic: 'off' },
  options: { typeAware: true },
  ignorePatterns: ['dist', 'node_modules', 'test/sample', 'test/host/node_modules'],
  rules: {
    eqeqeq: 'error',
    'no-console': 'off',
    'no-empty': ['error', { allowEmptyCatch: false }],
    'no-eval': 'error',
    'no-new-func': 'error',
    'no-await-in-loop': 'off',
    'no-underscore-dangle': 'off',
    'no-unassigned-import': 'off',
    'import/no-unassigned-import': 'off',
    'import/no-cycle': 'error',
    'import/no-default-export': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/ban-ts-comment': 'error',
    'typescript/consistent-type-imports': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/switch-exhaustiveness-check': 'error',
    'typescript/no-unsafe-type-assertion': 'off',
    'unicorn/no-array-sort': 'off',
    'unicorn/no-array-reverse': 'off',
    'unicorn/consistent-function-scoping': 'off',
    // Wrong about conditional spreads, the short form of an optional property.
    'unicorn/no-useless-spread': 'off',
    // The compiler and switch-exhaustiveness-check say this better.
    'typescript/consistent-return': 'off',
    // Meant for window.postMessage; a webview's takes no origin.
    'unicorn/require-post-message-target-origin': 'off',
    'typescript/no-unnecessary-type-arguments': 'off',
  },
  overrides: [
    {
      files: ['src/**'],
      rules: {
        'no-console': 'error',
        'no-restricted-globals': [
          'error',
          {
            globals: named([...networkNames, 'require', 'module']),
            checkGlobalObject: true,
            globalObjects: ['global', 'frames', 'parent', 'top'],
          },
        ],
        'no-restricted-properties': [
          'error',
          ...[...networkNames, ...hiddenNames].map(property => ({
            property,
            message: 'Only engines/net.ts opens connections.',
          })),
        ],
        'import/no-commonjs': 'error',
        'import/no-dynamic-require': ['error', { esmodule: true }],
      },
    },
    ...folders.map(folder => ({
      files: [`src/${folder}/**`],
      rules: { 'no-restricted-imports': restrict(...forbidden(folder), oneDoor, processes, ...waysRound) },
    })),
    {
      files: ['src/engines/net.ts'],
      rules: { 'no-restricted-imports': restrict(...forbidden('engines'), processes, ...waysRound) },
    },
    {
      files: ['src/engines/embedded/childProcess.ts', 'src/engines/embedded/processTable.ts'],
      rules: { 'no-restricted-imports': restrict(...forbidden('engines'), oneDoor, ...waysRound) },
    },
    {
      files: ['src/engines/embedded/child.ts'],
      rules: {
        'no-restricted-imports': restrict(
          ...forbidden('engines', ['node-llama-cpp']),
          oneDoor,
          processes,
          ...waysRound,
        ),
      },
    },
    {
      files: ['src/extension.ts'],
      rules: {
        'no-restricted-imports': restrict(
          { group: ['**/page/**'], message: 'The page is its own bundle.' },
          oneDoor,
          processes,
          ...waysRound,
        ),
      },
    },
    { files: ['*.config.ts'], rules: { 'import/no-default-export': 'off' } },
    { files: ['test/**'], rules: { 'typescript/no-floating-promises': 'off' } },
  ],
});
