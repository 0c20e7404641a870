import type { CDPSession } from 'playwright-core';
import { startBrowser } from '../page/browser.ts';
import { FakeHost, question, reply, viewOf } from '../page/fakeHost.ts';
import { longChat } from '../page/longChat.ts';
import { servePage } from '../page/server.ts';
import { median, print, quantile } from './figures.ts';

// What a long chat costs the page: `node test/bench/longChat.ts`. Needs a Chromium.

const count = 2000;
const rounds = 5;

const browser = await startBrowser();
const server = await servePage();
const opened: number[] = [];
const heaps: number[] = [];
let flushes: readonly number[] = [];
let frames: readonly number[] = [];
for (let round = 0; round < rounds; round++) {
  const host = await FakeHost.open(browser, server);
  const devTools = await host.page.context().newCDPSession(host.page);
  opened.push(await openingTime(host));
  heaps.push(await heapSize(devTools));
  if (round === 0) {
    frames = await scrollingFrames(host);
    flushes = await flushTimes(host);
  }
  await host.page.close();
}
await browser.close();
await server.close();
print([
  { what: `opening a chat of ${count} messages, to the second frame`, value: median(opened), unit: 'ms', limit: 300 },
  { what: 'page heap with it open', value: median(heaps) / 1e6, unit: 'MB', limit: 150 },
  { what: 'slowest twentieth of frames while scrolling through it', value: quantile(frames, 0.95), unit: 'ms' },
  { what: 'work for one flush of a reply in it, 95 of 100', value: quantile(flushes, 0.95), unit: 'ms', limit: 4 },
]);

/** Milliseconds from the message until two frames after it, in the page's own time. */
async function openingTime(host: FakeHost): Promise<number> {
  return host.page.evaluate(
    message =>
      new Promise<number>(resolve => {
        // The message is copied when it is posted, as it is on the way into a webview; that counts.
        const start = performance.now();
        window.postMessage({ ...message, sequence: 1 }, '*');
        setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - start))));
      }),
    viewOf([...longChat(count), { ...question, id: 'q' }, reply({ id: 'r', state: 'streaming', answer: 'So' })]),
  );
}

async function heapSize(devTools: CDPSession): Promise<number> {
  await devTools.send('HeapProfiler.collectGarbage');
  await devTools.send('Performance.enable');
  const { metrics } = await devTools.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN;
}

/** Milliseconds between frames while somebody scrolls fast from the end to the middle. */
async function scrollingFrames(host: FakeHost): Promise<readonly number[]> {
  return host.page.getByRole('log').evaluate(async log => {
    const times: number[] = [];
    let before = performance.now();
    for (let step = 0; step < 200; step++) {
      log.scrollTop -= 150;
      await new Promise(resolve => requestAnimationFrame(resolve));
      const now = performance.now();
      times.push(now - before);
      before = now;
    }
    log.scrollTop = log.scrollHeight;
    return times;
  });
}

/** Milliseconds of script, style and layout for each flush of a growing reply. */
async function flushTimes(host: FakeHost): Promise<readonly number[]> {
  const devTools = await host.page.context().newCDPSession(host.page);
  await devTools.send('Performance.enable');
  const busy = async (): Promise<number> => {
    const { metrics } = await devTools.send('Performance.getMetrics');
    const kinds = new Set(['ScriptDuration', 'RecalcStyleDuration', 'LayoutDuration']);
    return metrics.reduce((sum, { name, value }) => (kinds.has(name) ? sum + 1000 * value : sum), 0);
  };
  const times: number[] = [];
  for (let flush = 0; flush < 100; flush++) {
    const before = await busy();
    await host.page.evaluate(
      ([sequence]) =>
        new Promise(resolve => {
          window.postMessage({ kind: 'grow', id: 'r', answer: ' and on', sequence }, '*');
          setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        }),
      [flush + 2],
    );
    times.push((await busy()) - before);
  }
  return times;
}
