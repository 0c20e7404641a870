import { commands, env } from 'vscode';
import { unlessAborted } from '../../shared/unlessAborted.ts';

/** Milliseconds a command may take to copy. */
const longest = 5000;

/**
 * Reads what a command of the editor copies, where that is the only way to it, and gives the clipboard its text back. One at
 * a time: two that borrow at once would give back each other's.
 */
export class BorrowedClipboard {
  #last: Promise<unknown> = Promise.resolve();

  /** The text that a command copies; undefined where it copied none. */
  async copiedBy(command: string, signal: AbortSignal): Promise<string | undefined> {
    const copied = this.#last.then(() => borrow(command, signal));
    this.#last = copied.catch(() => undefined);
    return copied;
  }
}

async function borrow(command: string, signal: AbortSignal): Promise<string | undefined> {
  signal.throwIfAborted();
  const before = await env.clipboard.readText();
  try {
    const copied = await copy(command, signal);
    if (copied !== before) return copied;
    if (before === '') return undefined;
    // Nothing was copied, or just what was there already: with a mark in its place the two can be told apart.
    const mark = `deepwell-${crypto.randomUUID()}`;
    await env.clipboard.writeText(mark);
    const again = await copy(command, signal);
    return again === mark ? undefined : again;
  } finally {
    if ((await env.clipboard.readText()) !== before) await env.clipboard.writeText(before);
  }
}

async function copy(command: string, signal: AbortSignal): Promise<string> {
  await unlessAborted(
    Promise.resolve(commands.executeCommand(command)),
    AbortSignal.any([signal, AbortSignal.timeout(longest)]),
  );
  return env.clipboard.readText();
}
