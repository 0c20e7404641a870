import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { Completer } from '../../../src/completion/complete.ts';
import type { Outcome } from '../../../src/completion/request.ts';
import type { GenerateRequest } from '../../../src/shared/engine.ts';
import { type Random, seededRandom } from '../../demo/random.ts';
import { ScriptedEngine } from '../../fakes/scriptedEngine.ts';
import { coderOn, requestAt } from './flow.ts';

/** Names a place by its text, so that each answer tells what it was computed for. */
const tagOf = (before: string, after: string): string =>
  `k${createHash('sha256').update(`${before}║${after}`).digest('hex').slice(0, 12)}`;

/** The place again, out of what the engine was asked. What an editor closes by itself is not in it. */
function placeIn({ prompt = [] }: GenerateRequest): { before: string; after: string } {
  const [, , above, , after, , line] = prompt.map(part => (typeof part === 'string' ? part : part.mark));
  return { before: `${above}${line}`, after: after ?? '' };
}

/** What the engine said at a place. */
interface Said {
  readonly before: string;
  readonly after: string;
  readonly text: string;
}

/** A person, an editor and an engine whose steps happen in an order that a seed chooses. */
class Scene {
  readonly counts = { model: 0, recall: 0, cancelled: 0, stale: 0 };
  readonly #random: Random;
  readonly #waiting: (() => void)[] = [];
  readonly #said: Said[] = [];
  readonly #completer: Completer;
  #before = 'let a = 1;\n';
  #after = '\nend\n';
  #ghost = '';
  #editor = new AbortController();

  constructor(seed: number) {
    this.#random = seededRandom(seed);
    const wait = (): Promise<void> => new Promise(resolve => void this.#waiting.push(resolve));
    const engine = new ScriptedEngine({
      script: request => {
        const place = placeIn(request);
        const text = `${tagOf(place.before, place.after)};`;
        this.#said.push({ ...place, text });
        return { text: `${text}\n` };
      },
      size: 10,
      beat: wait,
    });
    // Every third engine does not listen: the completer must not rely on it.
    if (seed % 3 === 0) {
      const generate = engine.generate.bind(engine);
      engine.generate = request => generate(request, new AbortController().signal);
    }
    this.#completer = new Completer({ reach: async () => coderOn(engine), pause: wait });
  }

  async play(steps: number): Promise<void> {
    for (let step = 0; step < steps; step += 1) {
      this.#happen();
      await new Promise(resolve => setImmediate(resolve));
    }
  }

  #happen(): void {
    const chance = this.#random.next();
    if (chance < 0.7) this.#wake();
    else if (chance < 0.82) this.#type(this.#ghost.slice(0, 1) || 'b');
    else if (chance < 0.88) this.#type(this.#random.pick(['b', ' ', '(', '\n', 'x.']));
    else if (chance < 0.92) this.#edit(this.#before.slice(0, -1), this.#after);
    else if (chance < 0.95) this.#edit(this.#before, this.#random.pick(['\nend\n', '\nlast\n', ')\nend\n']));
    else if (chance < 0.98) this.#ask();
    else this.#editor.abort();
  }

  /** Mostly the newest work goes on, at times some that is older. */
  #wake(): void {
    const back = this.#random.next() < 0.7 ? 1 : 1 + Math.floor(this.#random.next() * this.#waiting.length);
    this.#waiting.splice(-back, 1)[0]?.();
  }

  #type(text: string): void {
    this.#edit(this.#before + text, this.#after);
  }

  #edit(before: string, after: string): void {
    this.#before = before;
    this.#after = after;
    this.#ghost = '';
    // Some editors tell that a request is over only after they made the next one.
    if (this.#random.next() < 0.5) this.#editor.abort();
    this.#ask();
  }

  #ask(): void {
    this.#editor = new AbortController();
    const trigger = this.#random.pick(['auto', 'manual'] as const);
    const { signal } = this.#editor;
    const place = { before: this.#before, after: this.#after };
    void this.#completer
      .complete(requestAt(`${place.before}║${place.after}`, { trigger }), signal)
      .then(outcome => this.#receive(outcome, place));
  }

  #receive(outcome: Outcome, asked: { before: string; after: string }): void {
    if (outcome.kind === 'failed') throw outcome.failure;
    if (outcome.kind === 'nothing') {
      if (outcome.why === 'cancelled') this.counts.cancelled += 1;
      return;
    }
    const { insert } = outcome.suggestion;
    this.counts[outcome.from] += 1;
    const now = { before: this.#before, after: this.#after };
    const isForHere = asked.before === now.before && asked.after === now.after;
    if (!isForHere || !this.#isRestOfSaid({ ...now, insert })) this.counts.stale += 1;
    this.#ghost = insert;
  }

  /** The engine said exactly this at the place where typing led here, or for the code that was there then. */
  #isRestOfSaid({ before, after, insert }: { before: string; after: string; insert: string }): boolean {
    return this.#said.some(
      said =>
        said.after === after.replace(/^\)/, '') &&
        before.startsWith(said.before) &&
        said.text === before.slice(said.before.length) + insert.trimEnd(),
    );
  }
}

test('in 2,000 interleavings of typing, answers and aborts nothing is shown that was computed for another text', async () => {
  const total = { model: 0, recall: 0, cancelled: 0, stale: 0 };
  for (let seed = 0; seed < 2000; seed += 1) {
    const scene = new Scene(seed);
    await scene.play(14);
    assert.equal(scene.counts.stale, 0, `seed ${seed}`);
    for (const kind of ['model', 'recall', 'cancelled', 'stale'] as const) total[kind] += scene.counts[kind];
  }
  assert.equal(total.stale, 0);
  // The scenes are worth something only if much was shown, remembered and given up in them.
  assert(total.model > 800 && total.recall > 800 && total.cancelled > 800, JSON.stringify(total));
});
