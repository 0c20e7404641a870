import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The system's processes, as far as the registry of engine processes needs them. */
export const processTable = {
  isRunning(pid: number): boolean {
    try {
      process.kill(pid, 0);
      return true;
    } catch (error) {
      // Somebody else's process is one as well.
      return error instanceof Error && 'code' in error && error.code === 'EPERM';
    }
  },

  commandLineOf(pid: number): string | undefined {
    // Windows tells it only through tools that take seconds; there the first net has to do.
    if (process.platform === 'win32') return undefined;
    try {
      if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    } catch {
      return undefined; // It has ended meanwhile.
    }
    return spawnSync('/bin/ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
  },

  kill(pid: number): void {
    process.kill(pid, 'SIGKILL');
  },
};
