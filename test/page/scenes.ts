import type { Unnumbered } from '../../src/shared/protocol.ts';
import { attachment, question, reply, thinking, viewOf } from './fakeHost.ts';
import { noAbilities } from '../fakes/views.ts';

const trace = `The loop runs while \`i < items.length - 1\`, so the body is never entered for the last index.

Wait, \`drain()\` also pops before it reads. If the queue has one item, it is popped and never handed on. What calls it:

- \`worker.ts\` awaits every item it is given
- the tests call it once

So`;

const steps = [
  { at: 0, turn: '' },
  { at: trace.indexOf('Wait'), turn: 'Wait' },
  { at: trace.lastIndexOf('So'), turn: 'So' },
];

const answer = `## What happens

The loop stops one short: \`i < items.length - 1\` never reaches the last index, in [queue.ts](src/queue.ts#L19). See [the documentation](https://example.org/loops).

\`\`\`ts
// Hand on every item, the last one too.
for (const item of items) {
  await handle(item, { retries: 3, label: 'queue' });
}
\`\`\`

\`drain()\` is right as it is:

1. it reads the item
2. **then** it pops it

| call | items | *lost* |
| --- | ---: | :---: |
| before | 5 | 1 |
| after | 5 | 0 |

> The cost stays \\( O(n) \\).

---

![a picture](https://example.org/picture.png)
`;

const stats = { tokensPerSecond: 31.2, secondsToAnswer: 4.2 };
const asked = { ...question, attachments: [attachment] };
const done = thinking({ text: trace, elapsed: 18_400, tokens: 521, ended: true, steps });
const running = thinking({ text: trace, steps, budget: 2048 });
const cut = thinking({ text: trace, elapsed: 31_000, tokens: 900, ended: true, cutOff: true, steps });
const canThink = { ...noAbilities, answerNow: true };
const canGoOn = { ...noAbilities, answerNow: true, continueThinking: true, editThought: true };
const several = [
  attachment,
  { ...attachment, id: 'problems', kind: 'problems', label: '3 problems', path: 'src/queue.ts', tokens: 88 },
  { ...attachment, id: 'rules', kind: 'rules', label: 'AGENTS.md', path: 'AGENTS.md', tokens: 1204 },
] as const;

/** Every state that the page can be in, each as the message that brings it there. */
export const scenes: Readonly<Record<string, Unnumbered>> = {
  empty: viewOf([]),
  emptyWithAttachment: viewOf([], {
    chips: [attachment],
    model: { label: 'Built-in engine · Deepwell demo reasoner', short: 'Deepwell Demo R1', demo: true, thinks: true },
  }),
  noModel: viewOf([], {
    model: undefined,
    problem: { sentence: 'No model is set up for chat yet.', action: { title: 'Set up Deepwell', action: 'setUp' } },
  }),
  waiting: viewOf([asked, reply({ state: 'streaming', waiting: 'loading' })]),
  thinking: viewOf([asked, reply({ state: 'streaming', thought: thinking({ text: trace }) })]),
  waitingWithProgress: viewOf([asked, reply({ state: 'streaming', waiting: 'loading', waitingDone: 0.42 })]),
  thinkingInSteps: viewOf([asked, reply({ state: 'streaming', thought: running, can: canThink })]),
  thinkingFolded: viewOf([asked, reply({ state: 'streaming', thought: running, can: canThink })], {
    reasoningPanel: 'closed',
  }),
  thinkingLong: viewOf([
    question,
    reply({ state: 'streaming', thought: { ...running, text: `${trace}\n\n`.repeat(12) }, can: canThink }),
  ]),
  circles: viewOf([question, reply({ state: 'streaming', thought: { ...running, loops: true }, can: canThink })]),
  endedForAnswer: viewOf(
    [
      question,
      reply({
        state: 'streaming',
        thought: { ...done, endedBy: 'budget', budget: 512, edited: true },
        answer: 'The loop',
      }),
    ],
    { reasoningPanel: 'open' },
  ),
  branches: viewOf([
    { ...question, attachments: several, branch: { number: 2, count: 2 } },
    reply({
      thought: { ...done, endedBy: 'answerNow' },
      answer: 'The loop stops one short.',
      stats,
      writtenBy: 'R1 14B · temperature 0.9',
      branch: { number: 1, count: 3 },
    }),
  ]),
  cutInThought: viewOf([question, reply({ thought: cut, can: canGoOn, ending: 'lengthLimit' })]),
  contextFull: viewOf([
    question,
    reply({
      thought: cut,
      ending: 'contextFull',
      can: { ...canGoOn, raiseContext: { tokens: 16_384, bytes: 0.94e9 } },
    }),
  ]),
  interrupted: viewOf([
    question,
    reply({ answer: 'The loop stops', ending: 'interrupted', can: { ...noAbilities, continueAnswer: true } }),
  ]),
  blank: viewOf([question, reply({ ending: 'empty', can: { ...noAbilities, answerNow: true } })]),
  answering: viewOf([question, reply({ state: 'streaming', thought: done, answer: answer.slice(0, 350) })]),
  answered: viewOf([asked, reply({ thought: done, answer, stats })]),
  answeredOpen: viewOf([question, reply({ thought: done, answer: 'The loop stops one short.', stats })], {
    reasoningPanel: 'open',
  }),
  stopped: viewOf([question, reply({ state: 'stopped', thought: thinking({ ended: true, cutOff: true }) })]),
  error: viewOf([
    question,
    reply({
      state: 'error',
      answer: 'The loop stops one',
      problem: {
        sentence: 'The engine stopped unexpectedly while it was writing.',
        action: { title: 'Show log', action: 'showLog' },
      },
    }),
  ]),
  cutShort: viewOf([question, reply({ answer: 'It goes on and', ending: 'lengthLimit', stats })], {
    problem: {
      sentence: 'The model file was moved.',
      action: { title: 'Set up Deepwell', action: 'setUp' },
    },
  }),
};
