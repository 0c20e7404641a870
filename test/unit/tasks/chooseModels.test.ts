import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { test } from 'node:test';
import type { Engine, ModelFacts } from '../../../src/shared/engine.ts';
import { Failure } from '../../../src/shared/failure.ts';
import { type Choice, chooseModels, editorSettings } from '../../tasks/chooseModels.ts';

const coder: ModelFacts = { name: 'deepseek-coder:1.3b-base', contextLength: 16_384 };
const none = new Failure('unreachable');

/** Chooses where Ollama has these models, or is not there. */
async function choose(
  environment: Readonly<Record<string, string>>,
  completion: ModelFacts | Failure = none,
  chat: ModelFacts | Failure = none,
): Promise<{ choice: Choice; disposed: number }> {
  let disposed = 0;
  const ollama: Engine = {
    generate: () => {
      throw new Error('nothing is generated to choose');
    },
    check: async () => ({ engine: 'ollama', completion, chat }),
    preload: async () => undefined,
    unload: async () => undefined,
    dispose: async () => {
      disposed += 1;
    },
  };
  const choice = await chooseModels({ environment, engineFor: () => ollama }, new AbortController().signal);
  return { choice, disposed };
}

const modelsOf = ({ settings }: Choice): string[] => [
  settings.engine,
  basename(settings.completionModel),
  basename(settings.chatModel),
];

test('without anything else the demo models are taken and called so', async () => {
  const { choice, disposed } = await choose({});
  assert.deepEqual(modelsOf(choice), ['embedded', 'demo-coder.gguf', 'demo-r1.gguf']);
  assert.match(choice.from, /DEMO/);
  assert.equal(disposed, 1);
});

test('an Ollama with a model for both uses is taken, and chooses its models itself', async () => {
  const { choice, disposed } = await choose({}, coder, { ...coder, name: 'deepseek-r1:7b' });
  assert.deepEqual(modelsOf(choice), ['ollama', '', '']);
  assert.equal(choice.from, 'the Ollama at http://127.0.0.1:11434');
  assert.equal(disposed, 1);
});

test('an Ollama that lacks one of the two is left alone', async () => {
  const { choice } = await choose({}, coder);
  assert.equal(choice.settings.engine, 'embedded');
});

test('model files that were named come before Ollama; a use that was not named gets its demo', async () => {
  const { choice } = await choose({ DEEPWELL_CHAT_MODEL: '/models/r1.gguf' }, coder, coder);
  assert.deepEqual(modelsOf(choice), ['embedded', 'demo-coder.gguf', 'r1.gguf']);
});

test('the choice reaches the editor under the names of its settings', async () => {
  const { choice } = await choose({ DEEPWELL_COMPLETION_MODEL: '/a.gguf', DEEPWELL_CHAT_MODEL: '/b.gguf' });
  assert.deepEqual(editorSettings(choice.settings), {
    'deepwell.engine': 'embedded',
    'deepwell.completion.model': '/a.gguf',
    'deepwell.chat.model': '/b.gguf',
  });
});
