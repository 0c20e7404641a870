import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CompletionModel } from '../../../src/completion/model.ts';
import { type Asked, Prompts } from '../../../src/completion/prompts.ts';
import { normalBudget, promptTokens, quickBudget } from '../../../src/context/budget.ts';
import { cutAt } from '../../../src/context/window.ts';
import { ScriptedEngine } from '../../fakes/scriptedEngine.ts';
import { coderOn } from './flow.ts';

const plain: CompletionModel = coderOn(new ScriptedEngine({ script: () => ({ text: '' }) }));
const readingAhead: CompletionModel = { ...plain, contextLength: 1536, quickCacheLength: 512 };

const code = (lines: number): string =>
  Array.from({ length: lines }, (_, line) => `const value${line} = one(${line});\n`).join('');

const subject = (typed = '', path = 'src/a.ts') => {
  const before = code(300) + typed;
  return {
    cut: cutAt({ path, languageId: 'typescript', text: `${before}\n${code(50)}` }, before.length),
    related: [],
    replyTokens: 192,
  };
};

/** The engine has read the prompt, at a speed in tokens a second. */
function answered(prompts: Prompts, asked: Asked, speed: number): void {
  prompts.read(asked, 1);
  prompts.pace.firstPiece(asked.coldTokens, (asked.coldTokens / speed) * 1000);
}

test('the first key in a file is asked with a short prompt, in the second cache', () => {
  const prompts = new Prompts();
  const { cache, coldTokens } = prompts.forKey(subject(), readingAhead);
  assert.equal(cache, 'quick');
  assert.ok(coldTokens > 100 && coldTokens <= promptTokens(quickBudget), String(coldTokens));
});

test('the full prompt is read ahead, and is asked once it is warm; a key then costs a token or two', () => {
  const prompts = new Prompts();
  const quick = prompts.forKey(subject(), readingAhead);
  answered(prompts, quick, 200);
  const ahead = prompts.toReadAhead({ ...subject(), isAtRest: false }, readingAhead);
  assert.ok(ahead && ahead.cache === 'main' && ahead.coldTokens > 300);
  prompts.read(ahead, 1);
  const next = prompts.forKey(subject('let'), readingAhead);
  assert.equal(next.cache, 'main');
  assert.ok(next.coldTokens <= 2, String(next.coldTokens));
  assert.equal(prompts.toReadAhead({ ...subject(), isAtRest: false }, readingAhead), undefined);
});

test('a prompt that was read in part is read on from there', () => {
  const prompts = new Prompts();
  answered(prompts, prompts.forKey(subject(), readingAhead), 200);
  const whole = prompts.toReadAhead({ ...subject(), isAtRest: false }, readingAhead);
  assert.ok(whole);
  prompts.read(whole, 0.75);
  const rest = prompts.toReadAhead({ ...subject(), isAtRest: false }, readingAhead);
  assert.ok(rest && Math.abs(rest.coldTokens - whole.coldTokens / 4) < 30, String(rest?.coldTokens));
});

test('what the model wrote is warm when it is typed', () => {
  const prompts = new Prompts();
  const asked = prompts.forKey(subject('let '), plain);
  answered(prompts, asked, 200);
  prompts.wrote(asked, 'total = sum(values);');
  assert.ok(prompts.forKey(subject('let total = sum('), plain).coldTokens <= 1);
});

test('an engine without a second cache reads nothing ahead', () =>
  assert.equal(new Prompts().toReadAhead({ ...subject(), isAtRest: true }, plain), undefined));

const sizeAt = (speed: number, model: CompletionModel = plain): number => {
  const prompts = new Prompts();
  for (const path of ['a.ts', 'b.ts', 'c.ts']) answered(prompts, prompts.forKey(subject('', path), model), speed);
  return prompts.forKey(subject('', 'd.ts'), model).coldTokens;
};

test('the prompt is as long as the engine reads within two seconds, and never longer than the model holds', () => {
  assert.ok(sizeAt(100) <= promptTokens(quickBudget));
  const normal = sizeAt(1000);
  assert.ok(normal > promptTokens(quickBudget) && normal <= promptTokens(normalBudget), String(normal));
  const large = sizeAt(50_000, { ...plain, contextLength: 16_384 });
  assert.ok(large > promptTokens(normalBudget), String(large));
  assert.ok(sizeAt(50_000, { ...plain, contextLength: 1000 }) <= 808);
});

test('the size of the prompt does not swing with the speed of the engine', () => {
  const prompts = new Prompts();
  const sizes = new Set<number>();
  for (const speed of [1000, 900, 1100, 800, 1000, 700, 900]) {
    const asked = prompts.forKey(subject('', `${speed}.ts`), plain);
    answered(prompts, asked, speed);
    if (speed !== 1000) sizes.add(Math.round(asked.coldTokens / 200));
  }
  assert.equal(sizes.size, 1, [...sizes].join());
});

test('the classic layout is a switch of the family', () => {
  const { fillInMiddle } = plain.family;
  assert.ok(fillInMiddle);
  const classic = {
    ...plain,
    family: { ...plain.family, fillInMiddle: { ...fillInMiddle, layout: 'classic' as const } },
  };
  const { prompt } = new Prompts().forKey(subject('let total ='), classic);
  assert.equal(prompt.at(-1), '');
  const prefix = prompt[2];
  assert.ok(typeof prefix === 'string' && prefix.endsWith('let total ='));
});

test('an engine with two caches is asked with the size they are made for, however fast it is', () => {
  const size = sizeAt(50_000, { ...readingAhead, contextLength: 16_384 });
  assert.ok(size <= promptTokens(normalBudget), String(size));
});
