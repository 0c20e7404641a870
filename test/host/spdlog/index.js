// What VS Code's server uses of the native logger. Without one, output channels of extensions stay empty.
import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];

class FileLogger {
  #file;
  #level = levels.indexOf('info');
  #isFormatted = true;

  constructor(file) {
    mkdirSync(dirname(file), { recursive: true });
    this.#file = file;
  }

  setLevel(level) {
    this.#level = level;
  }

  clearFormatters() {
    this.#isFormatted = false;
  }

  trace = message => this.#write(0, message);
  debug = message => this.#write(1, message);
  info = message => this.#write(2, message);
  warn = message => this.#write(3, message);
  error = message => this.#write(4, message);
  critical = message => this.#write(5, message);

  #write(level, message) {
    if (level < this.#level) return;
    const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
    appendFileSync(this.#file, this.#isFormatted ? `${time} [${levels[level]}] ${message}\n` : message);
  }

  // Each line is in the file when the call returns, and the pattern asked for is the one written.
  setPattern() {}
  flush() {}
  drop() {}
}

export const setFlushOn = () => {};
export const createAsyncRotatingLogger = async (_name, file) => new FileLogger(file);
