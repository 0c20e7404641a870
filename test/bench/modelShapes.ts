/** The shapes of two models people use: what a model costs depends on these and not on the values of its weights. */
import { tensorTypes } from '../../src/engines/embedded/tensorTypes.ts';
import { type TensorInfo, tensorType } from '../fakes/ggufWriter.ts';

export interface Shape {
  /** Recognised as the family of the real model. */
  readonly name: string;
  readonly kind: 'coder' | 'r1';
  readonly quantisation: 'Q4_0' | 'Q4_K_M';
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly feedForward: number;
  /** Tokens in the vocabulary. */
  readonly vocabulary: number;
  readonly contextLength: number;
  readonly rope: { readonly frequency: number; readonly linearFactor?: number };
}

/** From the models' own configurations. */
export const shapes = {
  'coder-1.3b': {
    name: 'DeepSeek Coder 1.3B base (random weights)',
    kind: 'coder',
    quantisation: 'Q4_0',
    layers: 24,
    width: 2048,
    heads: 16,
    keyValueHeads: 16,
    feedForward: 5504,
    vocabulary: 32_256,
    contextLength: 16_384,
    rope: { frequency: 100_000, linearFactor: 4 },
  },
  'r1-1.5b': {
    name: 'DeepSeek R1 Distill Qwen 1.5B (random weights)',
    kind: 'r1',
    quantisation: 'Q4_K_M',
    layers: 28,
    width: 1536,
    heads: 12,
    keyValueHeads: 2,
    feedForward: 8960,
    vocabulary: 151_936,
    contextLength: 131_072,
    rope: { frequency: 10_000 },
  },
} satisfies Record<string, Shape>;

export type ShapeName = keyof typeof shapes;

/** In the order of the file. */
export function tensorsOf(shape: Shape): TensorInfo[] {
  const { width, vocabulary, layers } = shape;
  const { most } = typesOf[shape.quantisation];
  return [
    tensor('token_embd.weight', [width, vocabulary], most),
    ...Array.from({ length: layers }, (_, layer) => layerTensors(shape, layer)).flat(),
    tensor('output_norm.weight', [width], tensorType.f32),
    tensor('output.weight', [width, vocabulary], tensorType.q6_k),
  ];
}

function layerTensors(shape: Shape, layer: number): TensorInfo[] {
  const { kind, width, heads, keyValueHeads, feedForward } = shape;
  const { most, moreBits } = typesOf[shape.quantisation];
  const more = usesMoreBits(layer, shape.layers) ? moreBits : most;
  const keyValueWidth = (width / heads) * keyValueHeads;
  const named = (name: string, dimensions: readonly number[], type: number) =>
    tensor(`blk.${layer}.${name}`, dimensions, type);
  const bias = (name: string, length: number) => named(`${name}.bias`, [length], tensorType.f32);
  return [
    named('attn_norm.weight', [width], tensorType.f32),
    named('attn_q.weight', [width, width], most),
    named('attn_k.weight', [width, keyValueWidth], most),
    named('attn_v.weight', [width, keyValueWidth], more),
    ...(kind === 'r1' ? [bias('attn_q', width), bias('attn_k', keyValueWidth), bias('attn_v', keyValueWidth)] : []),
    named('attn_output.weight', [width, width], most),
    named('ffn_norm.weight', [width], tensorType.f32),
    named('ffn_gate.weight', [width, feedForward], most),
    named('ffn_up.weight', [width, feedForward], most),
    named('ffn_down.weight', [feedForward, width], more),
  ];
}

/** Both keep the output in Q6_K; Q4_K_M also the values of attention and the last feed-forward matrix of some layers. */
const typesOf = {
  Q4_0: { most: tensorType.q4_0, moreBits: tensorType.q4_0 },
  Q4_K_M: { most: tensorType.q4_k, moreBits: tensorType.q6_k },
};

/** The layers that llama.cpp's quantisation to Q4_K_M gives more bits: the first and last eighth, and every third between. */
const usesMoreBits = (layer: number, layers: number): boolean => {
  const eighth = Math.floor(layers / 8);
  return layer < eighth || layer >= Math.floor((7 * layers) / 8) || (layer - eighth) % 3 === 2;
};

function tensor(name: string, shape: readonly number[], type: number): TensorInfo {
  const block = tensorTypes.get(type);
  const [rowLength = 0] = shape;
  if (block === undefined || rowLength % block.values !== 0)
    throw new Error(`${name} has rows of ${rowLength} values: no whole blocks of type ${type}`);
  const values = shape.reduce((product, length) => product * length, 1);
  return { name, shape, type, byteLength: (values / block.values) * block.bytes };
}
