import { type Random, seededRandom } from '../../demo/random.ts';
import { type Trace, writtenTraces } from './normal.ts';

export interface Loop extends Trace {
  /** Where the loop begins in the text. */
  readonly start: number;
  /** Where its second round begins. */
  readonly second: number;
}

/** The nth round of a loop. */
type Round = (round: number, random: Random) => string;

const always =
  (text: string): Round =>
  () =>
    text;

const sentence = 'But the function returns null when the list is empty, so the caller has to check for null first. ';
const paragraph =
  'Wait, the cache is cleared in the constructor, and the constructor runs before the listener is added. So the first event is lost. But then the second event finds an empty cache and loads everything again. Hmm, so maybe the listener should be added first.\n\n';
const second =
  'But if the listener is added first, an event may come before the cache exists, and then the handler throws because it reads a property of undefined. So the order cannot simply be turned around.\n\n';
const third =
  'Alternatively the cache could be made lazily, at the first read. Then neither order matters, but two readers at once would both load it, so a promise has to be stored in place of the value.\n\n';
const fourth =
  'And storing the promise means that a failed load stays failed for good, unless the entry is removed in a catch, which has to happen before anybody else sees it.\n\n';

const verbatim: Readonly<Record<string, Round>> = {
  'one word': always('very '),
  'one word and a comma': always('no, '),
  'one word a line': always('Wait.\n'),
  'two words': always('and then '),
  'a phrase': always('the value of the value, '),
  'a short sentence': always('I think so. '),
  'a question': always('Is that right? Let me check. '),
  'a sentence': always(sentence),
  'a line': always(`- ${sentence.trim()}\n`),
  'two sentences': always(`Hmm, let me re-read the error message. ${sentence}`),
  'a sentence with code': always('So `items.length` is 0 and `items[0]` is undefined, which the type does not show. '),
  'a paragraph': always(paragraph),
  'two paragraphs': always(paragraph + second),
  'three paragraphs': always(paragraph + second + third),
  'four paragraphs': always(paragraph + second + third + fourth),
  'a sum': always('So the total is 3 + 4 = 7, and 7 + 5 = 12, but the expected total is 13. '),
  'an equation': always('Thus \\( x = \\frac{-b \\pm \\sqrt{b^2 - 4ac}}{2a} \\), and with a = 1 it is simpler. '),
  'a line of code': always('return values.filter(value => value !== undefined).map(value => value.name);\n'),
  一个词: always('然后'),
  一句话: always('但是这里的长度可能为零，所以需要先检查一下。'),
  一段话: always(
    '等等，如果列表是空的，那么第一个元素就不存在，程序会抛出异常。所以应该先判断长度，再取第一个元素。不过调用的地方已经判断过了，这里似乎不需要再判断。\n\n',
  ),
  一个问句: always('这样对吗？再想一想。'),
};

const counted: Readonly<Record<string, Round>> = {
  'a short check': round => `Wait, check ${round + 1}. `,
  'a counted sentence': round => `Wait, let me check again, attempt ${round + 3}: the list is empty, so it returns null. `,
  'a counted line': round => `Step ${round + 1}: look at the list again and see whether the list is sorted by name.\n`,
  'a counted paragraph': round =>
    `Attempt ${round + 2}. Let me start over. The loop runs from zero to the length, and the last index is the length minus one, so the access in the body is outside of the array. But the test passes. How can that be?\n\n`,
  'a count down': round => `Hmm, ${90 - round} more tries. Let me look at the condition of the loop once more. `,
  'twice the same number': round =>
    `Wait, iteration ${round + 1}: the value does not change. After iteration ${round + 1} it is the same. `,
  'a counted turn among words that say nothing': (round, random) =>
    `${random.pick(['Wait', 'Hmm', 'Actually', 'Okay', 'So'])}, ${random.pick(['let me', 'maybe I should', 'I think'])} check number ${round + 5}${random.pick([' again', ' once more', ''])}: the index is out of range when the list is empty. `,
  数着检查: round => `等等，第${round + 1}次检查：列表是空的，所以返回空值。`,
};

