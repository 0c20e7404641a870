import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { Purpose } from '../../../src/shared/engine.ts';
import { bytePairs } from '../../bench/bytePairs.ts';
import { type Shape, shapes } from '../../bench/modelShapes.ts';
import { modelLength, writeRandomModel } from '../../bench/randomModel.ts';
import { completionAt, questionAbout } from '../../bench/requests.ts';
import { encoded } from '../../fakes/scriptedModel.ts';
import { never, replyOf, startEngine } from '../engines/embedded/testEngine.ts';

const little = { layers: 2, width: 256, heads: 2, keyValueHeads: 1, feedForward: 512, vocabulary: 2048 };
const small: Record<Purpose, Shape> = {
  completion: { ...shapes['coder-1.3b'], ...little, keyValueHeads: 2 },
  chat: { ...shapes['r1-1.5b'], ...little },
};

for (const purpose of ['completion', 'chat'] as const)
  test(`a model of random weights loads in the real engine for ${purpose} and never ends by itself`, async context => {
    const { engine, file, shape } = await startSmall(context, purpose);
    assert.equal(statSync(file).size, modelLength(shape));
    const request = purpose === 'chat' ? questionAbout(1, 'Why?', 40) : completionAt({ path: 'a.ts', typed: 9 }, 40);
    const { text, usage, reason } = await replyOf(engine.generate(request, never));
    assert.equal(usage?.generatedTokens, 40);
    assert.equal(reason, 'length');
    assert.notEqual(text, '');
  });

test('the real shapes have the bytes of the real files, known without writing them', () => {
  const isNear = (bytes: number, real: number) => assert.ok(Math.abs(bytes / real - 1) < 0.02, `${bytes}`);
  isNear(modelLength(shapes['coder-1.3b']), 776_000_000);
  isNear(modelLength(shapes['r1-1.5b']), 1_117_000_000);
});

test('a prompt of the product has as many tokens as with the real vocabulary: it fits the window it is made for', async context => {
  const { engine } = await startSmall(context, 'completion');
  const request = completionAt({ path: 'a.ts', typed: 40 }, 1);
  const { usage } = await replyOf(engine.generate(request, never));
  const texts = request.prompt?.map(part => (typeof part === 'string' ? part : '')) ?? [];
  const charactersPerToken = texts.join('').length / (usage?.promptTokens ?? 0);
  assert.ok(charactersPerToken > 3 && charactersPerToken < 3.6, `${charactersPerToken}`);
});

test('a disk with too little room is told in one sentence, and nothing is written', async context => {
  const folder = await mkdtemp(join(tmpdir(), 'deepwell-bench-'));
  context.after(() => rm(folder, { recursive: true }));
  const huge = { ...small.completion, width: 8192, feedForward: 2 ** 31 };
  await assert.rejects(writeRandomModel(join(folder, 'huge.gguf'), huge), /^Error: .* free; the model needs \d+ MB\.$/);
  assert.deepEqual(readdirSync(folder), []);
});

test('byte pairs are merged, most frequent first, until the text is as short as was asked', () => {
  assert.deepEqual(bytePairs('aab aab ab', 2, encoded), [
    ['a', 'b'],
    ['a', 'ab'],
  ]);
});

async function startSmall(context: TestContext, purpose: Purpose) {
  const shape = small[purpose];
  const { engine, folder } = await startEngine(context, async prepared => {
    await writeRandomModel(join(prepared, 'small.gguf'), shape);
    return { models: { [purpose]: join(prepared, 'small.gguf') } };
  });
  return { engine, shape, file: join(folder, 'small.gguf') };
}
