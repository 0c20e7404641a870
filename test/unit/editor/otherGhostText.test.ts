import assert from 'node:assert/strict';
import { test } from 'node:test';
import { competitors, isOff } from '../../../src/editor/otherGhostText.ts';

const named = (name: string) => {
  const found = competitors.find(competitor => competitor.name === name);
  assert(found);
  return found;
};
const settings = (given: Readonly<Record<string, unknown>>) => (name: string) => given[name];

test('an extension whose settings say nothing shows ghost text', () => {
  for (const competitor of competitors) assert.equal(isOff(competitor, settings({})), false, competitor.name);
});

test('Copilot is off where it is off for every language, and where VS Code’s AI features are', () => {
  const copilot = named('GitHub Copilot');
  assert(isOff(copilot, settings({ 'github.copilot.enable': { '*': false } })));
  assert(isOff(copilot, settings({ 'chat.disableAIFeatures': true })));
  assert(!isOff(copilot, settings({ 'github.copilot.enable': { '*': true, markdown: false } })));
});

test('a setting of an unexpected form turns nothing off', () => {
  for (const odd of [null, 'off', 0, []])
    assert.equal(isOff(named('Windsurf'), settings({ 'codeium.enableConfig': odd })), false);
});
