import assert from 'node:assert/strict';
import { mkdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { Failure } from '../../../../src/shared/failure.ts';
import { writeScriptedModel } from '../../../fakes/scriptedModel.ts';
import { chatOf, completionOf, kinds, never, replyOf, scriptedModels, startEngine } from './testEngine.ts';

const scripts = { coder: [{ says: 'x();' }], r1: [{ says: 'Hm.</think>\n\nYes.' }] };

type BadFile = readonly [kind: string, write: (path: string) => Promise<unknown>];

/** Files that are no good for completion, and others that are none for chat, each with the kind of its failure. */
const badFiles: readonly (readonly [BadFile, BadFile])[] = [
  [
    ['modelMissing', () => Promise.resolve()],
    ['notGguf', path => writeFile(path, 'This is a text file, and not even a short one.')],
  ],
  [
    ['modelBroken', path => writeModel(path, 'DeepSeek Coder base').then(() => truncate(path, 100_000))],
    ['modelMissing', path => mkdir(path)],
  ],
  [
    ['wrongModel', path => writeModel(path, 'DeepSeek Coder 1.3B instruct')],
    ['modelUnsupported', path => writeModel(path, 'DeepSeek R1').then(() => changeArchitecture(path))],
  ],
];

const writeModel = (path: string, name: string) =>
  writeScriptedModel(path, { kind: 'coder', name, scripts: scripts.coder });

/** Both words have as many letters, so that the file stays whole. */
const changeArchitecture = async (path: string) =>
  writeFile(path, (await readFile(path)).toString('latin1').replaceAll('llama', 'zebra'), 'latin1');

test('a check tells the facts of both models and loads neither', async t => {
  const { engine, events } = await startEngine(t, async folder => ({
    models: await scriptedModels(folder, scripts),
  }));
  const { completion, chat } = await engine.check(never);
  assert.partialDeepStrictEqual(completion, {
    name: 'DeepSeek Coder 1.3B base scripted',
    architecture: 'llama',
    contextLength: 1536,
    quickCacheLength: 512,
    longestContext: 4096,
  });
  assert.partialDeepStrictEqual(chat, {
    name: 'DeepSeek R1 scripted',
    architecture: 'qwen2',
    contextLength: 4096,
    longestContext: 4096,
  });
  assert.equal(events.includes('engine.loaded'), false);
});

for (const [[completion, writeCompletion], [chat, writeChat]] of badFiles)
  test(`a check and a generation fail alike with ${completion} for completion and ${chat} for chat`, async t => {
    const { engine, pids } = await startEngine(t, async folder => {
      const models = { completion: join(folder, 'completion.gguf'), chat: join(folder, 'chat.gguf') };
      await writeCompletion(models.completion);
      await writeChat(models.chat);
      return { models };
    });
    assert.deepEqual(kinds(await engine.check(never)), [completion, chat]);
    await assert.rejects(replyOf(engine.generate(completionOf(['x']), never)), { name: 'Failure', kind: completion });
    await assert.rejects(replyOf(engine.generate(chatOf(['x']), never)), { name: 'Failure', kind: chat });
    assert.equal(pids.length, 1, 'the process must have survived');
  });

test('a model that is mended after a failure works with the next request', async t => {
  let path = '';
  const { engine } = await startEngine(t, async folder => {
    path = join(folder, 'later.gguf');
    return { models: { completion: path } };
  });
  await assert.rejects(replyOf(engine.generate(completionOf(['x']), never)), { kind: 'modelMissing' });
  await writeScriptedModel(path, { kind: 'coder', scripts: [{ says: 'here now', after: 'x' }] });
  assert.equal((await replyOf(engine.generate(completionOf(['x']), never))).text, 'here now');
});

test('without any model nothing is started', async t => {
  const { engine, pids } = await startEngine(t, async () => ({ models: { completion: '', chat: undefined } }));
  assert.deepEqual(kinds(await engine.check(never)), ['noModel', 'noModel']);
  await assert.rejects(replyOf(engine.generate(completionOf(['x']), never)), { kind: 'noModel' });
  assert.deepEqual(pids, []);
});

test('a check that is stopped answers all the same', async t => {
  const { engine } = await startEngine(t, async folder => ({ models: await scriptedModels(folder, scripts) }));
  const abort = new AbortController();
  const checking = engine.check(abort.signal);
  abort.abort();
  assert.ok((await checking).chat instanceof Failure);
});
