import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cacheBytesPerToken } from '../../../src/models/cacheSize.ts';

const described = (values: Readonly<Record<string, unknown>>): number => cacheBytesPerToken(name => values[name]);

test('a model without grouped heads keeps keys and values of its whole width', () =>
  // DeepSeek-Coder 1.3B: 196 KB a token.
  assert.equal(described({ block_count: 24, embedding_length: 2048, 'attention.head_count': 16 }), 196_608));

test('grouped heads share keys and values', () =>
  // DeepSeek-R1-Distill-Qwen-1.5B: 28 KB a token.
  assert.equal(
    described({
      block_count: 28,
      embedding_length: 1536,
      'attention.head_count': 12,
      'attention.head_count_kv': 2,
    }),
    28_672,
  ));

test('layers may differ in their heads, and lengths may be told apart from the width', () =>
  assert.equal(
    described({
      block_count: 2,
      embedding_length: 512,
      'attention.head_count': 8,
      'attention.head_count_kv': [1, 3],
      'attention.key_length': 100,
      'attention.value_length': 50,
    }),
    4 * 2 * 150,
  ));

test('a description that does not tell says 0', () => assert.equal(described({}), 0));
