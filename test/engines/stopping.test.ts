import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { type Asked, ask, completionAt, hear, question, textPieces, until } from './asking.ts';
import { every, testEach } from './table.ts';
import type { EngineUnderTest, Running } from './underTest.ts';

const scripts = {
  coder: [{ says: 'fine();' }, { says: 'on and on ', after: '~', endless: true }],
  r1: [{ says: 'Yes.</think>\n\nNo.' }, { says: 'I count and I count. ', when: '!', endless: true }],
};
const document = 'start();\n║\n';
const longDocument = `${'const one = 1;\n'.repeat(1100)}║\n`;
const reason = new Error('stopped by the person');

/** Tokens that an engine may still write for one who has left: what it had begun when it learnt of it. */
const most = 2;

/** Stops, waits until the far side knows and rests, and tells how long that took: for people, not for the test. */
async function stop(t: TestContext, running: Running, asked: Asked): Promise<void> {
  const known = running.givenUp();
  const before = performance.now();
  asked.stop(reason);
  await until(() => running.givenUp() > known);
  t.diagnostic(`the far side knew after ${Math.ceil(performance.now() - before)} ms`);
  assert.equal(await asked.ended, reason);
}

/** The engine serves the next request, and wrote nothing for the one before in the meantime. */
async function worksOn(row: EngineUnderTest, running: Running): Promise<void> {
  await until(() => running.isIdle());
  const before = await running.written();
  const next = await hear(running.engine, completionAt(document));
  if (!row.isScripted) return assert.equal(next.pieces.at(-1)?.kind, 'end');
  assert.equal(next.text, 'fine();');
  await until(() => running.isIdle());
  const since = ((await running.written()) ?? 0) - (before ?? 0);
  const own = next.usage?.generatedTokens ?? 0;
  assert.ok(since <= own + most, `${since - own} tokens more than those of the next answer`);
}

testEach(
  'a Stop while it writes reaches it, and nothing more is written',
  async (row, t) => {
    const running = await row.start(t, { scripts });
    const asked = ask(running.engine, question('Count!', 20_000));
    await until(() => textPieces(asked.heard()) >= 5);
    await stop(t, running, asked);
    const heard = textPieces(asked.heard());
    await worksOn(row, running);
    assert.equal(textPieces(asked.heard()), heard);
    await until(() => running.inFlight() === 0);
  },
  every,
);

testEach('a Stop while it waits behind another reaches it, and the other goes on', async (row, t) => {
  const running = await row.start(t, { scripts });
  const first = ask(running.engine, question('Count!', 20_000));
  await until(() => textPieces(first.heard()) >= 2);
  const second = ask(running.engine, question('And this?'));
  await until(() => running.inFlight() === 2);
  await stop(t, running, second);
  assert.equal(textPieces(second.heard()), 0);
  const heard = textPieces(first.heard());
  await until(() => textPieces(first.heard()) > heard + 5);
  await stop(t, running, first);
  await worksOn(row, running);
});

testEach('one who waited behind a stopped one is answered', async (row, t) => {
  const running = await row.start(t, { scripts });
  const first = ask(running.engine, question('Count!', 20_000));
  await until(() => textPieces(first.heard()) >= 2);
  const second = hear(running.engine, question('And this?'));
  await until(() => running.inFlight() === 2);
  await stop(t, running, first);
  assert.match((await second).text, /Yes\.<\/think>\s+No\./);
});

testEach('a Stop while it loads its model reaches it, and the next request is answered', async (row, t) => {
  const running = await row.start(t, { scripts, stay: 'loading' });
  const asked = ask(running.engine, completionAt(document));
  const heardOf = (stage: string): boolean =>
    asked.heard().pieces.some(piece => piece.kind === 'waiting' && piece.stage === stage);
  await until(() => (!row.tellsLoading || heardOf('loading')) && (row.refusesWhileLoading || running.inFlight() === 1));
  if (row.refusesWhileLoading) {
    asked.stop(reason);
    assert.equal(await asked.ended, reason);
    assert.deepEqual([running.requests(), running.inFlight()], [0, 0]);
    await running.restart();
  } else await stop(t, running, asked);
  assert.equal(textPieces(asked.heard()), 0);
  await worksOn(row, running);
});

testEach('a Stop while it reads the prompt reaches it, and nothing is written', async (row, t) => {
  const running = await row.start(t, { scripts, stay: 'reading' });
  await hearIfReal(row, running);
  const asked = ask(running.engine, completionAt(longDocument));
  const isReading = (): boolean =>
    asked.heard().pieces.some(piece => piece.kind === 'waiting' && piece.stage === 'reading' && (piece.done ?? 0) > 0);
  await until(() => running.inFlight() === 1 && (!row.tellsReading || isReading()));
  const before = await running.written();
  await stop(t, running, asked);
  await until(() => running.isIdle());
  assert.equal(textPieces(asked.heard()), 0);
  assert.equal(await running.written(), before);
  await worksOn(row, running);
});

/** Loads the model of an engine that loads one, so that what follows is only reading. */
async function hearIfReal(row: EngineUnderTest, { engine }: Running): Promise<void> {
  if (row.tellsReading) await hear(engine, completionAt(document));
}

testEach(
  'who is stopped before asking asks nothing',
  async (row, t) => {
    const running = await row.start(t, { scripts });
    const asked = ask(running.engine, completionAt(document));
    asked.stop(reason);
    assert.equal(await asked.ended, reason);
    await worksOn(row, running);
    await until(() => running.inFlight() === 0);
  },
  every,
);
