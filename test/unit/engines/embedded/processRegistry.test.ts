import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { ProcessRegistry, type RegistryEntry } from '../../../../src/engines/embedded/processRegistry.ts';
import { processTable } from '../../../../src/engines/embedded/processTable.ts';
import { isGone, replyOf, completionOf, never, scriptedModels, startEngine } from './testEngine.ts';

const token = 'a-token-of-its-own-1';

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'deepwell-registry-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** A process table with the given processes, by id. */
function tableOf(running: Readonly<Record<number, string>>) {
  const killed: number[] = [];
  const table = {
    isRunning: (pid: number) => pid in running,
    commandLineOf: (pid: number) => running[pid],
    kill: (pid: number) => void killed.push(pid),
  };
  return { table, killed };
}

function swept(t: TestContext, entry: RegistryEntry, running: Readonly<Record<number, string>>) {
  const folder = folderOf(t);
  const { table, killed } = tableOf(running);
  const registry = new ProcessRegistry(folder, table);
  registry.add(entry);
  assert.deepEqual(registry.sweep(), killed);
  return { killed, left: readdirSync(folder) };
}

const entry = { pid: 7, parent: 6, token };
const engine = `node engine.mjs --deepwell-engine=${token}`;

test('an engine whose editor is gone is ended and forgotten', t =>
  assert.deepEqual(swept(t, entry, { 7: engine }), { killed: [7], left: [] }));

test('an engine whose editor runs is left alone and kept in mind', t =>
  assert.deepEqual(swept(t, entry, { 6: 'editor', 7: engine }), { killed: [], left: ['7.json'] }));

test('a process id that belongs to another program by now is left alone', t =>
  assert.deepEqual(swept(t, entry, { 7: 'somebody else' }), { killed: [], left: [] }));

test('an engine that has ended is forgotten', t => assert.deepEqual(swept(t, entry, {}), { killed: [], left: [] }));

test('damaged files are removed, and a folder that does not exist is no fault', t => {
  const folder = folderOf(t);
  const { table } = tableOf({ 1: 'init' });
  for (const [name, text] of Object.entries({ 'a.json': '{"pid":', 'b.json': '{"pid":"1"}', 'c.json': '' }))
    writeFileSync(join(folder, name), text);
  assert.deepEqual(new ProcessRegistry(folder, table).sweep(), []);
  assert.deepEqual(readdirSync(folder), []);
  assert.deepEqual(new ProcessRegistry(join(folder, 'no'), table).sweep(), []);
});

test(
  'a real process that outlived its parent is ended by the next sweep',
  { skip: process.platform === 'win32' },
  async t => {
    const folder = folderOf(t);
    const parent = spawn(process.execPath, ['-e', '']);
    await once(parent, 'exit');
    const orphan = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', '--', `--deepwell-engine=${token}`]);
    t.after(() => orphan.kill('SIGKILL'));
    await once(orphan, 'spawn');
    const registry = new ProcessRegistry(folder, processTable);
    registry.add({ pid: orphan.pid ?? 0, parent: parent.pid ?? 0, token });
    assert.deepEqual(registry.sweep(), [orphan.pid]);
    await once(orphan, 'exit');
  },
);

test('an engine is in the registry while its process runs, under the token of its command line', async t => {
  const folder = folderOf(t);
  const registry = new ProcessRegistry(folder, processTable);
  const running = await startEngine(t, async models => ({
    models: await scriptedModels(models, { coder: [{ says: 'fine();', after: '\n' }] }),
    registry,
  }));
  await replyOf(running.engine.generate(completionOf(['\n']), never));
  const [pid = 0] = running.pids;
  assert.deepEqual(readdirSync(folder), [`${pid}.json`]);
  assert.deepEqual(registry.sweep(), [], 'its editor, this process, runs');
  await running.engine.dispose();
  assert.ok(await isGone(pid));
  assert.deepEqual(readdirSync(folder), []);
});
