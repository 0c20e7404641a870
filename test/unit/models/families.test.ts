import assert from 'node:assert/strict';
import { test } from 'node:test';
import { families, familyOf, isInstruct, reasons, serves } from '../../../src/models/families.ts';
import type { ModelFacts } from '../../../src/shared/engine.ts';

const idOf = (name: string): string | undefined => familyOf({ name, contextLength: 4096 })?.id;

// Names as Ollama, GGUF files, Hugging Face, LM Studio and vLLM write them.
const coders = [
  'deepseek-coder:1.3b-base',
  'deepseek-coder:1.3b-base-q4_0',
  'deepseek-coder:6.7b-base-q4_K_M',
  'deepseek-coder:33b-base',
  'deepseek-coder:base',
  'deepseek-coder-v2:16b-lite-base-q4_0',
  'deepseek-coder-v2:236b-base-q4_0',
  'deepseek-coder-1.3b-base.Q4_0.gguf',
  'deepseek-coder-6.7B-base-GGUF',
  'deepseek-coder-5.7bmqa-base',
  'deepseek-ai_deepseek-coder-1.3b-base',
  'deepseek-ai/deepseek-coder-1.3b-base',
  'DeepSeek-Coder-V2-Lite-Base',
  'DeepSeek Coder V2 Lite Base',
];
const reasoners = [
  'deepseek-r1:1.5b',
  'deepseek-r1:latest',
  'deepseek-r1:8b-0528-qwen3-q4_K_M',
  'deepseek-r1:8b-llama-distill-q4_K_M',
  'deepseek-r1:70b',
  'DeepSeek-R1-Distill-Qwen-1.5B-Q4_0.gguf',
  'DeepSeek R1 Distill Qwen 7B',
  'deepseek-r1-distill-llama-8b',
  'DeepSeek-R1-0528-Qwen3-8B-Q4_K_M.gguf',
  'deepseek/deepseek-r1-0528-qwen3-8b',
];
const others = [
  'deepseek-coder:1.3b',
  'deepseek-coder:latest',
  'deepseek-coder:6.7b-instruct',
  'deepseek-coder:1.3b-instruct-q4_0',
  'deepseek-coder-v2:16b',
  'deepseek-coder-v2:lite',
  'deepseek-coder-v2:16b-lite-instruct-q4_0',
  'DeepSeek-Coder-V2-Lite-Instruct',
  'codebase-deepseek-coder:6.7b-instruct',
  'deepseek-coder-instruct-database',
  'deepseek-v3:671b',
  'qwen2.5-coder:1.5b-base',
  'starcoder2:3b-base',
  'llama3.1:8b',
];

for (const name of coders) {
  test(`"${name}" fills in the middle`, () => {
    assert.match(idOf(name) ?? '', /^deepseek-coder(-v2)?$/);
    assert.ok(familyOf({ name, contextLength: 4096 })?.fillInMiddle);
  });
}
for (const name of reasoners) {
  test(`"${name}" reasons`, () => {
    const family = familyOf({ name, contextLength: 4096 });
    assert.match(family?.id ?? '', /^deepseek-r1/);
    assert.ok(family && reasons(family));
  });
}
for (const name of others) test(`"${name}" is no model we know how to ask`, () => assert.equal(idOf(name), undefined));

test('the demo models are known by their own names and said to be demos', () => {
  assert.deepEqual(
    ['Deepwell Demo Coder', 'Deepwell Demo R1'].map(name => familyOf({ name, contextLength: 2048 })?.demo),
    [true, true],
  );
});

const named = (name: string, more: Partial<ModelFacts> = {}): string | undefined =>
  familyOf({ name, contextLength: 4096, ...more })?.id;

// The same model under the names of Ollama, of its file and of its publisher, with what the engine knows besides.
for (const [name, architecture, id] of [
  ['deepseek-r1:1.5b', 'qwen2', 'deepseek-r1-distill-qwen'],
  ['DeepSeek R1 Distill Qwen 14B', undefined, 'deepseek-r1-distill-qwen'],
  ['deepseek-r1:8b', 'qwen3', 'deepseek-r1-0528-qwen3'],
  ['DeepSeek-R1-0528-Qwen3-8B', undefined, 'deepseek-r1-0528-qwen3'],
  ['deepseek-r1:70b', 'llama', 'deepseek-r1-distill-llama'],
  ['DeepSeek-R1-Distill-Llama-8B-Q4_K_M.gguf', undefined, 'deepseek-r1-distill-llama'],
  ['deepseek-r1:671b', 'deepseek2', 'deepseek-r1'],
  ['deepseek-coder-v2:16b-lite-base', 'deepseek2', 'deepseek-coder-v2'],
  ['deepseek-coder:33b-base', 'llama', 'deepseek-coder'],
] as const)
  test(`"${name}"${architecture ? ` of architecture ${architecture}` : ''} is ${id}`, () =>
    assert.equal(named(name, architecture && { architecture }), id));

const coderMarks = ['<｜fim▁begin｜>', '<｜fim▁hole｜>', '<｜fim▁end｜>', '<|EOT|>', '<|User|>'];

test('a file without a telling name is known by its special tokens', () => {
  assert.equal(named('mine', { marks: coderMarks, endMark: '<｜end▁of▁sentence｜>' }), 'deepseek-coder');
  assert.equal(named('mine', { marks: ['<｜User｜>', '<｜Assistant｜>', '<think>', '</think>'] }), 'deepseek-r1');
  assert.equal(named('mine', { marks: ['<|im_start|>', '<|im_end|>'] }), 'chatml');
});

test('an instruct coder has the same special tokens and is still not taken for a base model', () => {
  assert.equal(named('mine', { marks: coderMarks, endMark: '<|EOT|>' }), undefined);
  assert.equal(named('my-instruct', { marks: coderMarks, endMark: '<｜end▁of▁sentence｜>' }), undefined);
});

test('a model of another maker answers through its own template, only when a person names it, and without reasoning', () => {
  const family = familyOf({ name: 'qwen2.5-coder:7b', contextLength: 4096, hasTemplate: true });
  assert.ok(family);
  assert.deepEqual([family.id, family.onlyByName, reasons(family)], ['template', true, false]);
  assert.ok(!serves(family, 'completion'));
});

test('a base model of another maker is not for talking to', () =>
  assert.equal(named('starcoder2:3b-base', { hasTemplate: true }), undefined));

test('DeepSeek’s own tags without "base" and everything called instruct follow instructions', () => {
  const names = ['deepseek-coder:6.7b', 'deepseek-coder:latest', 'Qwen2.5-Coder-7B-Instruct', 'gemma-2-2b-it'];
  assert.deepEqual(names.map(isInstruct), [true, true, true, true]);
  const unlike = ['deepseek-coder:6.7b-base', 'starcoder2:3b', 'deepseek-r1:1.5b', 'whitespace'];
  assert.deepEqual(unlike.map(isInstruct), [false, false, false, false]);
});

test('every family says its licence, and either fills in code or talks', () => {
  for (const family of families) {
    assert.ok(family.licence.length > 2, family.id);
    assert.equal(serves(family, 'completion'), !serves(family, 'chat'), family.id);
  }
});
