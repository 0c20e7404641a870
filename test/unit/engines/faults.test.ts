import assert from 'node:assert/strict';
import { after, describe, test, type TestContext } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { createNet } from '../../../src/engines/net.ts';
import type { Engine, GenerateRequest, Piece } from '../../../src/shared/engine.ts';
import { Failure } from '../../../src/shared/failure.ts';
import { silent } from '../../../src/shared/log.ts';
import { written } from '../../fakes/chunks.ts';
import { startFaultyServer, type Fault } from '../../fakes/faultyServer.ts';
import { startServer } from '../../fakes/loopbackServer.ts';
import { tell } from '../../fakes/tell.ts';
import {
  dialects,
  faultCases,
  head,
  streaming,
  twoTokens,
  type Dialect,
  type Patience,
  type Told,
} from './faultCases.ts';

const never = new AbortController().signal;
const fill: GenerateRequest = {
  purpose: 'completion',
  prompt: [{ mark: '<｜fim▁begin｜>' }, 'a', { mark: '<｜fim▁hole｜>' }, 'b', { mark: '<｜fim▁end｜>' }],
  maxTokens: 20,
  sampling: { temperature: 0, topP: 1 },
};

const rejections: unknown[] = [];
const noteRejection = (reason: unknown): void => void rejections.push(reason);
process.on('unhandledRejection', noteRejection);
after(() => {
  process.off('unhandledRejection', noteRejection);
  assert.deepEqual(rejections, []);
});

interface SetUp {
  readonly engine: Engine;
  readonly address: string;
  readonly allClosed: () => Promise<void>;
}

async function setUp(
  t: TestContext,
  dialect: Dialect,
  isFaulty: (path: string) => boolean,
  fault: Fault,
  limits: Patience = {},
): Promise<SetUp> {
  const healthy = await dialect.start();
  const { address, allClosed, stop } = await startFaultyServer(healthy, isFaulty, fault);
  const engine = dialect.engine(address, createNet({ log: silent, limits }));
  t.after(() => Promise.all([engine.dispose(), stop(), healthy.stop()]));
  return { engine, address, allClosed };
}

async function outcome(engine: Engine): Promise<{ readonly pieces: readonly Piece[]; readonly failure?: unknown }> {
  const pieces: Piece[] = [];
  try {
    for await (const piece of engine.generate(fill, never)) pieces.push(piece);
    return { pieces };
  } catch (failure) {
    return { pieces, failure };
  }
}

function assertTold(failure: unknown, { kind, sentence }: Told, address: string): void {
  assert.ok(failure instanceof Failure, String(failure));
  assert.deepEqual([failure.kind, tell(failure).sentence], [kind, sentence.replaceAll('{at}', address)]);
}

/** Long enough for a busy machine, and an end for a test that hangs. */
const timeout = 30_000;

for (const [name, dialect] of Object.entries(dialects))
  describe(name, { concurrency: 8 }, () => {
    for (const { what, fault, patience, text: before = '', generate, check = generate } of faultCases) {
      if (generate !== undefined) {
        test(`that ${what} ends a stream in the right sentence, after its text`, { timeout }, async t => {
          const { engine, address, allClosed } = await setUp(
            t,
            dialect,
            path => path === dialect.route,
            fault(dialect),
            patience,
          );
          const { pieces, failure } = await outcome(engine);
          assertTold(failure, generate, address);
          assert.equal(written(pieces, 'text'), before);
          await allClosed();
          await turn();
        });
      }
      if (check !== undefined) {
        test(`that ${what} is told by a check`, { timeout }, async t => {
          const { engine, address, allClosed } = await setUp(t, dialect, () => true, fault(dialect), patience);
          const health = await engine.check(never);
          assertTold(health.completion, check, address);
          assertTold(health.chat, check, address);
          await allClosed();
          await turn();
        });
      }
    }

    test('that is not there is told', { timeout }, async t => {
      const gone = await startServer((_, response) => response.end());
      await gone.stop();
      const engine = dialect.engine(gone.address, createNet({ log: silent }));
      t.after(() => engine.dispose());
      const sentence = 'Nothing answers at {at}. Start the server or change its address.';
      assertTold((await outcome(engine)).failure, { kind: 'unreachable', sentence }, gone.address);
      assertTold((await engine.check(never)).completion, { kind: 'unreachable', sentence }, gone.address);
    });

    test('that sends on to another host is told, and nothing follows', { timeout }, async t => {
      const other = await startServer((_, response) => response.end());
      t.after(() => other.stop());
      const fault: Fault = socket =>
        void socket.end(head('307 Temporary Redirect', `Location: ${other.address}/stolen?a=1`, 'Content-Length: 0'));
      const told: Told = {
        kind: 'redirected',
        sentence: `{at} sends on to ${other.address}, and Deepwell followed with nothing. If that is the right server, set its address.`,
      };
      const stream = await setUp(t, dialect, path => path === dialect.route, fault);
      assertTold((await outcome(stream.engine)).failure, told, stream.address);
      const probed = await setUp(t, dialect, () => true, fault);
      assertTold((await probed.engine.check(never)).chat, told, probed.address);
      assert.equal(other.received.length, 0);
    });

    test('whose headers come late, as from a cold load, is waited for', { timeout }, async t => {
      const late: Fault = socket =>
        void setTimeout(
          () => socket.end(streaming + dialect.token(' three') + dialect.token(' four') + dialect.end),
          1_300,
        );
      const { engine } = await setUp(t, dialect, path => path === dialect.route, late, { connect: 1_000 });
      const { pieces, failure } = await outcome(engine);
      assert.equal(failure, undefined);
      assert.equal(written(pieces, 'text'), twoTokens);
      assert.equal(pieces.at(-1)?.kind, 'end');
    });
  });
