import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { codeOf, unless } from './fileErrors.ts';

/** Without a sign of life for so long nobody holds a lease, whatever runs: a process id may belong to another program by now. */
const heldFor = 30_000;

interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly token: string;
}

const textOf = (token: string): string => JSON.stringify({ pid: process.pid, host: hostname(), token });

/** Makes a lease's file, or takes it over from one that is gone. Returns its token; undefined while somebody holds it. */
export async function takeLease(path: string, now: () => number): Promise<string | undefined> {
  const token = randomUUID();
  return (await create(path, token)) || (await takeOver(path, token, now)) ? token : undefined;
}

/** Makes the file where there is none. */
async function create(path: string, token: string): Promise<boolean> {
  return unless('EEXIST', false, async () => {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(textOf(token));
    } finally {
      await file.close();
    }
    return true;
  });
}

/**
 * Takes a lease that nobody holds any more. Only who has made the claim file may, so that of two takers one wins; and a
 * lease is replaced in one step, so that a third never finds none. Whether it is abandoned is looked at again under the claim.
 */
async function takeOver(path: string, token: string, now: () => number): Promise<boolean> {
  if (await isAlive(path, now)) return false;
  const claim = `${path}.claim`;
  if (!(await create(claim, token))) {
    // Its maker may have been killed in the middle; the next try finds the way free.
    if (!(await isAlive(claim, now))) await rm(claim, { force: true });
    return false;
  }
  try {
    return !(await isAlive(path, now)) && (await replace(path, token));
  } finally {
    await rm(claim, { force: true });
  }
}

async function replace(path: string, token: string): Promise<boolean> {
  // Given back meanwhile: then it is made anew like any other.
  if ((await signOfLife(path)) === undefined) return create(path, token);
  const next = `${path}.${token}`;
  await writeFile(next, textOf(token), { mode: 0o600 });
  await rename(next, path);
  return true;
}

/** Whether the file's process runs and gave a sign of life lately. */
export async function isAlive(path: string, now: () => number): Promise<boolean> {
  const at = await signOfLife(path);
  if (at === undefined || now() - at > heldFor) return false;
  const holder = await holderOf(path);
  // No holder: the file was made a moment ago and is not written yet. On another machine the process cannot be seen.
  return holder === undefined || holder.host !== hostname() || isRunning(holder.pid);
}

/** When the file was last touched; undefined where there is none. */
export const signOfLife = (path: string): Promise<number | undefined> =>
  unless('ENOENT', undefined, async () => (await stat(path)).mtimeMs);

/** Undefined where there is none or it cannot be read. */
export async function holderOf(path: string): Promise<Holder | undefined> {
  const text = await unless('ENOENT', '', () => readFile(path, 'utf8'));
  try {
    const { pid, host, token } = JSON.parse(text) as Partial<Record<keyof Holder, unknown>>;
    if (typeof pid !== 'number' || typeof host !== 'string' || typeof token !== 'string') return undefined;
    return { pid, host, token };
  } catch {
    return undefined; // Not written yet, or cut off when the machine went down.
  }
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is one as well.
    return codeOf(error) === 'EPERM';
  }
}
