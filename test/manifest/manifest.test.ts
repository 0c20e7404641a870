import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { z } from 'zod';
import { parseSettings } from '../../src/shared/settings.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

const settingSchema = z.looseObject({ default: z.unknown(), scope: z.string().optional() });
const manifest = z
  .looseObject({
    version: z.string(),
    engines: z.object({ vscode: z.string() }),
    devDependencies: z.record(z.string(), z.string()),
    dependencies: z.record(z.string(), z.string()),
    icon: z.string(),
    activationEvents: z.array(z.string()),
    capabilities: z.object({ untrustedWorkspaces: z.object({ restrictedConfigurations: z.array(z.string()) }) }),
    contributes: z.object({
      commands: z.array(z.object({ command: z.string(), title: z.string(), category: z.string() })),
      keybindings: z.array(z.object({ command: z.string(), key: z.string() })),
      menus: z.record(z.string(), z.array(z.object({ command: z.string() }))),
      views: z.record(z.string(), z.array(z.object({ id: z.string(), icon: z.string(), type: z.string().optional() }))),
      viewsWelcome: z.array(z.object({ view: z.string() })),
      configuration: z.array(z.object({ title: z.string(), properties: z.record(z.string(), settingSchema) })),
      grammars: z.array(z.object({ path: z.string() })),
    }),
  })
  .parse(JSON.parse(read('package.json')));
const words = z.record(z.string(), z.string()).parse(JSON.parse(read('package.nls.json')));

const { contributes } = manifest;
const commands = contributes.commands.map(({ command }) => command);
const settings = Object.assign({}, ...contributes.configuration.map(({ properties }) => properties)) as Record<
  string,
  z.infer<typeof settingSchema>
>;

test('every word of the manifest that people read stands in package.nls.json, and no other does', () => {
  const used = [...read('package.json').matchAll(/"%([\w.]+)%"/g)].map(match => match[1] ?? '');
  assert.deepEqual(new Set(used), new Set(Object.keys(words)));
  for (const [key, text] of Object.entries(words)) assert.notEqual(text.trim(), '', key);
});

test('menus and keys use only commands that are contributed, under the one category', () => {
  const used = [...Object.values(contributes.menus).flat(), ...contributes.keybindings].map(({ command }) => command);
  assert.deepEqual(
    used.filter(command => !commands.includes(command)),
    [],
  );
  assert.deepEqual([...new Set(contributes.commands.map(({ category }) => category))], ['Deepwell']);
});

test('only three keys are taken', () =>
  assert.deepEqual(
    contributes.keybindings.map(({ key, command }) => `${key} ${command}`),
    ['alt+\\ deepwell.triggerCompletion', 'ctrl+alt+j deepwell.focusChat', 'shift+alt+e deepwell.explainSelection'],
  ));

test('at most 25 settings, each with a default that the extension accepts as it is', () => {
  assert(Object.keys(settings).length <= 25);
  const { malformed } = parseSettings({
    engine: settings['deepwell.engine']?.default,
    ollamaAddress: settings['deepwell.ollama.address']?.default,
    serverAddress: settings['deepwell.server.address']?.default,
    completionModel: settings['deepwell.completion.model']?.default,
    chatModel: settings['deepwell.chat.model']?.default,
    chatContextLength: settings['deepwell.chat.contextLength']?.default,
    keepAlive: settings['deepwell.keepAlive']?.default,
    reasoningPanel: settings['deepwell.chat.reasoningPanel']?.default,
    completionTrigger: settings['deepwell.completion.trigger']?.default,
    completionMaxLines: settings['deepwell.completion.maxLines']?.default,
    completionExclude: settings['deepwell.completion.exclude']?.default,
    completionExcludeGitIgnored: settings['deepwell.completion.excludeGitIgnored']?.default,
  });
  assert.deepEqual(malformed, []);
});

test('addresses and models cannot come from a workspace', () => {
  const guarded = ['engine', 'ollama.address', 'server.address', 'models.folder', 'completion.model', 'chat.model'].map(
    name => `deepwell.${name}`,
  );
  for (const name of guarded) assert.equal(settings[name]?.scope, 'machine', name);
  assert.deepEqual(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations.toSorted(), guarded.toSorted());
});

test('the views have their fixed names, an icon each, and welcome words where there is no page', () => {
  const views = contributes.views['deepwell'] ?? [];
  assert.deepEqual(
    views.map(({ id, type }) => `${id} ${type ?? 'tree'}`),
    ['deepwell.setup tree', 'deepwell.chat webview'],
  );
  for (const { icon } of views) assert(existsSync(path.join(root, icon)), icon);
  assert.deepEqual(
    contributes.viewsWelcome.map(({ view }) => view),
    ['deepwell.setup'],
  );
});

test('the gallery’s icon is a square PNG of at least 256 pixels', () => {
  const png = readFileSync(path.join(root, manifest.icon));
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  assert.equal(png.subarray(1, 4).toString(), 'PNG');
  assert(width === height && width >= 256, `${width} × ${height}`);
});

test('files that the manifest names exist, and it activates only once VS Code has started', () => {
  for (const { path: file } of contributes.grammars) assert(existsSync(path.join(root, file)), file);
  assert.deepEqual(manifest.activationEvents, ['onStartupFinished']);
});

test('the editor’s types are those of the oldest version that is supported', () => {
  const [major, minor] = manifest.engines.vscode.replace('^', '').split('.');
  assert(manifest.devDependencies['@types/vscode']?.startsWith(`${major}.${minor}.`));
});

test('every dependency has an exact version and a word in CONTRIBUTING', () => {
  const contributing = read('CONTRIBUTING.md');
  for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
    assert.match(version, /^\d+\.\d+\.\d+$/, name);
    assert(contributing.includes(`\`${name}\``), `${name} has no line in CONTRIBUTING.md`);
  }
});

test('each command that the code names is contributed, and each that is contributed is in the code', () => {
  const sources = globSync('src/**/*.ts', { cwd: root }).map(read).join('\n');
  const table = read('src/editor/commands.ts') + read('src/editor/chat/chatCommands.ts');
  for (const command of commands) assert(table.includes(`'${command}'`), command);
  const named = [
    ...sources.matchAll(/'(deepwell\.(?:setUp|show|new|focus|explain|trigger|toggle|select|restart|copy)\w*)'/g),
  ];
  for (const [, name = ''] of named) assert(commands.includes(name), name);
});
