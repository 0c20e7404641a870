import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

export interface Resident {
  /** GB now. */
  readonly now: number;
  /** GB at most so far, where the system tells. */
  readonly most: number | undefined;
}

/** The memory a process really has; nothing when there is no such process. Not on Windows. */
export function residentMemory(pid: number): Resident {
  const status = `/proc/${pid}/status`;
  if (existsSync(status)) {
    const text = readFileSync(status, 'utf8');
    const kilobytes = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(text)?.[1] ?? 0);
    return { now: (kilobytes('VmRSS') * 1024) / 1e9, most: (kilobytes('VmHWM') * 1024) / 1e9 };
  }
  const kilobytes = processTable().find(process => process.pid === pid)?.kilobytes ?? 0;
  return { now: (kilobytes * 1024) / 1e9, most: undefined };
}

export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly kilobytes: number;
  readonly command: string;
}

/** All processes of this machine. Throws on Windows, which has no ps. */
export const processTable = (): Process[] =>
  execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss=,args='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map(line => {
      const [pid, parent, kilobytes, ...command] = line.trim().split(/\s+/);
      return { pid: Number(pid), parent: Number(parent), kilobytes: Number(kilobytes), command: command.join(' ') };
    });
