import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { inspectModel } from '../../../../src/engines/embedded/modelFile.ts';
import { writeScriptedModel } from '../../../fakes/scriptedModel.ts';

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deepwell-model-'));
});
after(() => rm(folder, { recursive: true }));

async function modelNamed(name: string): Promise<string> {
  const path = join(folder, `${name}.gguf`);
  await writeScriptedModel(path, { kind: 'coder', name, scripts: [{ says: 'x();' }] });
  return path;
}

const known = async () => new Set(['llama']);

test('a model has the family that its name tells', async () => {
  const file = await inspectModel(await modelNamed('DeepSeek Coder 1.3B base'), 'completion', known);
  assert.deepEqual([file.family.id, file.facts.contextLength], ['deepseek-coder', 4096]);
});

for (const [name, purpose] of [
  ['DeepSeek Coder 1.3B instruct', 'completion'],
  ['DeepSeek R1 Distill', 'completion'],
  ['DeepSeek Coder 1.3B base', 'chat'],
  ['Nobody knows me', 'chat'],
] as const)
  test(`"${name}" is the wrong model for ${purpose}`, async () => {
    const path = await modelNamed(name);
    await assert.rejects(inspectModel(path, purpose, known), {
      kind: 'wrongModel',
      facts: { path, model: name, purpose },
    });
  });

test('an architecture that the engine does not know is named', async () => {
  const path = await modelNamed('DeepSeek R1');
  await assert.rejects(
    inspectModel(path, 'chat', async () => new Set(['qwen2'])),
    {
      kind: 'modelUnsupported',
      facts: { path, model: 'DeepSeek R1', architecture: 'llama' },
    },
  );
});

test('the engine is not started for a file that is no model', async () => {
  const path = join(folder, 'text.gguf');
  await writeFile(path, 'just text');
  const asked = () => assert.fail('the engine was asked');
  await assert.rejects(inspectModel(path, 'chat', asked), { kind: 'notGguf' });
});
