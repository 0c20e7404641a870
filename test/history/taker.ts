// A window that tries to get one lease after the other, each at a set moment, tells which it got, and holds them until its
// input ends: taker.ts <folder> <number of leases> <moment of the first>
import { setTimeout } from 'node:timers/promises';
import { ChatStore } from '../../src/editor/history/chatStore.ts';
import { silent } from '../../src/shared/log.ts';

const [folder = '', count = '0', start = '0'] = process.argv.slice(2);
const between = 10;
const store = new ChatStore(folder, { log: silent, now: Date.now, setAside: () => undefined });

const got: number[] = [];
for (let round = 0; round < Number(count); round++) {
  const wait = Number(start) + round * between - Date.now();
  if (wait > 0) await setTimeout(wait);
  if ((await store.acquire(`round-${round}`)) !== undefined) got.push(round);
}
console.log(JSON.stringify(got));
process.stdin.resume();
