import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { PacedSaving } from '../../../../src/editor/history/pacedSaving.ts';
import type { Chat } from '../../../../src/chat/turns.ts';
import { chatWith } from '../../chat/history/chats.ts';

function saving(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const saved: string[] = [];
  const failures: unknown[] = [];
  const disk = { isFull: false };
  const paced = new PacedSaving({
    save: async ({ title }) => {
      if (disk.isFull) throw new Error('ENOSPC');
      saved.push(title);
    },
    failed: error => void failures.push(error),
  });
  return { paced, saved, failures, disk };
}

const titled = (title: string): Chat => chatWith([], { title });

test('of an answer that grows for three seconds three states are saved, and its end at once', async t => {
  const { paced, saved } = saving(t);
  let length = 0;
  for (let at = 0; at < 310; at++) {
    length += 1;
    paced.grew(() => titled(String(length)));
    t.mock.timers.tick(10);
  }
  assert.deepEqual(saved, ['100', '200', '300']);
  await paced.saveNow(titled('end'));
  t.mock.timers.tick(5_000);
  assert.deepEqual(saved, ['100', '200', '300', 'end']);
});

test('a chat that was left is not saved any more', t => {
  const { paced, saved } = saving(t);
  paced.grew(() => titled('gone'));
  paced.stop();
  t.mock.timers.tick(5_000);
  assert.deepEqual(saved, []);
});

test('a full disk is told once, and again only after it had room', async t => {
  const { paced, saved, failures, disk } = saving(t);
  disk.isFull = true;
  for (let at = 0; at < 3; at++) await paced.saveNow(titled('lost'));
  assert.equal(failures.length, 1);
  disk.isFull = false;
  await paced.saveNow(titled('kept'));
  disk.isFull = true;
  await paced.saveNow(titled('lost'));
  assert.equal(failures.length, 2);
  assert.deepEqual(saved, ['kept']);
});
