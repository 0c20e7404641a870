import assert from 'node:assert/strict';
import { test } from 'node:test';
import { familyOf, reasons } from '../../../src/models/families.ts';

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
