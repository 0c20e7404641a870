import { join } from 'node:path';
import type { Engine } from '../../src/shared/engine.ts';
import { Failure } from '../../src/shared/failure.ts';
import { type Settings, parseSettings } from '../../src/shared/settings.ts';
import { root } from './install.mjs';

/** What `npm start` runs on, as the extension's settings. */
export interface Choice {
  readonly settings: Settings;
  /** In words: where the models come from. */
  readonly from: string;
}

const demo = {
  completionModel: join(root, 'test/demo/demo-coder.gguf'),
  chatModel: join(root, 'test/demo/demo-r1.gguf'),
};

export interface World {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The engine that the extension would make of these settings first. */
  readonly engineFor: (settings: Settings) => Engine;
}

/**
 * Models named in DEEPWELL_COMPLETION_MODEL and DEEPWELL_CHAT_MODEL (paths of GGUF files), else an Ollama on this machine
 * that has a model for both uses, else the demo models of this repository. A purpose that was not named gets its demo.
 */
export async function chooseModels({ environment, engineFor }: World, signal: AbortSignal): Promise<Choice> {
  const { DEEPWELL_COMPLETION_MODEL: completionModel, DEEPWELL_CHAT_MODEL: chatModel } = environment;
  if (completionModel || chatModel)
    return {
      from: 'the built-in engine, with the model files you named',
      settings: embedded({ ...demo, ...(completionModel && { completionModel }), ...(chatModel && { chatModel }) }),
    };
  const ollama = settingsWith({ engine: 'ollama' });
  if (await servesBoth(engineFor(ollama), signal))
    return { from: `the Ollama at ${ollama.ollamaAddress}`, settings: ollama };
  return {
    from: 'the built-in engine, with the DEMO models: tiny, taught only the sample workspace, no help for other code',
    settings: demoSettings(),
  };
}

const embedded = (models: { readonly completionModel: string; readonly chatModel: string }): Settings =>
  settingsWith({ engine: 'embedded', ...models });

export const demoSettings = (): Settings => embedded(demo);

async function servesBoth(engine: Engine, signal: AbortSignal): Promise<boolean> {
  try {
    const { completion, chat } = await engine.check(signal);
    return !(completion instanceof Failure) && !(chat instanceof Failure);
  } finally {
    await engine.dispose();
  }
}

/** The same settings under the names of settings.json. */
export const editorSettings = ({ engine, completionModel, chatModel }: Settings): Record<string, string> => ({
  'deepwell.engine': engine,
  'deepwell.completion.model': completionModel,
  'deepwell.chat.model': chatModel,
});

const settingsWith = (chosen: Partial<Settings>): Settings => parseSettings(chosen).settings;
