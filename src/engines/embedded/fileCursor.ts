import { readSync } from 'node:fs';
import { Failure } from '../../shared/failure.ts';

/** Reads a file from its start to its end through one small buffer. */
export class Cursor {
  readonly fileLength: number;
  position = 0;
  readonly #file: number;
  readonly #path: string;
  readonly #buffer: Buffer;
  #bufferStart = 0;
  #bufferLength = 0;

  constructor(file: number, fileLength: number, path: string) {
    this.#file = file;
    this.fileLength = fileLength;
    this.#path = path;
    this.#buffer = Buffer.alloc(Math.min(262_144, fileLength));
  }

  broken(reason: string, facts: Readonly<Record<string, number>> = {}): Failure {
    return new Failure('modelBroken', { path: this.#path, reason, ...facts });
  }

  /** Valid until the next read. */
  bytes(length: number): Buffer {
    const start = this.position;
    this.skip(length);
    if (start < this.#bufferStart || start + length > this.#bufferStart + this.#bufferLength) this.#fill(start);
    return this.#buffer.subarray(start - this.#bufferStart, start - this.#bufferStart + length);
  }

  skip(length: number): void {
    if (this.position + length > this.fileLength) throw this.broken('cut short', { bytes: this.fileLength });
    this.position += length;
  }

  u32(): number {
    return this.bytes(4).readUInt32LE();
  }

  u64(): number {
    const bytes = this.bytes(8);
    const high = bytes.readUInt32LE(4);
    // Beyond this a number would no longer be exact, and no file is that long.
    if (high >= 2 ** 21) throw this.broken('an impossible length');
    return high * 2 ** 32 + bytes.readUInt32LE(0);
  }

  count(limit: number, what: string): number {
    const count = this.u64();
    if (count > limit) throw this.broken(`${count} ${what}`);
    return count;
  }

  text(limit: number): string {
    const length = this.u64();
    if (length > limit) throw this.broken(`a text of ${length} bytes`);
    return this.bytes(length).toString('utf8');
  }

  #fill(start: number): void {
    this.#bufferStart = start;
    this.#bufferLength = readSync(this.#file, this.#buffer, 0, this.#buffer.length, start);
    if (this.#bufferLength < Math.min(this.#buffer.length, this.fileLength - start)) throw this.broken('cut short');
  }
}
