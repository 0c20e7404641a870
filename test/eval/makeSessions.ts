// Writes the typing sessions of test/fixtures/sessions: node test/eval/makeSessions.ts
// A person types what the plans beside them say, with the product at work: what is accepted is what it shows now. A version
// that shows something else at such a moment leaves a hole in the text; then write them anew.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Person } from './person.ts';
import { parsePlan } from './plan.ts';
import { ReplayedEditor } from './replayedEditor.ts';
import { Rhythm } from './rhythm.ts';
import type { Session } from './session.ts';

interface Typed {
  readonly plan: string;
  readonly path: string;
  readonly language: string;
  readonly indentUnit: string;
  readonly seed: number;
}

const sessions: readonly Typed[] = [
  { plan: 'orderBook.ts', path: 'src/orderBook.ts', language: 'typescript', indentUnit: '  ', seed: 11 },
  { plan: 'accessLog.py', path: 'tools/access_log.py', language: 'python', indentUnit: '    ', seed: 18 },
  { plan: 'queue.go', path: 'internal/queue/queue.go', language: 'go', indentUnit: '\t', seed: 23 },
];

/** The 1.3B model on a laptop's graphics unit: within most pauses something is shown, whatever the version does. */
const speed = { msPerToken: 12, promptTokensPerSecond: 1000 };

const folder = path.resolve(import.meta.dirname, '../fixtures/sessions');

async function sessionOf({ plan: name, path: file, language, indentUnit, seed }: Typed): Promise<Session> {
  const plan = parsePlan(await readFile(path.join(folder, `${name}.plan`), 'utf8'));
  const engine = { truth: plan.truth, ...speed, seed };
  const start = { path: file, language, text: plan.text, cursor: plan.text.length, engine };
  const editor = new ReplayedEditor(start);
  const person = new Person({ editor, rhythm: new Rhythm(seed), plan, indentUnit });
  await person.work();
  if (editor.text !== plan.truth) throw new Error(`${name}: what is typed is not what the plan says.`);
  return { ...start, keys: person.keys };
}

for (const typed of sessions) {
  const session = await sessionOf(typed);
  const { keys, ...rest } = session;
  const lines = keys.map(key => JSON.stringify(key)).join(',\n');
  await writeFile(
    path.join(folder, `${typed.plan}.json`),
    `${JSON.stringify(rest).slice(0, -1)},"keys":[\n${lines}\n]}\n`,
  );
  process.stdout.write(`${typed.plan}: ${keys.length} keys\n`);
}
