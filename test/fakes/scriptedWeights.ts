/** The weights of a scripted model (scriptedModel.ts): one layer, one attention head, feed-forward zero. */
import type { Tensor } from './ggufWriter.ts';

/** A token's successors by selector; `undefined` stands for a prompt without any selector. */
export type Successors = ReadonlyMap<number, ReadonlyMap<string | undefined, number>>;

interface ScriptedTokens {
  readonly count: number;
  /** What follows a token that has no successor. */
  readonly end: number;
  readonly successors: Successors;
}

/** Numbers of a token's vector. */
export const width = 64;
export const feedForwardWidth = 32;

/** In which dimensions of a token's vector what is written. */
const silent = 0; // 1 where nothing, or nothing without a selector, follows
const fork = 1; // 1 where the successor depends on a selector, -1 elsewhere
const filler = 2; // gives all vectors the same length, so that the norms are constant factors
const selectors = 3; // one dimension a selector: 1 in the selector's own token
const maxSelectors = 12;

/** The length of every embedding, squared; an RMS norm then multiplies each number by `normed`. */
const lengthSquared = 4;
const normed = Math.sqrt(width / lengthSquared);

/** Logits per unit of likeness: certain even at temperature 1. */
const certainty = 8;

export function scriptedWeights(architecture: string, tokens: ScriptedTokens): Tensor[] {
  const used = new Set([...tokens.successors.values()].flatMap(successors => [...successors.keys()]));
  const names = [...used].filter(name => name !== undefined);
  if (names.length > maxSelectors) throw new Error(`A scripted model can have ${maxSelectors} selectors at most`);
  const { embeddings, outputs } = vocabularyWeights(tokens, names);
  return [
    matrix('token_embd.weight', width, embeddings),
    matrix('output.weight', width, outputs),
    norm('output_norm.weight'),
    norm('blk.0.attn_norm.weight'),
    norm('blk.0.ffn_norm.weight'),
    ...attention(architecture, names.length),
    matrix('blk.0.ffn_gate.weight', width, new Float32Array(width * feedForwardWidth)),
    matrix('blk.0.ffn_up.weight', width, new Float32Array(width * feedForwardWidth)),
    matrix('blk.0.ffn_down.weight', feedForwardWidth, new Float32Array(width * feedForwardWidth)),
  ];
}

function vocabularyWeights({ count, end, successors }: ScriptedTokens, names: readonly string[]) {
  const embeddings = new Float32Array(count * width);
  const outputs = new Float32Array(count * width);
  const firstIdentity = selectors + 2 * names.length;
  const identity = identities(width - firstIdentity);
  const add = (rows: Float32Array, token: number, dimension: number, value: number) => {
    rows[token * width + dimension] = (rows[token * width + dimension] ?? 0) + value;
  };
  const addIdentity = (rows: Float32Array, token: number, vector: readonly number[], weight: number) =>
    vector.forEach((value, index) => add(rows, token, firstIdentity + index, value * weight));

  add(outputs, end, silent, certainty);
  for (let token = 0; token < count; token++) {
    const next = successors.get(token);
    const named = [...(next ?? [])].filter(([when]) => when !== undefined);
    const selector = names.findIndex(name => name.charCodeAt(0) === token);
    let length = 0;
    const mark = (dimension: number, value = 1) => {
      add(embeddings, token, dimension, value);
      length++;
    };
    if (next?.get(undefined) === undefined) mark(silent);
    mark(fork, named.length > 0 ? 1 : -1);
    if (selector >= 0) mark(selectors + selector);
    if (next !== undefined) {
      const vector = identity();
      addIdentity(embeddings, token, vector, 1);
      length++;
      for (const [when, to] of next) {
        // Without a selector the default is ahead by a half; with one its script is ahead by the two that attention adds.
        addIdentity(outputs, to, vector, certainty * (when === undefined && named.length > 0 ? 1.5 : 1));
        if (when !== undefined) add(outputs, to, selectors + names.length + names.indexOf(when), certainty);
      }
    }
    add(embeddings, token, filler, Math.sqrt(lengthSquared - length));
  }
  return { embeddings, outputs };
}

/** Vectors of length 1 that point in clearly different directions: of many random ones those unlike all before. */
function identities(dimensions: number): () => readonly number[] {
  const known: (readonly number[])[] = [];
  const random = randomNumbers();
  return () => {
    let best: readonly number[] = [];
    let bestLikeness = Infinity;
    for (let attempt = 0; attempt < 40 && bestLikeness > 0.45; attempt++) {
      const candidate = unitVector(dimensions, random);
      const likeness = Math.max(0, ...known.map(other => dot(candidate, other)));
      if (likeness < bestLikeness) [best, bestLikeness] = [candidate, likeness];
    }
    known.push(best);
    return best;
  };
}

function unitVector(dimensions: number, random: () => number): readonly number[] {
  const vector = Array.from({ length: dimensions }, random);
  const length = Math.sqrt(dot(vector, vector));
  return vector.map(value => value / length);
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

/** Normally distributed and the same in every run, so that the same scripts make the same file. */
function randomNumbers(): () => number {
  let state = 7;
  const uniform = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  return () => Math.sqrt(-2 * Math.log(uniform() + 1e-12)) * Math.cos(2 * Math.PI * uniform());
}

/**
 * One head. Forks look for selectors, all other tokens away from them (their query is the opposite); the keys of tokens
 * that are no selectors are zero. Query and key lie in the pair of dimensions that rotary embedding turns slowest, 45
 * degrees apart: over 4096 tokens the angle grows to 76 degrees, so that of several selectors the nearest has the best
 * score and even the farthest is far above all other tokens.
 */
function attention(architecture: string, selectorCount: number): Tensor[] {
  const isHalfSplit = architecture === 'qwen2';
  const first = isHalfSplit ? width / 2 - 1 : width - 2;
  const second = width - 1;
  // A score of 1500 at most: the nearer of two selectors wins by 0.14 for each token between them.
  const strength = Math.sqrt(1500 * Math.sqrt(width)) / normed;
  const weights = { q: square(), k: square(), v: square(), output: square() };
  weights.q[first * width + fork] = strength * Math.SQRT1_2;
  weights.q[second * width + fork] = strength * Math.SQRT1_2;
  for (let selector = 0; selector < selectorCount; selector++) {
    weights.k[first * width + selectors + selector] = strength;
    weights.v[selector * width + selectors + selector] = 1 / normed;
    weights.output[(selectors + selectorCount + selector) * width + selector] = 2;
  }
  return [
    ...Object.entries(weights).map(([name, values]) => matrix(`blk.0.attn_${name}.weight`, width, values)),
    ...(isHalfSplit ? ['q', 'k', 'v'].map(name => vector(`blk.0.attn_${name}.bias`, 0)) : []),
  ];
}

const square = (): Float32Array => new Float32Array(width * width);

const matrix = (name: string, rowLength: number, values: Float32Array): Tensor => ({
  name,
  shape: [rowLength, values.length / rowLength],
  values,
  precision: 'f16',
});

const vector = (name: string, value: number): Tensor => ({
  name,
  shape: [width],
  values: new Float32Array(width).fill(value),
  precision: 'f32',
});

const norm = (name: string): Tensor => vector(name, 1);
