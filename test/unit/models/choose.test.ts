import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseEngine, mostTelling } from '../../../src/models/choose.ts';
import type { EngineKind, Health } from '../../../src/shared/engine.ts';
import { Failure, type FailureKind } from '../../../src/shared/failure.ts';

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

const failing = (engine: EngineKind, kind: FailureKind): { health: Health } => ({
  health: { engine, completion: new Failure(kind), chat: new Failure(kind) },
});

test('where none serves anything, what a person can mend is told', () =>
  assert.equal(
    mostTelling([failing('ollama', 'unreachable'), failing('embedded', 'noModel'), failing('server', 'notLocal')])
      ?.health.engine,
    'server',
  ));

test('where nothing was set up, the built-in engine’s reason is told', () =>
  assert.equal(
    mostTelling([failing('ollama', 'unreachable'), failing('embedded', 'noModel')])?.health.engine,
    'embedded',
  ));
