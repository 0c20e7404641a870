import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { startBrowser } from './browser.ts';
import { FakeHost, type PageOptions } from './fakeHost.ts';
import { type PageServer, servePage } from './server.ts';

export interface Pages {
  /** Opens a page that has asked for what it is to show. */
  open(options?: PageOptions): Promise<FakeHost>;
  /** A case with a page of its own; it fails when the page throws. */
  test(title: string, run: (host: FakeHost) => Promise<void>, options?: PageOptions): void;
  /** Each path that the pages have asked for so far, in order. */
  requests(): readonly string[];
}

/**
 * A browser and the served page for the cases of one file: there from the first page that is opened, gone after the last case.
 * No hook starts them: a hook runs as soon as it is registered, beside the others, and one of them may open a page.
 */
export function usePages(): Pages {
  let started: Promise<[Browser, PageServer]> | undefined;
  let requests: readonly string[] = [];
  async function start(): Promise<[Browser, PageServer]> {
    const [browser, server] = await Promise.all([startBrowser(), servePage()]);
    requests = server.requests;
    return [browser, server];
  }
  after(async () => {
    const [browser, server] = (await started) ?? [];
    await browser?.close();
    await server?.close();
  });
  async function open(options?: PageOptions): Promise<FakeHost> {
    started ??= start();
    return FakeHost.open(...(await started), options);
  }
  return {
    open,
    test: (title, run, options) =>
      void test(title, async () => {
        const host = await open(options);
        const errors: string[] = [];
        host.page.on('pageerror', error => errors.push(error.message));
        await run(host);
        assert.deepEqual(errors, []);
        await host.page.close();
      }),
    requests: () => requests,
  };
}
