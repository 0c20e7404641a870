import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { type FakeHost, question, reply, viewOf } from './fakeHost.ts';
import { usePages } from './pages.ts';

const pages = usePages();

const part = [
  '## A part of the answer',
  'A paragraph with `code`, **strong words**, a formula \\( O(n) \\) and queue.ts:19 in it.',
  '- one thing\n- another thing with `drain()`',
  `\`\`\`ts\n${'const value = compute(1, 2);\n'.repeat(10)}\`\`\``,
  '| a | b |\n| - | - |\n| 1 | 2 |',
].join('\n\n');

/** An answer of 128 KB that is whole up to here. */
const long = `${part}\n\n`.repeat(Math.ceil((128 * 1024) / part.length));

/** Shows an answer of 128 KB that grows through these tests: so much takes a while to open. */
let host: FakeHost;
before(async () => {
  host = await open(`${long}The words of the last paragraph`);
});

/** What changed on the page while a piece came: how many changes, and which blocks of the answer, from its end, they touched. */
async function changesOf(piece: string, on: FakeHost = host): Promise<{ changes: number; blocks: readonly number[] }> {
  await on.page.evaluate(() => {
    const seen: MutationRecord[] = [];
    const observer = new MutationObserver(records => seen.push(...records));
    observer.observe(document.body, { childList: true, subtree: true, attributes: true, characterData: true });
    Object.assign(window, { changed: () => [...seen, ...observer.takeRecords()] });
  });
  await on.send({ kind: 'grow', id: '2', answer: piece });
  return on.answer.evaluate(answer => {
    const records = (window as unknown as { changed: () => MutationRecord[] }).changed();
    const blocks = records.map(({ target, addedNodes }) => {
      const node = target === answer ? (addedNodes[0] ?? null) : target;
      return [...answer.children].toReversed().findIndex(block => block.contains(node));
    });
    return { changes: records.length, blocks: [...new Set(blocks)] };
  });
}

async function open(answer: string): Promise<FakeHost> {
  const opened = await pages.open();
  await opened.send(viewOf([question, reply({ state: 'streaming', answer })]));
  await opened.answer.waitFor();
  await opened.settle();
  return opened;
}

test('eight tokens at the end of 128 KB change nothing but the last block', async () => {
  for (let count = 0; count < 5; count++) {
    const { changes, blocks } = await changesOf(' and eight tokens more of the words');
    assert.deepEqual(blocks, [0]);
    assert.equal(changes, 1);
  }
});

test('a line of code after 128 KB changes only the last lines of its block', async () => {
  await host.send({ kind: 'grow', id: '2', answer: `\n\n\`\`\`ts\n${'const value = compute(1, 2);\n'.repeat(47)}` });
  for (let count = 0; count < 6; count++) {
    const { changes, blocks } = await changesOf('const more = 1;\n');
    assert.deepEqual(blocks, [0]);
    // The elements of a line; of the last five when they join the lines before them.
    assert.ok(changes <= 70, `${changes} changes`);
  }
});

test('following the end of a growing answer keeps nothing anew', async () => {
  await host.page.evaluate(() => sessionStorage.removeItem('state'));
  for (let count = 0; count < 5; count++) await host.send({ kind: 'grow', id: '2', answer: `line ${count}\n` });
  const { left, kept } = await host.page.getByRole('log').evaluate(log => ({
    left: log.scrollHeight - log.scrollTop - log.clientHeight,
    kept: sessionStorage.getItem('state'),
  }));
  assert.ok(left < 2, `${left} pixels from the end`);
  assert.equal(kept, null);
});

test('a word at the end of a long list changes only that word', async () => {
  const items = Array.from({ length: 1000 }, (_, at) => `- item ${at} with \`code\` and words\n`).join('');
  const list = await open(`${items}- one`);
  // With the first word the items before it are settled.
  await changesOf(' more', list);
  assert.deepEqual(await changesOf(' word', list), { changes: 1, blocks: [0] });
  await list.page.close();
});

test('pieces that come within a frame are shown together, in the next one', async () => {
  const short = await open('It');
  const shown = await short.page.evaluate(async () => {
    const answer = document.querySelector('[data-part="answer"]');
    const texts: (string | null | undefined)[] = [];
    new MutationObserver(() => texts.push(answer?.textContent)).observe(document.body, {
      characterData: true,
      subtree: true,
    });
    // Whether a frame falls between the pieces is not left to the machine.
    const frames: FrameRequestCallback[] = [];
    window.requestAnimationFrame = frame => frames.push(frame);
    const delivered = new Promise<void>(resolve =>
      addEventListener('message', ({ data }) => data.sequence === 4 && resolve()),
    );
    for (const [at, word] of [' stops', ' one', ' short'].entries())
      window.postMessage({ kind: 'grow', id: '2', answer: word, sequence: at + 2 }, '*');
    await delivered;
    await new Promise(resolve => setTimeout(resolve));
    texts.push('the frame comes');
    for (const frame of frames) frame(performance.now());
    await new Promise(resolve => setTimeout(resolve));
    return texts;
  });
  assert.deepEqual(shown, ['the frame comes', 'It stops one short']);
  await short.page.close();
});
