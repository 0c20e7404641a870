import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { readChunks, readNative } from '../../../src/engines/completionStream.ts';
import { readEvents, readJsonLines } from '../../../src/engines/lines.ts';
import { readGenerated } from '../../../src/engines/ollama/stream.ts';
import type { Piece } from '../../../src/shared/engine.ts';
import { Failure, type Damage } from '../../../src/shared/failure.ts';
import { all, cutBy, cutEvery, written } from '../../fakes/chunks.ts';
import { transcript } from '../../fakes/transcript.ts';

const at = 'http://127.0.0.1:1';
const jsonLines = (bytes: AsyncIterable<Uint8Array>): Promise<unknown[]> => all(readJsonLines(bytes, at));
const events = (bytes: AsyncIterable<Uint8Array>): Promise<string[]> => all(readEvents(bytes, at));
const badReply = (message: string, why: Damage = 'notUnderstood'): object => ({
  kind: 'badReply',
  facts: { address: at, why, message },
});

const recordedLines = transcript('ollama/generate-think.ndjson');
const recordedEvents = transcript('llama-server/chat-r1-stream.sse');
const wholeLines = recordedLines
  .trim()
  .split('\n')
  .map(line => JSON.parse(line) as unknown);
const wholeEvents = recordedEvents
  .trim()
  .split('\n\n')
  .map(event => event.slice('data: '.length));

test('the recorded streams have the records one can count in them', () => {
  assert.deepEqual([wholeLines.length, wholeEvents.length], [17, 19]);
});

for (let size = 1; size <= 40; size += 1) {
  test(`lines and events come out the same when the stream is cut every ${size} bytes`, async () => {
    assert.deepEqual(await jsonLines(cutEvery(size, recordedLines)), wholeLines);
    assert.deepEqual(await events(cutEvery(size, recordedEvents)), wholeEvents);
    assert.deepEqual(await events(cutEvery(size, recordedEvents.replaceAll('\n', '\r\n'))), wholeEvents);
  });
}

const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 12 });

test('any text, in any script, comes out of JSON lines the same however it is cut', async () => {
  const texts = fc.array(fc.string({ unit: 'binary' }), { maxLength: 12 });
  const property = fc.asyncProperty(texts, sizes, fc.constantFrom('\n', '\r\n', '\n\n'), async (values, cuts, end) => {
    const body = values.map(text => JSON.stringify({ text }) + end).join('');
    assert.deepEqual(
      await jsonLines(cutBy(cuts, body)),
      values.map(text => ({ text: text.toWellFormed() === text ? text : JSON.parse(JSON.stringify(text)) })),
    );
  });
  await fc.assert(property, { seed: 20261121, numRuns: 250 });
});

test('any text comes out of events the same however it is cut, between pings and other fields', async () => {
  const texts = fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { maxLength: 12 });
  const property = fc.asyncProperty(texts, sizes, fc.constantFrom('\n', '\r\n'), async (values, cuts, end) => {
    const data = values.map(text => JSON.stringify(text));
    const body = data.map(text => [': ping', 'id: 7', 'event: message', `data: ${text}`, '', ''].join(end)).join('');
    assert.deepEqual(await events(cutBy(cuts, body)), data);
  });
  await fc.assert(property, { seed: 20261122, numRuns: 250 });
});

test('the last record counts also when its line end is missing', async () => {
  assert.deepEqual(await jsonLines(cutEvery(3, '{"a":1}\n{"a":2}')), [{ a: 1 }, { a: 2 }]);
  assert.deepEqual(await events(cutEvery(3, 'data: 1\n\ndata: 2')), ['1', '2']);
});

test('an event of several data lines is joined by line ends', async () => {
  assert.deepEqual(await events(cutEvery(2, 'data: {"a":\ndata:1}\n\ndata\n\n')), ['{"a":\n1}', '']);
});

