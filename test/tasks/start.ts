// The second half of `npm start`: everything is installed and built. Chooses an engine, proves it on the terminal, opens
// the editor. DEEPWELL_START_ONCE=1: looks whether the editor answers, then ends.
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEmbeddedEngine } from '../../src/engines/embedded/parent.ts';
import { createNet } from '../../src/engines/net.ts';
import { createOllamaEngine } from '../../src/engines/ollama.ts';
import type { Engine } from '../../src/shared/engine.ts';
import { silent } from '../../src/shared/log.ts';
import type { Settings } from '../../src/shared/settings.ts';
import { chooseModels, editorSettings } from './chooseModels.ts';
import { findDesktopEditor, root } from './install.mjs';
import { openDesktop, openServer } from './openEditor.ts';
import { prove, readQuestions } from './prove.ts';
import { sentenceFor } from './sentenceFor.ts';

const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopped.abort());

const scratch = mkdtempSync(join(tmpdir(), 'deepwell-start-'));
const removeScratch = (): void => rmSync(scratch, { recursive: true, force: true });
process.once('exit', removeScratch);

try {
  await start(stopped.signal);
} catch (error) {
  if (!stopped.signal.aborted) {
    console.error(sentenceFor(error));
    process.exitCode = 1;
  }
}

async function start(signal: AbortSignal): Promise<void> {
  const workspace = join(scratch, 'little-harbour');
  cpSync(join(root, 'test/sample'), workspace, { recursive: true });
  const questions = readQuestions();
  const { settings, from } = await chooseModels({ environment: process.env, engineFor }, signal);
  console.log(`Deepwell runs on ${from}.`);
  const engine = engineFor(settings);
  try {
    await prove({ engine, workspace, questions, print: line => console.log(line) }, signal);
  } finally {
    await engine.dispose();
  }
  const profile = join(scratch, 'profile');
  mkdirSync(profile);
  const opening = { workspace, file: questions.completion.file, profile, settings: editorSettings(settings) };
  const desktop = findDesktopEditor();
  if (desktop === undefined) return serve(opening, signal);
  openDesktop(desktop, opening);
  // The editor goes on using it.
  process.removeListener('exit', removeScratch);
  console.log(`\n${desktop} has opened a copy of the sample workspace: ${workspace}`);
}

function engineFor({
  engine,
  ollamaAddress,
  completionModel,
  chatModel,
  chatContextLength,
  keepAlive,
}: Settings): Engine {
  const models = { completion: completionModel, chat: chatModel };
  if (engine === 'ollama') {
    const net = createNet({ log: silent });
    return createOllamaEngine({ address: ollamaAddress, models, chatContextLength, keepAlive, log: silent, net });
  }
  return createEmbeddedEngine({ childPath: join(root, 'dist/engine.mjs'), models, log: silent });
}

async function serve(opening: Parameters<typeof openServer>[0], signal: AbortSignal): Promise<void> {
  const host = await openServer(opening, why => {
    console.error(why);
    process.exitCode = 1;
    stopped.abort();
  });
  try {
    console.log('\nOpen this in a browser on this machine (a copy of the sample workspace, gone when you stop):');
    console.log(`\n  ${host.url}\n`);
    if (process.env['DEEPWELL_START_ONCE']) return await answers(host.url);
    console.log('Stop with Ctrl+C.');
    if (!signal.aborted) await once(signal, 'abort');
  } finally {
    await host.close();
  }
}

/** Throws unless a browser that goes there comes to a workbench: first to a cookie for the token, then to the page. */
async function answers(url: string): Promise<void> {
  const admitted = await fetch(url, { redirect: 'manual' });
  const next = new URL(admitted.headers.get('location') ?? '', url);
  const cookie = admitted.headers.getSetCookie().map(set => set.replace(/;.*/, ''));
  const response = await fetch(next, { headers: { cookie: cookie.join('; ') } });
  if (!response.ok || !(await response.text()).includes('workbench.js'))
    throw new Error(`The editor does not answer: ${admitted.status}, then ${response.status}.`);
  console.log('The editor answers.');
}
