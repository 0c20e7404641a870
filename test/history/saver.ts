// A window that saves a hundred chats at once: saver.ts <folder> <beginning of their ids>
import { ChatStore } from '../../src/editor/history/chatStore.ts';
import { silent } from '../../src/shared/log.ts';
import { branched } from '../unit/chat/history/chats.ts';

const [folder = '', prefix = ''] = process.argv.slice(2);
const store = new ChatStore(folder, { log: silent, now: Date.now, setAside: () => (process.exitCode = 1) });

const ids = Array.from({ length: 100 }, (_, at) => `${prefix}-${at}`);
await Promise.all(
  ids.map(async id => {
    await store.save({ ...branched, id });
    await store.list();
    await store.save({ ...branched, id, title: id });
  }),
);
