import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSettings } from '../../../src/shared/settings.ts';

test('settings that are not set have their defaults', () => {
  const { settings, malformed } = parseSettings({});
  assert.equal(settings.engine, 'auto');
  assert.equal(settings.ollamaAddress, 'http://127.0.0.1:11434');
  assert.deepEqual(malformed, []);
});

test('a malformed setting is named, its default is used and the others count', () => {
  const { settings, malformed } = parseSettings({ engine: 'cloud', keepAlive: 'long', completionMaxLines: 3 });
  assert.deepEqual([...malformed].toSorted(), ['engine', 'keepAlive']);
  assert.deepEqual([settings.engine, settings.keepAlive, settings.completionMaxLines], ['auto', 10, 3]);
});