test('comments, empty lines and empty streams give nothing', async () => {
  assert.deepEqual(await events(cutEvery(2, ': ping\n\n:\n\nretry: 3000\n\n')), []);
  assert.deepEqual(await jsonLines(cutEvery(2, '\n\r\n  \n')), []);
  assert.deepEqual(await jsonLines(cutEvery(1, '')), []);
});

test('the "error" field of older llama-server is read as an error object', async () => {
  assert.deepEqual(await events(cutEvery(5, 'error: {"code":500}\n\n')), ['{"error":{"code":500}}']);
});

test('a damaged line is told, and what came before it is kept', async () => {
  const read: unknown[] = [];
  const reading = (async () => {
    for await (const value of readJsonLines(cutEvery(4, '{"a":1}\n{"a":\n{"a":3}\n'), at)) read.push(value);
  })();
  await assert.rejects(reading, badReply('a line is not JSON'));
  assert.deepEqual(read, [{ a: 1 }]);
});

for (const size of [1, 3, 7, 100]) {
  test(`a line that is no event is told, cut every ${size} bytes`, async () => {
    for (const line of ['<html>', '{"error":"boom"}', 'datum: x']) {
      await assert.rejects(events(cutEvery(size, `data: 1\n\n${line}\n\n`)), badReply('a line is not an event'));
    }
  });
}

test('bytes that are not UTF-8 are told', async () => {
  const bytes = (async function* () {
    yield Buffer.from([0x7b, 0xff, 0xfe, 0x7d, 0x0a]);
  })();
  await assert.rejects(jsonLines(bytes), badReply('a line is not UTF-8'));
});

/** Counts how much of an endless stream is taken. */
function endless(
  head: string,
  piece: string,
): { readonly bytes: AsyncIterable<Uint8Array>; readonly taken: () => number } {
  let taken = 0;
  const bytes = (async function* () {
    yield Buffer.from(head);
    for (;;) {
      taken += piece.length;
      yield Buffer.from(piece);
    }
  })();
  return { bytes, taken: () => taken };
}

test('a line that never ends is given up after 1 MiB, and nothing more is read', async () => {
  const piece = 'x'.repeat(16 * 1024);
  const line = endless('{"a":"', piece);
  await assert.rejects(jsonLines(line.bytes), badReply('a line is longer than 1 MiB', 'tooLong'));
  assert.equal(line.taken(), 1024 * 1024);
  const event = endless('data: ', piece);
  await assert.rejects(events(event.bytes), badReply('a line is longer than 1 MiB', 'tooLong'));
  assert.equal(event.taken(), 1024 * 1024);
});

test('an event that never ends is given up after 1 MiB', async () => {
  const event = endless('', `data: ${'x'.repeat(1018)}\n`);
  await assert.rejects(events(event.bytes), badReply('an event is longer than 1 MiB', 'tooLong'));
  assert.equal(event.taken(), 1031 * 1025);
});

test('a line of nearly 1 MiB that arrives in 20,000 pieces is read', async () => {
  const text = 'x'.repeat(1_000_000);
  assert.deepEqual(await jsonLines(cutEvery(50, `{"text":"${text}"}\n`)), [{ text }]);
});

test('a byte order mark at the start is left out, and elsewhere it is a character like any other', async () => {
  assert.deepEqual(await jsonLines(cutEvery(1, '\uFEFF{"a":"\uFEFF"}\n{"a":2}\n')), [{ a: '\uFEFF' }, { a: 2 }]);
  assert.deepEqual(await events(cutEvery(1, '\uFEFFdata: \uFEFF1\n\n')), ['\uFEFF1']);
  await assert.rejects(jsonLines(cutEvery(3, '{"a":1}\n\uFEFF{"a":2}\n')), badReply('a line is not JSON'));
});

