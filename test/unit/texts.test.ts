import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../tasks/install.mjs';
import { bundleOf, textsIn, textsInSource } from '../tasks/texts.ts';

const read = (file: string): Record<string, string> => JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;

const placeholders = (text: string): readonly string[] => [...new Set(text.match(/\{\d+\}/g) ?? [])].toSorted();

test('texts are found in both forms of the call, whatever quotes they stand in', () =>
  assert.deepEqual(
    textsIn("t('a'); l10n.t(\n  \"it's {0}\", x); t('don\\'t'); l10n.t(`b`); at('no'); x.t('no')", 'f'),
    ['a', "it's {0}", "don't", 'b'],
  ));

test('every text that people see has its Chinese, and no Chinese is without its text', () => {
  const chinese = read(bundleOf('zh-cn'));
  const texts = textsInSource();
  assert.deepEqual(
    texts.filter(text => chinese[text] === undefined),
    [],
    'not translated',
  );
  assert.deepEqual(
    Object.keys(chinese).filter(text => !texts.includes(text)),
    [],
    'no longer used',
  );
});

test('a translation keeps the places for values', () => {
  for (const [text, translated] of Object.entries(read(bundleOf('zh-cn'))))
    assert.deepEqual(placeholders(translated), placeholders(text), text);
});

test('the manifest’s words have their Chinese as well', () => {
  const [english, chinese] = ['package.nls.json', 'package.nls.zh-cn.json'].map(name => read(join(root, name)));
  assert.deepEqual(new Set(Object.keys(chinese ?? {})), new Set(Object.keys(english ?? {})));
});
