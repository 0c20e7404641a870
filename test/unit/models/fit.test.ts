import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogue, smallerModel } from '../../../src/models/catalogue.ts';
import { contextThatFits, memoryNeeded } from '../../../src/models/fit.ts';

const gigabyte = 1e9;
const weight = { fileBytes: 4 * gigabyte, cacheBytesPerToken: 100_000, vocabularySize: 150_000 };

test('a longer context needs as much more as its cache takes', () =>
  assert.equal(memoryNeeded(weight, 2000) - memoryNeeded(weight, 1000), 1000 * weight.cacheBytesPerToken));

test('the context that fits is the longest that does', () => {
  for (const free of [4.4, 5, 6.3].map(value => value * gigabyte)) {
    const fits = contextThatFits(weight, free) ?? 0;
    assert.ok(fits >= 1024 && memoryNeeded(weight, fits) <= free && memoryNeeded(weight, fits + 1024) > free);
  }
});

test('a model that does not fit at all has no context that does', () =>
  assert.equal(contextThatFits(weight, 4 * gigabyte), undefined));

test('the recommended smaller model serves the same purpose, is smaller and fits', () => {
  assert.equal(smallerModel('chat', 8.5 * gigabyte, 6 * gigabyte)?.label, 'DeepSeek-R1-Distill-Qwen-7B Q4_0');
  assert.equal(smallerModel('chat', 4.4 * gigabyte, 3 * gigabyte)?.label, 'DeepSeek-R1-Distill-Qwen-1.5B Q4_0');
  assert.equal(smallerModel('completion', 3.8 * gigabyte, 2 * gigabyte)?.label, 'DeepSeek-Coder 1.3B base Q4_0');
  assert.equal(smallerModel('completion', 0.7 * gigabyte, 2 * gigabyte), undefined);
  assert.equal(smallerModel('chat', 8 * gigabyte, 0.5 * gigabyte), undefined);
});

test('the catalogue goes from small to large for each purpose', () => {
  for (const purpose of ['completion', 'chat']) {
    const sizes = catalogue.filter(model => model.purpose === purpose).map(model => model.weight.fileBytes);
    assert.deepEqual(
      sizes,
      sizes.toSorted((one, other) => one - other),
    );
  }
});
