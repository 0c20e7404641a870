import { join } from 'node:path';
import { writeScriptedModel } from '../fakes/scriptedModel.ts';
import { defaultLength } from './servers.ts';
import type { Actor, Setting } from './underTest.ts';

const ownNames: Readonly<Record<Actor, string>> = {
  coder: 'DeepSeek Coder 1.3B Base',
  instruct: 'DeepSeek Coder 1.3B Instruct',
  reasoner: 'DeepSeek R1 Distill Qwen 1.5B',
};

/** Writes the model file of an actor into a folder; returns its path. */
export async function writeActor(
  folder: string,
  actor: Actor,
  { scripts, contextLength = defaultLength }: Pick<Setting, 'scripts' | 'contextLength'>,
): Promise<string> {
  const path = join(folder, `${ownNames[actor].replaceAll(' ', '-')}.gguf`);
  const kind = actor === 'reasoner' ? 'r1' : 'coder';
  await writeScriptedModel(path, { kind, scripts: scripts?.[kind] ?? [], name: ownNames[actor], contextLength });
  return path;
}
