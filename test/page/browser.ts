import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const candidates = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-headless-shell'];

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface BrowserOptions {
  /** A listener of this machine that stands for all hosts under .example; without one no host is found. */
  readonly worldPort?: number;
}

/**
 * Starts the machine's Chromium, which finds no host but this machine: its own services stay silent too. Throws one line
 * that says how to get a Chromium where there is none.
 */
export async function startBrowser({ worldPort }: BrowserOptions = {}): Promise<Browser> {
  const executablePath = candidates.find(path => path !== undefined && path !== '' && existsSync(path));
  if (executablePath === undefined)
    throw new Error('No Chromium found: apt-get install -y chromium, or set CHROMIUM to the path of one.');
  const world = worldPort === undefined ? [] : [`MAP *.example 127.0.0.1:${worldPort}`];
  const rules = [...world, 'MAP * ~NOTFOUND', 'EXCLUDE 127.0.0.1'].join(', ');
  return chromium.launch({ executablePath, args: [...quiet, `--host-resolver-rules=${rules}`] });
}