test('a lone CR ends no line: what it joins is damaged or stays one text', async () => {
  await assert.rejects(jsonLines(cutEvery(2, '{"a":1}\r{"a":2}\n')), badReply('a line is not JSON'));
  assert.deepEqual(await events(cutEvery(2, 'data: 1\rdata: 2\n\n')), ['1\rdata: 2']);
  assert.deepEqual(await events(cutEvery(1, 'data: 1\r\n\r\ndata: 2\r')), ['1', '2']);
});

const cutLine = badReply('it ended in the middle of a line', 'endedEarly');

for (const rest of ['{', '{"a":', '{"a":"x', '{"a":{"b":1}', ' {"a":1']) {
  test(`a stream that ends in the line ${rest} ended early`, async () => {
    await assert.rejects(jsonLines(cutEvery(2, `{"a":1}\n${rest}`)), cutLine);
    await assert.rejects(events(cutEvery(2, `data: {"a":1}\n\ndata: ${rest}`)), cutLine);
    await assert.rejects(events(cutEvery(2, `data: {"a":1}\n\nerror: ${rest}`)), cutLine);
  });
}

for (const rest of ['d', 'dat', 'err', 'data:', 'data: [DON']) {
  test(`a stream of events that ends in the line ${rest} ended early`, () =>
    assert.rejects(events(cutEvery(2, `data: 1\n\n${rest}`)), cutLine));
}

test('a page without a line end is no line that was cut off', async () => {
  await assert.rejects(jsonLines(cutEvery(2, '<html>')), badReply('a line is not JSON'));
  await assert.rejects(events(cutEvery(2, '<html>')), badReply('a line is not an event'));
});

/** Pieces and the failure, if there was one. */
async function outcome(pieces: AsyncIterable<Piece>): Promise<{ readonly read: Piece[]; readonly failure?: unknown }> {
  const read: Piece[] = [];
  try {
    for await (const piece of pieces) read.push(piece);
    return { read };
  } catch (failure) {
    return { read, failure };
  }
}

const readers = [
  ['ollama/generate-raw-fim.ndjson', readGenerated],
  ['llama-server/infill-stream.sse', readNative],
  ['llama-server/completions-fim-raw.sse', readChunks],
] as const;

for (const [name, read] of readers) {
  test(`${name}, ended after any byte, is told as cut off after all that had come, or is whole`, async t => {
    const body = transcript(name);
    const { read: whole } = await outcome(read(cutEvery(512, body), at));
    let cutOff = 0;
    for (let length = 0; length < body.length; length += 1) {
      const pieces = await outcome(read(cutEvery(512, body.slice(0, length)), at));
      if (pieces.failure === undefined) {
        assert.equal(written(pieces.read, 'text'), written(whole, 'text'), `${length} bytes`);
        continue;
      }
      cutOff += 1;
      assert.ok(pieces.failure instanceof Failure);
      assert.equal(pieces.failure.facts['why'], 'endedEarly', `${length} bytes: ${pieces.failure.message}`);
      assert.deepEqual(pieces.read, whole.slice(0, pieces.read.length));
    }
    assert.ok(cutOff > 100);
    t.diagnostic(`${cutOff} of ${body.length} lengths cut off`);
  });
}

for (const [what, read, record] of [
  ['lines', readJsonLines, '{"a":1}\n'],
  ['events', readEvents, 'data: 1\n\n'],
] as const) {
  test(`50,000 ${what} in one read do not keep the rest of the program waiting`, async t => {
    let records = 0;
    let afterImmediate = 0;
    let afterTimer = 0;
    setImmediate(() => (afterImmediate = records));
    setTimeout(() => (afterTimer = records), 1);
    const body = record.repeat(50_000);
    for await (const _ of read(cutEvery(body.length, body), at)) records += 1;
    assert.equal(records, 50_000);
    for (const turn of [afterImmediate, afterTimer]) assert.ok(turn > 0 && turn < 50_000);
    t.diagnostic(`the first turn came after ${afterImmediate} records, a timer's after ${afterTimer}`);
  });
}
