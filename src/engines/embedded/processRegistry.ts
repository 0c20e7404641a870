import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const entrySchema = z.object({
  pid: z.number().int().positive(),
  parent: z.number().int().positive(),
  /** Part of the process's command line: a process id alone may belong to another program by now. */
  token: z.string().min(16),
});

export type RegistryEntry = z.infer<typeof entrySchema>;

interface ProcessTable {
  isRunning(pid: number): boolean;
  /** Undefined where the system does not tell. */
  commandLineOf(pid: number): string | undefined;
  kill(pid: number): void;
}

/**
 * The second net against engine processes that outlive their editor. The first is that the process ends when its parent does;
 * one that hangs in native code cannot, and is ended by the next editor that starts: each engine process has a file here.
 */
export class ProcessRegistry {
  readonly #folder: string;
  readonly #processes: ProcessTable;

  constructor(folder: string, processes: ProcessTable) {
    this.#folder = folder;
    this.#processes = processes;
  }

  /** Remembers a process until `remove`. Throws what the file system says. */
  add(entry: RegistryEntry): void {
    mkdirSync(this.#folder, { recursive: true });
    writeFileSync(this.#file(entry.pid), JSON.stringify(entry));
  }

  remove(pid: number): void {
    rmSync(this.#file(pid), { force: true });
  }

  /** Ends engine processes whose editor is gone; returns their ids. Others, and what cannot be identified, are left alone. */
  sweep(): readonly number[] {
    return this.#entries().flatMap(([file, entry]) => {
      if (entry !== undefined && this.#processes.isRunning(entry.parent)) return [];
      const isOrphan = entry !== undefined && this.#isOurs(entry);
      if (isOrphan) this.#processes.kill(entry.pid);
      rmSync(join(this.#folder, file), { force: true });
      return isOrphan ? [entry.pid] : [];
    });
  }

  #isOurs({ pid, token }: RegistryEntry): boolean {
    return this.#processes.isRunning(pid) && (this.#processes.commandLineOf(pid) ?? '').includes(token);
  }

  #entries(): readonly (readonly [file: string, entry: RegistryEntry | undefined])[] {
    let files: readonly string[];
    try {
      files = readdirSync(this.#folder);
    } catch {
      return []; // No engine has been started yet.
    }
    return files.map(file => [file, readEntry(join(this.#folder, file))]);
  }

  #file(pid: number): string {
    return join(this.#folder, `${pid}.json`);
  }
}

function readEntry(path: string): RegistryEntry | undefined {
  try {
    return entrySchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined; // Cut off when the machine went down: of no use.
  }
}
