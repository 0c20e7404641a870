import type { TurnView } from '../../src/shared/chat.ts';
import { question, reply, thinking } from './fakeHost.ts';

/** Words that only the turn at this place has. */
export const paragraphOf = (at: number): string => `Paragraph of message ${at + 1}.`;

const prose = 'The loop runs while the index is below the length, and the last item is never handed on to the caller. ';
const code = '\n\n```ts\nfor (const item of items) {\n  await handle(item, { retries: 3 });\n}\n```\n\n';

/** A chat of questions and answers of very different lengths, as people have them. */
export const longChat = (count: number): readonly TurnView[] =>
  Array.from({ length: count }, (_, at): TurnView => {
    const id = `turn-${at}`;
    if (at % 2 === 0) return { ...question, id, text: `${paragraphOf(at)} ${prose.repeat(at % 3)}` };
    const paragraphs = Array.from({ length: 1 + ((at * 7) % 5) }, () => prose.repeat(1 + (at % 4))).join('\n\n');
    return reply({
      id,
      thought: thinking({ text: `${prose}\n\nWait, `.repeat(3), ended: true, steps: [{ at: 0, turn: '' }] }),
      answer: `${paragraphOf(at)}\n\n${paragraphs}${at % 3 === 0 ? code : ''}`,
      stats: { tokensPerSecond: 31.2, secondsToAnswer: 4.2 },
    });
  });
