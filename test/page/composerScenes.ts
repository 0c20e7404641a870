import type { ChipView, SuggestionView, UnfitView } from '../../src/shared/chat.ts';
import type { Unnumbered } from '../../src/shared/protocol.ts';
import { question, reply, viewOf } from './fakeHost.ts';

const chip = (kind: ChipView['kind'], label: string, tokens: number, path = label): ChipView => ({
  id: `${kind}:${path}`,
  kind,
  label,
  path,
  tokens,
});

/** One chip of each kind. */
export const chips: readonly ChipView[] = [
  chip('selection', 'queue.ts:12–31', 214, 'src/queue.ts'),
  chip('file', 'worker.ts', 1640, 'src/worker.ts'),
  chip('folder', 'src/pool', 3120),
  chip('symbol', 'drain()', 96, 'src/queue.ts'),
  chip('problems', '3 problems', 120),
  chip('terminal', 'Terminal selection', 1, 'bash'),
  chip('changes', 'Uncommitted changes', 840, 'main'),
  chip('search', '12 results of "drain"', 410),
  chip('rules', 'AGENTS.md', 320),
  chip('notes', 'Notes', 64, '.deepwell/notes.md'),
];

/** What "#" offers. */
export const contextItems: readonly SuggestionView[] = [
  { id: 'selection', kind: 'selection', label: 'Selection', detail: 'queue.ts:12–31' },
  { id: 'file:src/queue.ts', kind: 'file', label: 'queue.ts', detail: 'src' },
  {
    id: 'file:src/worker.ts',
    kind: 'file',
    label: 'worker-with-a-rather-long-name.ts',
    detail: 'packages/server/src/workers',
  },
  { id: 'folder:src', kind: 'folder', label: 'src', detail: '14 files' },
  { id: 'symbol:drain', kind: 'symbol', label: 'drain()', detail: 'src/queue.ts:19' },
  { id: 'problems', kind: 'problems', label: 'Problems', detail: '3 in this file' },
  { id: 'terminal', kind: 'terminal', label: 'Terminal selection', detail: '' },
  { id: 'changes', kind: 'changes', label: 'Uncommitted changes', detail: '2 files' },
  { id: 'search', kind: 'search', label: 'Search results', detail: '12 of "drain"' },
];

/** What "/" offers. */
export const commands: readonly SuggestionView[] = [
  { id: 'command:explain', kind: 'command', label: '/explain', detail: 'Explain the selected code' },
  { id: 'command:fix', kind: 'command', label: '/fix', detail: 'Fix the problems of the selected code' },
  { id: 'prompt:review', kind: 'prompt', label: '/review', detail: '.deepwell/prompts/review.md' },
];

/** A question too long in every way that something can be done about. */
export const unfit: UnfitView = {
  room: { context: 8192, used: 4432, reserve: 2560 },
  question: 3400,
  choices: [
    { choice: 'leaveOutOldest', count: 4 },
    { choice: 'leaveOutAttachments', count: 2 },
    { choice: 'raiseContext', longer: { tokens: 16_384, bytes: 900_000_000 } },
    { choice: 'lessRoom' },
  ],
};

const talk = [question, reply({ answer: 'The loop stops one short.' })];

/** The states that only the composer tells apart. */
export const composerScenes: Readonly<Record<string, Unnumbered>> = {
  chips: viewOf(talk, { chips }),
  thinksNot: viewOf(talk, { model: { label: 'Ollama · V2 Lite', short: 'V2 Lite', demo: false, thinks: false } }),
  demo: viewOf([], {
    model: { label: 'Built-in engine · Deepwell demo reasoner', short: 'Demo', demo: true, thinks: true },
  }),
  tight: viewOf(talk, { room: { context: 8192, used: 6100, reserve: 2560 }, thinking: 'deep' }),
  over: viewOf(talk, { room: { context: 8192, used: 8300, reserve: 2560 }, thinking: 'off' }),
  unfit: viewOf(talk, { unfit, chips: chips.slice(0, 2) }),
  heldElsewhere: viewOf(talk, { heldElsewhere: true }),
  streaming: viewOf([question, reply({ state: 'streaming', answer: 'It' })], { chips: chips.slice(0, 1) }),
};
