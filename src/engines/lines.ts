import { setImmediate as turn } from 'node:timers/promises';
import { badReply } from '../shared/failure.ts';

/** Bytes. A server that never ends its line must not fill our memory. */
const lineLimit = 1024 * 1024;
const lineFeed = 10;

/**
 * Milliseconds without giving way. One read of 64 KiB can hold 600 records, and reading on without a pause would keep all
 * else in the extension waiting meanwhile: keys, clicks, a Stop.
 */
const longestRun = 8;

interface Line {
  readonly text: string;
  /** False for a last line that the stream left without its end: it may be cut off. */
  readonly isWhole: boolean;
}

/**
 * Lines of a body, without "\n" or "\r\n", a byte order mark at the start left out. Bytes are cut at line ends before they
 * are decoded, so a character that arrives in pieces stays whole, and pieces of a line are joined once, so a long line costs
 * linear time. A lone "\r" ends no line: no server we know writes it, and what it joins is told as damaged.
 * Throws Failure "badReply" for a line over 1 MiB or one that is not UTF-8.
 */
async function* readLines(bytes: AsyncIterable<Uint8Array>, address: string): AsyncGenerator<Line> {
  let held: Uint8Array[] = [];
  let size = 0;
  let isFirst = true;
  let runningSince = performance.now();
  const hold = (part: Uint8Array): void => {
    size += part.length;
    if (size > lineLimit) throw badReply(address, 'tooLong', 'a line is longer than 1 MiB');
    held.push(part);
  };
  const release = (): string => {
    const line = decode(held, address);
    const text = isFirst ? line.replace(/^\uFEFF/, '') : line;
    isFirst = false;
    held = [];
    size = 0;
    return text;
  };
  for await (const chunk of bytes) {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
      hold(chunk.subarray(start, end));
      if (performance.now() - runningSince > longestRun) {
        await turn();
        runningSince = performance.now();
      }
      yield { text: release(), isWhole: true };
      start = end + 1;
    }
    if (start < chunk.length) hold(chunk.subarray(start));
  }
  if (size > 0) yield { text: release(), isWhole: false };
}

function decode(parts: readonly Uint8Array[], address: string): string {
  try {
    // `ignoreBOM` keeps the mark: only at the start of a body it means nothing.
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    return decoder.decode(Buffer.concat(parts)).replace(/\r$/, '');
  } catch (cause) {
    throw badReply(address, 'notUnderstood', 'a line is not UTF-8', cause);
  }
}

const endedInLine = (address: string): Error => badReply(address, 'endedEarly', 'it ended in the middle of a line');

/**
 * Each line as JSON; empty lines are skipped. Throws Failure "badReply" for a line that is not JSON: nothing is dropped. A
 * last line without its end is given when it is whole JSON.
 */
export async function* readJsonLines(bytes: AsyncIterable<Uint8Array>, address: string): AsyncGenerator<unknown> {
  for await (const { text, isWhole } of readLines(bytes, address)) {
    if (text.trim() === '') continue;
    if (!isWhole && isCutOff(text)) throw endedInLine(address);
    yield parseJson(text, address);
  }
}

export function parseJson(text: string, address: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw badReply(address, 'notUnderstood', 'a line is not JSON', cause);
  }
}

/** Whether a record without its end can be seen to be cut: records are JSON objects, or the word that ends OpenAI's streams. */
function isCutOff(text: string): boolean {
  if (!text.trimStart().startsWith('{')) return text !== '[DONE]' && '[DONE]'.startsWith(text);
  try {
    JSON.parse(text);
    return false;
  } catch {
    return true;
  }
}

// "data" carries what we read, and so does the "error" of older llama-server; the rest is for browsers that reconnect.
const ignoredFields = new Set(['event', 'id', 'retry']);

/**
 * The data of each server-sent event, its lines joined by "\n". Comments (pings) are skipped. A last event without the empty
 * line that ends it is given, unless its line was cut off: then it is Failure "badReply".
 * eventsource-parser is not used because it drops lines it does not know in silence, and which ones depends on where the
 * stream is cut; here such a line (a proxy's HTML, a bare JSON error) is Failure "badReply" as well.
 */
export async function* readEvents(bytes: AsyncIterable<Uint8Array>, address: string): AsyncGenerator<string> {
  let data: string[] = [];
  let size = 0;
  for await (const { text, isWhole } of readLines(bytes, address)) {
    if (text === '') {
      if (data.length > 0) yield data.join('\n');
      data = [];
      size = 0;
      continue;
    }
    const field = fieldOf(text);
    if (!isWhole && isEventCutOff(text, field, data)) throw endedInLine(address);
    if (field.kind === 'unknown') throw badReply(address, 'notUnderstood', 'a line is not an event');
    if (field.kind === 'ignored') continue;
    size += field.value.length;
    if (size > lineLimit) throw badReply(address, 'tooLong', 'an event is longer than 1 MiB');
    data.push(field.value);
  }
  if (data.length > 0) yield data.join('\n');
}

interface Field {
  readonly kind: 'data' | 'ignored' | 'unknown';
  readonly value: string;
}

function fieldOf(line: string): Field {
  const colon = line.indexOf(':');
  const name = colon < 0 ? line : line.slice(0, colon);
  const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
  if (name === 'data') return { kind: 'data', value };
  if (name === 'error') return { kind: 'data', value: `{"error":${value}}` };
  return { kind: name === '' || ignoredFields.has(name) ? 'ignored' : 'unknown', value };
}

/** Whether a last line without its end can be seen to be cut, in its field's name or in its data. */
const isEventCutOff = (line: string, field: Field, before: readonly string[]): boolean =>
  field.kind === 'data'
    ? isCutOff([...before, field.value].join('\n'))
    : field.kind === 'unknown' && ['data', 'error', ...ignoredFields].some(name => name.startsWith(line));
