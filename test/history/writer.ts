// A window that saves one chat over and over while its answer grows, as fast as it can, and tells after each save how long
// the answer is that is now on disk: writer.ts <folder> <id>
import { writeSync } from 'node:fs';
import { ChatStore } from '../../src/editor/history/chatStore.ts';
import type { Chat } from '../../src/chat/turns.ts';
import { silent } from '../../src/shared/log.ts';

const [folder = '', id = ''] = process.argv.slice(2);
const store = new ChatStore(folder, {
  log: silent,
  now: Date.now,
  setAside: paths => writeSync(1, `${paths.join()}\n`),
});

const question = {
  role: 'user',
  id: '1',
  parent: undefined,
  at: 0,
  text: 'x'.repeat(300_000),
  attachments: [],
} as const;
const chatOf = (length: number): Chat => ({
  id,
  title: 'Growing',
  createdAt: 0,
  updatedAt: length,
  workspace: '',
  turns: [
    question,
    {
      role: 'assistant',
      id: '2',
      parent: '1',
      at: 0,
      state: 'stopped',
      answer: 'word '.repeat(length),
      tokens: length,
    },
  ],
  shown: {},
  openedByHand: {},
});

let length = ((await store.load(id))?.updatedAt ?? 0) + 1;
for (; ; length++) {
  await store.save(chatOf(length));
  writeSync(1, `${length}\n`);
}
