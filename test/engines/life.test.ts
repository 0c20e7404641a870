import assert from 'node:assert/strict';
import type { Piece } from '../../src/shared/engine.ts';
import { Failure } from '../../src/shared/failure.ts';
import { ask, completionAt, hear, question, textPieces, until } from './asking.ts';
import { every, testEach } from './table.ts';

const says = 'I count and I count. ';
const scripts = {
  coder: [{ says: 'fine();' }, { says: 'on and on ', after: '~', endless: true }],
  r1: [{ says: 'Yes.</think>\n\nNo.' }, { says, when: '!', endless: true }],
};
const document = 'start();\n║\n';

const isQueued = ({ pieces }: { readonly pieces: readonly Piece[] }): boolean =>
  pieces.some(piece => piece.kind === 'waiting' && piece.stage === 'queued');

testEach(
  'killed in mid-stream it is a failure, what was written is kept, and started again it answers',
  async (row, t) => {
    const running = await row.start(t, { scripts });
    const chatting = ask(running.engine, question('Count!', 20_000));
    await until(() => textPieces(chatting.heard()) >= 5);
    const completing = ask(running.engine, completionAt('start();\n~║\n', 20_000));
    // A server that cannot do both is not asked: then the completion waits here.
    await until(() => running.requests() === 2 || isQueued(completing.heard()));
    await running.kill();
    for (const asked of [chatting, completing]) {
      const error = await asked.ended;
      assert.ok(error instanceof Failure, String(error));
      assert.ok(['engineDied', 'badReply', 'unreachable'].includes(error.kind), error.kind);
    }
    const { text, usage } = chatting.heard();
    assert.ok(text.length > says.length / 2 && says.repeat(20_000).startsWith(text));
    assert.equal(usage, undefined);
    await running.restart();
    assert.equal((await hear(running.engine, completionAt(document))).text, 'fine();');
    assert.match((await hear(running.engine, question('And now?'))).text, /No\.$/);
  },
  ({ canBeKilled }) => canBeKilled,
);

testEach(
  'while it is gone a request fails at once, and nothing is written',
  async (row, t) => {
    const running = await row.start(t, { scripts });
    await hear(running.engine, completionAt(document));
    await running.kill();
    const asked = ask(running.engine, completionAt(document));
    const error = await asked.ended;
    assert.ok(error instanceof Failure, String(error));
    assert.equal(error.kind, 'unreachable');
    assert.equal(asked.heard().text, '');
  },
  ({ canBeKilled, startsItself }) => canBeKilled && !startsItself,
);

testEach(
  'after its models were given back the next request is answered',
  async (row, t) => {
    const { engine } = await row.start(t, { scripts });
    await hear(engine, completionAt(document));
    await engine.unload();
    const heard = await hear(engine, completionAt(document));
    assert.equal(heard.pieces.at(-1)?.kind, 'end');
    if (row.isScripted) assert.equal(heard.text, 'fine();');
  },
  every,
);

testEach('given back while it writes, it ends that and answers the next', async (row, t) => {
  const running = await row.start(t, { scripts });
  const asked = ask(running.engine, question('Count!', 3000));
  await until(() => textPieces(asked.heard()) >= 3);
  await running.engine.unload();
  const error = await asked.ended;
  assert.ok(error === undefined || error instanceof Failure, String(error));
  assert.equal((await hear(running.engine, completionAt(document))).text, 'fine();');
});

testEach(
  'once disposed it leaves nothing running, not even at work, and serves nobody',
  async (row, t) => {
    const running = await row.start(t, { scripts });
    const asked = ask(running.engine, question('Tell me about oceans!', 2000));
    await until(() => textPieces(asked.heard()) >= 2);
    await running.engine.dispose();
    assert.ok((await asked.ended) instanceof Failure);
    await until(() => !running.isLeft());
    const requests = running.requests();
    assert.ok((await ask(running.engine, completionAt(document)).ended) instanceof Failure);
    assert.deepEqual([running.requests(), running.isLeft()], [requests, false]);
  },
  every,
);
