// What it costs the page to show a growing answer. Run by hand: node test/bench/rendering.ts
import type { CDPSession } from 'playwright-core';
import type { Unnumbered } from '../../src/shared/protocol.ts';
import { startBrowser } from '../page/browser.ts';
import { FakeHost, question, reply, viewOf } from '../page/fakeHost.ts';
import { servePage } from '../page/server.ts';
import { type Figure, median, print, quantile } from './figures.ts';

const paragraph = 'A paragraph of prose with `code`, **strong words**, a formula \\( O(n) \\) and queue.ts:19 in it.';

const part = [
  '## A part of the answer',
  `${paragraph} ${paragraph}`,
  '- one thing\n- another thing with `drain()`\n- a third thing',
  `\`\`\`ts\n${'const value = compute(1, 2);\n'.repeat(10)}\`\`\``,
].join('\n\n');

const filled = (line: (at: number) => string, length: number, start = ''): string => {
  let text = start;
  for (let at = 0; text.length < length; at++) text += line(at);
  return text.slice(0, length);
};

const kilobyte = 1024;

/** The answers that grow, with what they may cost in seconds of script. */
const answers: readonly { readonly name: string; readonly text: string; readonly limit?: number }[] = [
  { name: 'mixed, 32 KB', text: filled(() => `${part}\n\n`, 32 * kilobyte), limit: 0.15 },
  { name: 'mixed, 128 KB', text: filled(() => `${part}\n\n`, 128 * kilobyte), limit: 0.7 },
  {
    name: 'one code block, 128 KB',
    text: filled(at => `const value${at} = compute(${at}, 'text');\n`, 128 * kilobyte, '```ts\n'),
    limit: 0.7,
  },
  {
    name: 'one list, 128 KB',
    text: filled(at => `- item ${at} with \`code\` and words\n`, 128 * kilobyte),
    limit: 0.7,
  },
  {
    name: 'one table, 128 KB',
    text: filled(at => `| ${at} | a cell with words |\n`, 128 * kilobyte, '| a | b |\n| - | - |\n'),
    limit: 0.7,
  },
];

/** Tokens have 4 characters. The extension sends what came in 33 ms: 8 tokens at 240 a second, 1 at 30. */
const tokenLength = 4;
const tokensAFlush = 8;

/** How the tokens come: characters of a message, messages of a frame. */
const ways = [
  ['8 tokens a message', tokenLength * tokensAFlush, 1],
  ['a token a message', tokenLength, tokensAFlush],
  // Faster than any model: what the tokens cost when frames do not count.
  ['a token a message, 512 a frame', tokenLength, 512],
] as const;

interface Cost {
  /** Processor seconds of JavaScript, and of all work of the main thread. */
  readonly script: number;
  readonly task: number;
  /** Frames that were laid out. */
  readonly frames: number;
}

async function costSoFar(session: CDPSession): Promise<Cost> {
  const { metrics } = await session.send('Performance.getMetrics');
  const valueOf = (name: string): number => metrics.find(metric => metric.name === name)?.value ?? Number.NaN;
  return { script: valueOf('ScriptDuration'), task: valueOf('TaskDuration'), frames: valueOf('LayoutCount') };
}

async function costOf(session: CDPSession, run: () => Promise<void>): Promise<Cost> {
  const before = await costSoFar(session);
  await run();
  const after = await costSoFar(session);
  return {
    script: after.script - before.script,
    task: after.task - before.task,
    frames: after.frames - before.frames,
  };
}

/** Sends the answer, or messages that mean nothing to the page, in pieces, a frame apart, several messages a frame; gives the main thread's time of each frame in milliseconds. */
const stream = (
  host: FakeHost,
  pieces: readonly string[],
  messagesAFrame: number,
  first: number | undefined,
): Promise<number[]> =>
  host.page.evaluate(
    async ([all, count, sequence]) => {
      const channel = new MessageChannel();
      const afterFrame = (): Promise<number> =>
        new Promise(resolve => {
          requestAnimationFrame(started => {
            channel.port1.addEventListener('message', () => resolve(performance.now() - started), { once: true });
            channel.port1.start();
            channel.port2.postMessage(undefined);
          });
        });
      const times: number[] = [];
      for (let at = 0; at < all.length; at += count) {
        all.slice(at, at + count).forEach((answer, offset) => {
          const kind = sequence === undefined ? 'nothing' : 'grow';
          window.postMessage({ kind, id: '2', answer, sequence: (sequence ?? 0) + at + offset }, '*');
        });
        // The messages are delivered before the frame begins.
        await new Promise(resolve => setTimeout(resolve));
        times.push(await afterFrame());
      }
      return times;
    },
    [pieces, messagesAFrame, first] as const,
  );

/** How many views were sent: the number of the last one. */
let views = 0;

async function show(host: FakeHost, view: Unnumbered): Promise<void> {
  views += 1;
  await host.send(view);
}

async function figuresOf(
  host: FakeHost,
  session: CDPSession,
  { name, text, limit }: (typeof answers)[number],
  way: string,
): Promise<Figure[]> {
  const figures: Figure[] = [];
  const empty = viewOf([question, reply({ state: 'streaming' })]);
  const once = await costOf(session, () => show(host, viewOf([question, reply({ answer: text })])));
  for (const [how, length, count] of ways.filter(([words]) => words.endsWith(way))) {
    await show(host, empty);
    const pieces = text.match(new RegExp(`[^]{1,${length}}`, 'g')) ?? [];
    const bare = await costOf(session, async () => {
      await stream(host, pieces, count, undefined);
    });
    let times: readonly number[] = [];
    const cost = await costOf(session, async () => {
      times = await stream(host, pieces, count, views + 1);
    });
    figures.push(
      { what: `${name}, ${how}: script`, value: cost.script, unit: 's', ...(limit !== undefined && { limit }) },
      { what: `${name}, ${how}: script of the messages and frames alone`, value: bare.script, unit: 's' },
      { what: `${name}, ${how}: frames`, value: cost.frames, unit: '' },
      { what: `${name}, ${how}: main thread with layout and paint`, value: cost.task, unit: 's' },
      { what: `${name}, ${how}: script, of rendering once`, value: cost.script / once.script, unit: '×' },
      { what: `${name}, ${how}: a frame, median`, value: median(times), unit: 'ms' },
      { what: `${name}, ${how}: a frame, p95`, value: quantile(times, 0.95), unit: 'ms', limit: 4 },
    );
  }
  return figures;
}

const [browser, server] = await Promise.all([startBrowser(), servePage()]);
try {
  const host = await FakeHost.open(browser, server);
  const session = await host.page.context().newCDPSession(host.page);
  // The processor's time: on a busy machine the clock counts what others do as well.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  // node test/bench/rendering.ts [answers whose name begins so] [ways whose name ends so]
  const [wanted = '', way = ''] = process.argv.slice(2);
  for (const answer of answers.filter(({ name }) => name.startsWith(wanted)))
    print(await figuresOf(host, session, answer, way));
} finally {
  await browser.close();
  await server.close();
}
