import type { Unnumbered } from '../../src/shared/protocol.ts';
import { attachment, question, reply, thinking, viewOf } from './fakeHost.ts';

const trace = `The loop runs while \`i < items.length - 1\`, so the body is never entered for the last index.

Wait, \`drain()\` also pops before it reads. If the queue has one item, it is popped and never handed on. What calls it:

- \`worker.ts\` awaits every item it is given
- the tests call it once

So`;

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
const done = thinking({ text: trace, elapsed: 18_400, tokens: 521, ended: true });

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
