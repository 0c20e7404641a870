import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, test } from 'node:test';
import { bestModelIn, inspectModel } from '../../../../src/engines/embedded/modelFile.ts';
import { ggufFilesIn } from '../../../../src/engines/embedded/modelsFolder.ts';
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
      facts: { path, model: name, purpose, ...(name.includes('instruct') && { why: 'instruct' }) },
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

test('a model without a telling name is known by its special tokens', async () => {
  const coder = await inspectModel(await modelNamed('Mine'), 'completion', known);
  assert.equal(coder.family.id, 'deepseek-coder');
  const path = join(folder, 'Also mine.gguf');
  await writeScriptedModel(path, { kind: 'r1', name: 'Also mine', scripts: [{ says: 'Hm.' }] });
  assert.equal((await inspectModel(path, 'chat', async () => new Set(['qwen2']))).family.id, 'deepseek-r1');
});

test('of a folder the largest model that fits serves, and where none fits the smallest', async t => {
  const many = await mkdtemp(join(tmpdir(), 'deepwell-models-'));
  t.after(() => rm(many, { recursive: true }));
  const write = (name: string, kind: 'coder' | 'r1', words: number) =>
    writeScriptedModel(join(many, name), {
      kind,
      scripts: [{ says: Array.from({ length: words }, (_, index) => `w${index}`).join(' ') }],
    });
  await write('small.gguf', 'coder', 2);
  await write('LARGE.GGUF', 'coder', 400);
  await write('r1.gguf', 'r1', 2);
  await writeFile(join(many, 'text.gguf'), 'no model');
  await writeFile(join(many, 'model.bin'), 'no model');
  const best = (purpose: 'completion' | 'chat', free: number) => basename(bestModelIn(many, purpose, free) ?? '');
  assert.equal(best('completion', 10e9), 'LARGE.GGUF');
  assert.equal(best('completion', 10), 'small.gguf');
  assert.equal(best('chat', 10e9), 'r1.gguf');
  assert.equal(bestModelIn(join(many, 'not there'), 'chat', 10e9), undefined);
});

test('of a model that is split over files only the first is taken', async t => {
  const split = await mkdtemp(join(tmpdir(), 'deepwell-models-'));
  t.after(() => rm(split, { recursive: true }));
  for (const part of ['00001', '00002']) await writeFile(join(split, `m-${part}-of-00002.gguf`), '');
  assert.deepEqual(ggufFilesIn(split), ['m-00001-of-00002.gguf']);
});
