import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { readChunks, readNative } from '../../../src/engines/completionStream.ts';
import { readGenerated } from '../../../src/engines/ollama/stream.ts';
import type { Piece } from '../../../src/shared/engine.ts';
import { all, cutBy, cutEvery } from '../../fakes/chunks.ts';
import { transcript } from '../../fakes/transcript.ts';

const at = 'http://127.0.0.1:1';
type Read = (bytes: AsyncIterable<Uint8Array>, address: string) => AsyncIterable<Piece>;

const recorded: readonly (readonly [name: string, read: Read])[] = [
  ['ollama/generate-raw-fim.ndjson', readGenerated],
  ['ollama/generate-think.ndjson', readGenerated],
  ['llama-server/infill-stream.sse', readNative],
  ['llama-server/completion-native-stream.sse', readNative],
  ['llama-server/completions-fim-raw.sse', readChunks],
  ['llama-server/chat-r1-stream.sse', readChunks],
  ['llama-server/chat-coder-stream-usage.sse', readChunks],
];

/** A body as other servers and proxies could send it: the same records, other bytes around them. */
const variants: Readonly<Record<string, (body: string) => string>> = {
  'as recorded': body => body,
  'with CRLF': body => body.replaceAll('\n', '\r\n'),
  'with a byte order mark': body => `\uFEFF${body}`,
  // Some characters of four bytes in each record, so that cuts fall into them.
  'with emoji': body => body.replaceAll(/"(?:response|content|text)":"(?=[^"])/g, found => `${found}🙂é`),
};

const bodies = recorded.flatMap(([name, read]) =>
  Object.entries(variants).map(([how, change]) => ({ what: `${name} ${how}`, body: change(transcript(name)), read })),
);
const splits = 20_000;

test(`${splits.toLocaleString('en')} random splits of recorded bodies give the text of the whole`, async t => {
  const pieces = await Promise.all(bodies.map(({ body, read }) => all(read(cutEvery(body.length * 4, body), at))));
  assert.ok(pieces.every(whole => whole.length > 2 && whole.at(-1)?.kind === 'end'));
  const wholes = pieces.map(whole => JSON.stringify(whole));
  let compared = 0;
  const property = fc.asyncProperty(
    fc.nat({ max: bodies.length - 1 }),
    fc.array(
      fc.oneof(
        { arbitrary: fc.integer({ min: 1, max: 9 }), weight: 1 },
        { arbitrary: fc.integer({ min: 1, max: 2000 }), weight: 4 },
      ),
      {
        minLength: 1,
        maxLength: 12,
      },
    ),
    async (index, sizes) => {
      const { body = '', read = readGenerated, what } = bodies[index] ?? {};
      assert.equal(JSON.stringify(await all(read(cutBy(sizes, body), at))), wholes[index], what);
      compared += 1;
    },
  );
  await fc.assert(property, { seed: 20261123, numRuns: splits });
  assert.equal(compared, splits);
  t.diagnostic(`${compared} splits of ${bodies.length} bodies compared`);
});