const changed: Readonly<Record<string, Round>> = {
  'another turn each time': (_, random) =>
    `${random.pick(['Wait', 'Hmm, wait', 'Actually', 'But wait', 'Okay', 'Alternatively'])}, ${random.pick(['maybe', 'perhaps', 'I think'])} the base case is wrong${random.pick(['', ' again'])}. If n is zero the function ${random.pick(['should', 'must', 'would'])} return one, but it returns zero. `,
  'one of two nouns': (_, random) =>
    `So the ${random.pick(['list', 'array'])} is copied before the sort, and the caller keeps the old ${random.pick(['list', 'array'])}. That is why the table does not change until the next click on the header. `,
  'two sentences that take turns at random': (_, random) =>
    random.pick([
      'But the parser reads the header twice, so the offset is wrong by eight bytes in the second pass. ',
      'However the offset is fixed in the second pass, because the reader skips the header that the parser has read. ',
    ]),
  'a paragraph with other adverbs': (_, random) =>
    `${random.pick(['Wait', 'Hmm', 'Actually'])}, the request is sent before the token is refreshed, ${random.pick(['so', 'and so', 'and then'])} the server answers with 401. ${random.pick(['Then', 'And then', 'Now'])} the client refreshes the token and sends the request again. ${random.pick(['But', 'However'])} the second request has the old header, because the header was made before the refresh.\n\n`,
  'three clauses in any order': (_, random) =>
    `${random.pick(['If the socket closes early, the buffer is never flushed', 'If the buffer is never flushed, the file stays empty', 'If the file stays empty, the reader waits until the socket closes early'])}. ${random.pick(['So', 'Then', 'But'])} that cannot be the whole story. `,
  'a paragraph told in two ways': (round, random) =>
    `${random.pick(['Let me think again', 'Let me re-think', 'Wait'])}. ${round % 2 === 0 ? 'The width is measured before the font is loaded, which gives the width of the fallback font' : 'Before the font is loaded the width is measured, which gives the width of the fallback font'}. After that the column keeps this width, since nothing measures it a second time. `,
  换一个词: (_, random) =>
    `${random.pick(['等等', '不过', '但是', '那么'])},${random.pick(['也许', '可能'])}是索引越界的问题：循环从零开始到长度结束，最后一次访问超出了数组的范围。`,
};

const seesaws: Readonly<Record<string, Round>> = {
  'wait, no': always('Wait, no. Actually, yes. '),
  'wait, no, at random': (_, random) =>
    random.pick(['Wait, no. ', 'Actually, yes. ', 'Hmm, no. ', 'But wait, yes. ', 'No, wait. ']),
  'is it or is it not': (_, random) =>
    random.pick(['Wait, is it right? ', 'Hmm, it is not. ', 'Actually, it is right. ', 'But maybe not. ', 'So no. ']),
  'even or odd': always('So it is even. Wait, no, it is odd. Hmm, but then it would be even. '),
  'off by one': always('Then the end is exclusive. But no, it is inclusive. Wait, then the length is wrong. '),
  对还是不对: always('等等，不对。其实是对的。'),
};

/** Looping traces: a normal beginning, then a loop of each kind. `long` rounds come as often as it takes. */
export function loopingTraces(seeds = 2): readonly Loop[] {
  const kinds = Object.entries({ ...verbatim, ...counted, ...changed, ...seesaws });
  return kinds.flatMap(([name, round], kind) =>
    Array.from({ length: seeds }, (_, seed) => {
      const random = seededRandom(kind * 101 + seed);
      const beginning = beginningOf(writtenTraces[(kind + seed * 5) % writtenTraces.length]?.text ?? '', random);
      const rounds: string[] = [];
      for (let length = 0; length < 6000; length += rounds.at(-1)?.length ?? 0) rounds.push(round(rounds.length, random));
      return {
        name: `${name}, ${seed}`,
        text: beginning + rounds.join(''),
        start: beginning.length,
        second: beginning.length + (rounds[0] ?? '').length,
      };
    }),
  );
}

/** Some paragraphs of a trace; never the middle of a fence. */
function beginningOf(text: string, random: Random): string {
  const paragraphs = text.split('\n\n');
  const some = paragraphs.slice(0, 2 + Math.floor(random.next() * (paragraphs.length - 2))).join('\n\n');
  return some.split('```').length % 2 === 0 ? `${some}\n\`\`\`\n\n` : `${some}\n\n`;
}
