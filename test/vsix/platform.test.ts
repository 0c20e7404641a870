import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createEmbeddedEngine } from '../../src/engines/embedded/parent.ts';
import { silent } from '../../src/shared/log.ts';
import { writeScriptedModel } from '../fakes/scriptedModel.ts';
import { binaries } from '../tasks/enginePackages.ts';
import { engineFolder, engineScript, manifestOf, platform, platformName, universal } from './packages.ts';
import { readZip, writeFiles } from './zip.ts';

const files = readZip(platform);
const names = [...files.keys()];

test('a platform package is the universal one with the engine', () => {
  const withoutEngine = names.filter(name => !name.startsWith(engineFolder) && name !== engineScript);
  assert.deepEqual(withoutEngine.sort(), [...readZip(universal).keys()].sort());
  assert.ok(names.includes(engineScript));
});

test('the engine comes with the binaries of its platform and of no other', () => {
  const owners = names.flatMap(name => /node_modules\/(@node-llama-cpp\/[^/]+)\//.exec(name)?.[1] ?? []);
  assert.deepEqual([...new Set(owners)], [binaries[platformName]]);
});

test('no maps, type files, sources, tests, models or build tools are packaged', () => {
  const unwanted = /\.(map|d\.[mc]?ts|[mc]?ts|tsx|gguf|bundle|cpp|h|vsix)$|\/(tests?|cmake-js|templates|addon|xpack)\//;
  assert.deepEqual(
    names.filter(name => unwanted.test(name)),
    [],
  );
});

test('no package in it has a script, so none that runs on installation', () => {
  const manifests = names.filter(name => name.endsWith('package.json'));
  assert.ok(manifests.length > 50, `${manifests.length} manifests`);
  assert.deepEqual(
    manifests.filter(name => 'scripts' in manifestOf(files, name)),
    [],
  );
});

test('each package of the engine that has a licence file brings it along', () => {
  const licences = names.filter(name => name.startsWith(engineFolder) && /\/licen[sc]e[^/]*$/i.test(name));
  assert.ok(licences.length > 50, `${licences.length} licences`);
  assert.ok(licences.includes(`${engineFolder}node-llama-cpp/LICENSE`));
});

test('a platform package is at most 14 MB', () => {
  assert.ok(statSync(platform).size <= 14_000_000, `${statSync(platform).size} bytes`);
});

test('the engine of an unpacked platform package loads a model and writes its text', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'deepwell-unpacked-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  writeFiles(files, folder);
  const model = join(folder, 'coder.gguf');
  await writeScriptedModel(model, { kind: 'coder', scripts: [{ says: 'return tide;' }] });
  const engine = createEmbeddedEngine({
    childPath: join(folder, engineScript),
    models: { completion: model },
    log: silent,
  });
  t.after(() => engine.dispose());
  const prompt = [{ mark: '<｜fim▁begin｜>' }, 'a\n', { mark: '<｜fim▁hole｜>' }, '\nb', { mark: '<｜fim▁end｜>' }];
  const request = { purpose: 'completion', prompt, maxTokens: 32, sampling: { temperature: 0, topP: 1 } } as const;
  let text = '';
  for await (const piece of engine.generate(request, new AbortController().signal))
    if (piece.kind === 'text') text += piece.text;
  assert.equal(text, 'return tide;');
});
