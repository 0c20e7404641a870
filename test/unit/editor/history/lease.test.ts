import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { filesIn, folderFor, plainStore, storeIn } from './storeFolder.ts';

const ago = (seconds: number): Date => new Date(Date.now() - seconds * 1000);

/** A folder with the lease of a process: of this machine unless told otherwise, and seen alive so many seconds ago. */
function folderWithLease(t: TestContext, pid: number, seconds: number, host = hostname()): string {
  const folder = folderFor(t);
  mkdirSync(folder);
  const path = join(folder, 'chat-1.lease');
  writeFileSync(path, JSON.stringify({ pid, host, token: 'of another window' }));
  utimesSync(path, ago(seconds), ago(seconds));
  return folder;
}

const deadPid = (): number => spawnSync(process.execPath, ['-e', '']).pid;

test('one window holds a chat until it gives it back', async t => {
  const folder = folderFor(t);
  const [one, other] = [plainStore(folder), plainStore(folder)];
  const lease = await one.acquire('chat-1');
  assert.equal(await lease?.isHeld(), true);
  assert.equal(await other.acquire('chat-1'), undefined);
  assert.notEqual(await other.acquire('chat-2'), undefined);
  await lease?.release();
  assert.notEqual(await other.acquire('chat-1'), undefined);
  assert.equal(lease?.lost.aborted, false);
  await other.close();
  assert.deepEqual(filesIn(folder), []);
});

test('the lease of a dead process is taken over at once, that of a living one not', async t => {
  assert.notEqual(await plainStore(folderWithLease(t, deadPid(), 0)).acquire('chat-1'), undefined);
  assert.equal(await plainStore(folderWithLease(t, process.pid, 25)).acquire('chat-1'), undefined);
});

test('a lease without a heartbeat for more than 30 seconds is taken over, whatever runs under that number', async t => {
  const folder = folderWithLease(t, process.pid, 31);
  assert.notEqual(await plainStore(folder).acquire('chat-1'), undefined);
  assert.deepEqual(filesIn(folder), ['chat-1.lease']);
});

test('a process of another machine cannot be seen: its heartbeat alone counts', async t => {
  const pid = deadPid();
  assert.equal(await plainStore(folderWithLease(t, pid, 5, 'elsewhere')).acquire('chat-1'), undefined);
  assert.notEqual(await plainStore(folderWithLease(t, pid, 31, 'elsewhere')).acquire('chat-1'), undefined);
});

test('a lease that was made a moment ago and is not written yet is held', async t => {
  const folder = folderWithLease(t, process.pid, 0);
  writeFileSync(join(folder, 'chat-1.lease'), '');
  assert.equal(await plainStore(folder).acquire('chat-1'), undefined);
});

test('who was killed while taking a lease over keeps nobody from it for long', async t => {
  const folder = folderWithLease(t, deadPid(), 31);
  writeFileSync(join(folder, 'chat-1.lease.claim'), JSON.stringify({ pid: deadPid(), host: hostname(), token: 'x' }));
  assert.equal(await plainStore(folder).acquire('chat-1'), undefined);
  assert.notEqual(await plainStore(folder).acquire('chat-1'), undefined);
});

/** The heartbeat's file work, which nobody waits for. */
async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await setTimeout(2);
}

test('a heartbeat every five seconds keeps a lease alive', async t => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const folder = folderFor(t);
  const lease = await plainStore(folder).acquire('chat-1');
  const path = join(folder, 'chat-1.lease');
  utimesSync(path, ago(29), ago(29));
  t.mock.timers.tick(5_000);
  await until(() => statSync(path).mtimeMs > Date.now() - 20_000);
  await lease?.release();
});

test('a window that slept while another took its chat hears of it, and its release leaves the other’s lease alone', async t => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const folder = folderFor(t);
  const lease = await plainStore(folder).acquire('chat-1');
  utimesSync(join(folder, 'chat-1.lease'), ago(31), ago(31));
  const other = await plainStore(folder).acquire('chat-1');
  t.mock.timers.tick(5_000);
  await until(() => lease?.lost.aborted === true);
  await lease?.release();
  assert.equal(await other?.isHeld(), true);
  await other?.release();
});

test('a window that gave its lease back may still save, and one that lost it may not', async t => {
  const folder = folderFor(t);
  const { store } = storeIn(folder);
  const chat = {
    id: 'chat-1',
    title: '',
    createdAt: 0,
    updatedAt: 0,
    workspace: '',
    turns: [],
    shown: {},
    openedByHand: {},
  };
  const lease = await store.acquire('chat-1');
  await lease?.release();
  await store.save(chat);
  await store.acquire('chat-1');
  utimesSync(join(folder, 'chat-1.lease'), ago(31), ago(31));
  await plainStore(folder).acquire('chat-1');
  await assert.rejects(store.save({ ...chat, title: 'Late' }), /chat-1/);
  assert.equal((await store.load('chat-1'))?.title, '');
});
