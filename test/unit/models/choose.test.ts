import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseEngine } from '../../../src/models/choose.ts';
import type { EngineKind, Health } from '../../../src/shared/engine.ts';
import { Failure } from '../../../src/shared/failure.ts';

const model = { name: 'a', contextLength: 4096 };
const none = new Failure('noModel');
const candidate = (engine: EngineKind, completion: boolean, chat: boolean): { health: Health } => ({
  health: { engine, completion: completion ? model : none, chat: chat ? model : none },
});

test('the first candidate that serves both uses is chosen', () =>
  assert.equal(
    chooseEngine([candidate('ollama', false, true), candidate('embedded', true, true), candidate('server', true, true)])
      ?.health.engine,
    'embedded',
  ));

test('where none serves both, the first that serves one is chosen', () =>
  assert.equal(
    chooseEngine([
      candidate('ollama', false, false),
      candidate('embedded', true, false),
      candidate('server', false, true),
    ])?.health.engine,
    'embedded',
  ));

test('where none serves anything, nothing is chosen', () =>
  assert.equal(chooseEngine([candidate('ollama', false, false)]), undefined));
