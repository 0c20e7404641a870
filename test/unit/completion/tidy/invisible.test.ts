import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hidesSomething } from '../../../../src/completion/tidy/invisible.ts';

const range = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => String.fromCodePoint(from + index));

test('a character that hides something is refused wherever it stands in code', () => {
  const hidden = [
    ...range(0x00, 0x08),
    ...range(0x0b, 0x1f),
    ...range(0x7f, 0x9f),
    '\u00ad',
    '\u061c',
    ...range(0x200b, 0x200f),
    ...range(0x2028, 0x202e),
    ...range(0x2060, 0x206f),
    '\u3164',
    '\ufeff',
    ...range(0xfff9, 0xfffb),
    ...range(0xe0001, 0xe007f),
    ...range(0xe0100, 0xe01ef),
    '\ud800',
  ];
  for (const char of hidden)
    for (const text of [`${char}x = 1`, `na${char}me = 1`, `f("a");${char}`, `"${char}"`, `a ${char} b`])
      assert.ok(hidesSomething(text), JSON.stringify(text));
});

for (const [name, text] of Object.entries({
  'line ends and tabs': 'a\n\tb',
  'French spaces': '« déjà »\u00a0: 1\u202f000',
  'German, Polish, Turkish and Vietnamese': 'Straße Łódź İstanbul Tiếng Việt',
  'combining marks': 'e\u0301 n\u0303 o\u0308\u0304',
  Greek: 'Καλημέρα',
  Russian: 'Привет, ёж',
  Hebrew: 'שָׁלוֹם',
  Arabic: 'السَّلَامُ عَلَيْكُم',
  'Persian with the non-joiner': 'می\u200cخواهم',
  'Hindi with a joiner': 'क\u094d\u200dष',
  'Bengali, Tamil and Malayalam': 'বাংলা தமிழ் മലയാളം',
  'Sinhala with a joiner': 'ශ\u0dca\u200dරී',
  Thai: 'สวัสดีครับ',
  'Khmer with word breaks': 'ខ្មែរ\u200bភាសា',
  'Chinese with a variant': '葛\u{e0100}城 中文',
  Japanese: 'こんにちは\u3000カタカナ',
  Korean: '안녕하세요',
  Mongolian: 'ᠮᠣᠩᠭᠣᠯ\u180b',
  'a family': '👨\u200d👩\u200d👧\u200d👦',
  'a heart, a sign and a key': '❤\ufe0f ☎\ufe0e 1\ufe0f\u20e3 #\ufe0f\u20e3',
  'a skin tone with a profession': '👩🏽\u200d💻',
  'a rainbow flag': '🏳\ufe0f\u200d🌈',
  'the flag of Wales': '🏴\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}',
  'a flag of two letters': '🇩🇪',
  'mathematics and boxes': '∀x ∈ ℝ: x² ≥ 0 ┌─┐ ⣾',
}))
  test(`text of every script may be shown: ${name}`, () => assert.equal(hidesSomething(`const s = '${text}';`), false));

test('a selector or joiner without the character that needs it is refused', () => {
  for (const text of [
    'a\ufe0f',
    '1\ufe0f',
    '❤\ufe0f\ufe0f',
    'a\u200db',
    'x\u200cy',
    '中\u200d文',
    '🏴\u{e0067}',
    '👍\u{e0067}\u{e007f}',
  ])
    assert.ok(hidesSomething(text), JSON.stringify(text));
});
