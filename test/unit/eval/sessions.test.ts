import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { replayed } from '../../eval/replay.ts';
import type { ReplayedEditor } from '../../eval/replayedEditor.ts';
import { parseSession } from '../../eval/session.ts';
import { trafficOf } from '../../eval/traffic.ts';

const folder = path.resolve(import.meta.dirname, '../../fixtures/sessions');
const names = ['orderBook.ts', 'accessLog.py', 'queue.go'] as const;

/** What a session may cost the engine. */
interface Limits {
  /** Prompt tokens evaluated between a key and the next one. */
  readonly evaluatedMean: number;
  readonly evaluatedP95: number;
  /** Requests that evaluated more than half of their prompt, for 32 typed lines; those at a new place do not count. */
  readonly halfAgainPer32Lines: number;
  readonly requestsPer100Keys: number;
  /** Tokens begun after the editor had ended the request, with nobody waiting. */
  readonly generatedAfterAbort: number;
  readonly largestPrompt: number;
}

const limits: Limits = {
  evaluatedMean: 5,
  evaluatedP95: 20,
  halfAgainPer32Lines: 1,
  requestsPer100Keys: 12,
  generatedAfterAbort: 0,
  largestPrompt: 1344,
};

function reached(editor: ReplayedEditor, keys: number): Limits {
  const { evaluatedPerStroke, halfAgain, largestPrompt, generatedAfterAbort } = trafficOf(editor);
  return {
    evaluatedMean: evaluatedPerStroke.mean,
    evaluatedP95: evaluatedPerStroke.p95,
    halfAgainPer32Lines: halfAgain.per32Lines,
    requestsPer100Keys: (editor.works.length / keys) * 100,
    generatedAfterAbort,
    largestPrompt,
  };
}

for (const name of names) {
  const session = parseSession(JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8')));
  const replay = replayed(session);

  test(`typing ${name} costs the engine no more than its limits`, async t => {
    const figures = Object.entries(reached(await replay, session.keys.length));
    t.diagnostic(figures.map(([what, figure]) => `${what} ${Math.round(figure * 100) / 100}`).join(', '));
    const allowed = Object.entries(limits);
    const over = figures.filter(([what, figure]) => allowed.some(([limit, most]) => limit === what && figure > most));
    assert.deepEqual(over, []);
  });

  test(`what is accepted in ${name} still fits what is typed after it`, async () => {
    const { text, accepted } = await replay;
    const accepts = session.keys.filter(({ accept }) => accept !== undefined).length;
    const lines = session.engine.truth.split('\n');
    const there = new Set(text.split('\n'));
    const missing = lines.filter(line => !there.has(line)).length;
    const hint = 'the product shows something else now: node test/eval/makeSessions.ts writes the sessions anew';
    assert(
      accepted >= accepts * 0.8 && missing <= lines.length * 0.1,
      `${accepted} of ${accepts}, ${missing}: ${hint}`,
    );
  });
}
