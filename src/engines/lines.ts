import { Failure } from '../shared/failure.ts';

/** Bytes. A server that never ends its line must not fill our memory. */
const lineLimit = 1024 * 1024;
const lineFeed = 10;

const damaged = (address: string, message: string, cause?: unknown): Failure =>
  new Failure('badReply', { address, message }, cause);

/**
 * Lines of a body, without "\n" or "\r\n"; the last one may lack its end. Bytes are cut at line ends before they are decoded,
 * so a character that arrives in pieces stays whole, and pieces of a line are joined once, so a long line costs linear time.
 * Throws Failure "badReply" for a line over 1 MiB or one that is not UTF-8.
 */
async function* readLines(bytes: AsyncIterable<Uint8Array>, address: string): AsyncGenerator<string> {
  let held: Uint8Array[] = [];
  let size = 0;
  const hold = (part: Uint8Array): void => {
    size += part.length;
    if (size > lineLimit) throw damaged(address, 'a line is longer than 1 MiB');
    held.push(part);
  };
  const release = (): string => {
    const line = decode(held, address);
    held = [];
    size = 0;
    return line;
  };
  for await (const chunk of bytes) {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
      hold(chunk.subarray(start, end));
      yield release();
      start = end + 1;
    }
    if (start < chunk.length) hold(chunk.subarray(start));
  }
  if (size > 0) yield release();
}

function decode(parts: readonly Uint8Array[], address: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts)).replace(/\r$/, '');
  } catch (cause) {
    throw damaged(address, 'a line is not UTF-8', cause);
  }
}

/** Each line as JSON; empty lines are skipped. Throws Failure "badReply" for a line that is not JSON: nothing is dropped. */
export async function* readJsonLines(bytes: AsyncIterable<Uint8Array>, address: string): AsyncGenerator<unknown> {
  for await (const line of readLines(bytes, address)) {
    if (line.trim() !== '') yield parseJson(line, address);
  }
}

export function parseJson(text: string, address: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw damaged(address, 'a line is not JSON', cause);
  }
}

// "data" carries what we read, and so does the "error" of older llama-server; the rest is for browsers that reconnect.
const ignoredFields = new Set(['event', 'id', 'retry']);

/**
 * The data of each server-sent event, its lines joined by "\n". Comments (pings) are skipped; an event that the end of the
 * stream cuts off is still given. eventsource-parser is not used because it drops lines it does not know in silence, and
 * which ones depends on where the stream is cut; here such a line (a proxy's HTML, a bare JSON error) is Failure "badReply".
 */
export async function* readEvents(bytes: AsyncIterable<Uint8Array>, address: string): AsyncGenerator<string> {
  let data: string[] = [];
  let size = 0;
  for await (const line of readLines(bytes, address)) {
    if (line === '') {
      if (data.length > 0) yield data.join('\n');
      data = [];
      size = 0;
      continue;
    }
    const part = dataOf(line, address);
    if (part === undefined) continue;
    size += part.length;
    if (size > lineLimit) throw damaged(address, 'an event is longer than 1 MiB');
    data.push(part);
  }
  if (data.length > 0) yield data.join('\n');
}

function dataOf(line: string, address: string): string | undefined {
  const colon = line.indexOf(':');
  const field = colon < 0 ? line : line.slice(0, colon);
  const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
  if (field === 'data') return value;
  if (field === 'error') return `{"error":${value}}`;
  if (field === '' || ignoredFields.has(field)) return undefined;
  throw damaged(address, 'a line is not an event');
}
