import { type FileHandle, open } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';

const pieceBytes = 64 * 1024;

/**
 * The lines of a file, without their ends and without ever holding more than one; a last line without an end is one too.
 * Throws a TypeError where the bytes are no UTF-8, and what the file system says. Not readline: it also ends lines at
 * U+2028, which may stand in JSON.
 */
export async function* readLines(path: string, signal?: AbortSignal): AsyncGenerator<string, void, undefined> {
  const file = await open(path, 'r');
  try {
    let begun: string[] = [];
    for await (const piece of piecesOf(file, signal)) {
      const [first = '', ...more] = piece.split('\n');
      begun.push(first);
      for (const next of more) {
        yield begun.join('');
        begun = [next];
      }
    }
    const last = begun.join('');
    if (last !== '') yield last;
  } finally {
    await file.close();
  }
}

async function* piecesOf(file: FileHandle, signal: AbortSignal | undefined): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const buffer = new Uint8Array(pieceBytes);
  for (;;) {
    signal?.throwIfAborted();
    const { bytesRead } = await file.read(buffer, 0, pieceBytes);
    if (bytesRead === 0) break;
    yield decoder.decode(buffer.subarray(0, bytesRead), { stream: true });
    // The lines are parsed in between: everything else in the process shall have its turn.
    await setImmediate();
  }
  yield decoder.decode();
}
