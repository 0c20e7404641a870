import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Completer } from '../../../src/completion/complete.ts';
import { WindowFit } from '../../../src/completion/windowFit.ts';
import type { GenerateRequest, Piece } from '../../../src/shared/engine.ts';
import { Failure } from '../../../src/shared/failure.ts';
import { coderOn, never, requestAt, told } from './flow.ts';

const size = { above: 4000, below: 1600 };

test('a window that fits is left alone', () => assert.deepEqual(new WindowFit().fitted('a', size), size));

test('a window shrinks by what the engine says, with room for the reply, for this document alone', () => {
  const fit = new WindowFit();
  fit.shrink('a', { promptTokens: 4000, contextLength: 2048 }, 192);
  const { above, below } = fit.fitted('a', size);
  // (2048 − 192) / 4000 of it, less a tenth.
  assert.deepEqual([above, below], [1670, 668]);
  assert.deepEqual(fit.fitted('b', size), size);
});

test('a window that is still too large shrinks further, and without numbers it halves', () => {
  const fit = new WindowFit();
  fit.shrink('a', {}, 100);
  fit.shrink('a', {}, 100);
  assert.deepEqual(fit.fitted('a', size), { above: 1000, below: 400 });
});

/** An engine in which each character is a token, as in Chinese text, and that tells how far a prompt is too long. */
function engineOf(contextLength: number) {
  const requests: GenerateRequest[] = [];
  return {
    requests,
    async *generate(request: GenerateRequest): AsyncGenerator<Piece> {
      requests.push(request);
      const promptTokens = (request.prompt ?? []).map(part => (typeof part === 'string' ? part : '·')).join('').length;
      if (promptTokens >= contextLength) throw new Failure('contextOverflow', { promptTokens, contextLength });
      yield { kind: 'text', text: '好();', tokens: 1 };
      yield { kind: 'end', reason: 'stop', usage: { promptTokens, evaluatedTokens: undefined, generatedTokens: 1 } };
    },
  };
}

const chinese = `${'注释很长的一行文字\n'.repeat(600)}║\n${'下面还有\n'.repeat(300)}`;

test('ghost text appears in a document whose characters are many tokens, and its next keys ask once', async () => {
  const engine = engineOf(2048);
  const completer = new Completer({ reach: async () => coderOn(engine), pause: async () => undefined });
  assert.equal(told(await completer.complete(requestAt(chinese), never)), 'model: 好();');
  const asked = engine.requests.length;
  assert.ok(asked > 1 && asked <= 3, String(asked));
  const next = chinese.replace('║', 'x║');
  assert.equal(told(await completer.complete(requestAt(next), never)), 'model: 好();');
  assert.equal(engine.requests.length, asked + 1);
});

test('a model that holds nothing fails after three attempts', async () => {
  const engine = engineOf(5);
  const completer = new Completer({ reach: async () => coderOn(engine), pause: async () => undefined });
  assert.equal(told(await completer.complete(requestAt(chinese), never)), 'failed: contextOverflow');
  assert.equal(engine.requests.length, 3);
});

test('why nothing is written yet is told', async () => {
  const stages: string[] = [];
  const engine = {
    async *generate(): AsyncGenerator<Piece> {
      yield { kind: 'waiting', stage: 'queued' };
      yield { kind: 'waiting', stage: 'loading' };
      yield { kind: 'text', text: 'x();', tokens: 1 };
    },
  };
  const completer = new Completer({
    reach: async () => coderOn(engine),
    pause: async () => undefined,
    onWaiting: stage => stages.push(stage),
  });
  await completer.complete(requestAt('║\n'), never);
  assert.deepEqual(stages, ['queued', 'loading']);
});
