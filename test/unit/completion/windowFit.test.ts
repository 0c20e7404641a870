import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Completer } from '../../../src/completion/complete.ts';
import { WindowFit } from '../../../src/completion/windowFit.ts';
import type { GenerateRequest, Piece } from '../../../src/shared/engine.ts';
import { Failure } from '../../../src/shared/failure.ts';
import { coderOn, never, requestAt, restless, told } from './flow.ts';

/** Its prompt has 6,204 tokens. */
const size = { related: 200, prefix: 4000, suffix: 1600, middle: 400 };

test('a prompt that fits is left alone', () => assert.deepEqual(new WindowFit().fitted('a', size), size));

test('a prompt shrinks by what the engine says, with room for the reply, for this document alone', () => {
  const fit = new WindowFit();
  fit.shrink('a', size, { promptTokens: 8000, contextLength: 4192 }, 192);
  // Half of it, less a tenth.
  const { prefix, suffix } = fit.fitted('a', size);
  assert.deepEqual([prefix, suffix], [1797, 718]);
  assert.deepEqual(fit.fitted('b', size), size);
});

test('a prompt that is still too large shrinks further, and without numbers it halves', () => {
  const fit = new WindowFit();
  fit.shrink('a', size, {}, 100);
  const half = fit.fitted('a', size);
  fit.shrink('a', half, {}, 100);
  assert.deepEqual([half.prefix, fit.fitted('a', size).prefix], [1997, 995]);
});

test('a smaller prompt is not made smaller for what was too large', () => {
  const fit = new WindowFit();
  fit.shrink('a', size, {}, 100);
  const small = { related: 0, prefix: 150, suffix: 48, middle: 110 };
  assert.deepEqual(fit.fitted('a', small), small);
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
  const engine = engineOf(100);
  const completer = new Completer({ reach: async () => coderOn(engine), pause: restless });
  assert.equal(told(await completer.complete(requestAt(chinese), never)), 'model: 好();');
  const asked = engine.requests.length;
  assert.ok(asked > 1 && asked <= 3, String(asked));
  const next = chinese.replace('║', 'x║');
  assert.equal(told(await completer.complete(requestAt(next), never)), 'model: 好();');
  assert.equal(engine.requests.length, asked + 1);
});

test('a model that holds nothing fails after three attempts', async () => {
  const engine = engineOf(5);
  const completer = new Completer({ reach: async () => coderOn(engine), pause: restless });
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
    pause: restless,
    onWaiting: stage => stages.push(stage),
  });
  await completer.complete(requestAt('║\n'), never);
  assert.deepEqual(stages, ['queued', 'loading']);
});
