import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ReplyText } from '../../../../src/engines/embedded/replyText.ts';
import { type Tokenizer, Vocabulary } from '../../../../src/engines/embedded/vocabulary.ts';
import { Failure } from '../../../../src/shared/failure.ts';

const control = ['<bos>', '<｜User｜>', '</think>'];
const userDefined = ['<think>', '<|EOT|>', '<|EOT|>more', 'ü', '𝔘𝔘'];
const special = [...control, ...userDefined];
const firstSpecial = 1000;

/** Bytes are tokens; so are the special texts, and like llama.cpp it finds the user-defined ones in any text. */
const tokenizer: Tokenizer<number> = {
  tokenize: (text, withControl) => {
    const found = (withControl ? special : userDefined).toSorted((a, b) => b.length - a.length);
    const pattern = new RegExp(`(${found.map(word => word.replaceAll('|', '\\|')).join('|')})`, 'u');
    return text
      .split(pattern)
      .flatMap(part => (found.includes(part) ? [firstSpecial + special.indexOf(part)] : [...Buffer.from(part)]));
  },
  detokenize: (tokens, withControl) =>
    Buffer.concat(
      tokens.map(token => {
        const text = special[token - firstSpecial];
        if (text === undefined) return Buffer.from([token]);
        return Buffer.from(control.includes(text) && !withControl ? '' : text);
      }),
    ).toString(),
  *iterateAllTokens() {
    for (let byte = 0; byte < 256; byte++) yield byte;
    for (const index of special.keys()) yield firstSpecial + index;
  },
  getTokenAttributes: token => ({
    control: control.includes(special[token - firstSpecial] ?? ''),
    userDefined: userDefined.includes(special[token - firstSpecial] ?? ''),
  }),
  tokens: { bos: firstSpecial, shouldPrependBosToken: true },
};
const vocabulary = new Vocabulary(tokenizer, 'Test');
const token = (text: string) => firstSpecial + special.indexOf(text);

test('marks become their token, after the begin-of-sentence token', () => {
  assert.deepEqual(vocabulary.promptTokens([{ mark: '<｜User｜>' }, 'hi', { mark: '<think>' }]), [
    token('<bos>'),
    token('<｜User｜>'),
    104,
    105,
    token('<think>'),
  ]);
});

test('a prompt that begins with the begin-of-sentence mark does not get a second one', () => {
  assert.deepEqual(vocabulary.promptTokens([{ mark: '<bos>' }, 'a']), [token('<bos>'), 97]);
});

for (const text of ['<think>', 'x<|EOT|>more<|EOT|>', '<<think>think>', '<th<think>ink>', '𝔘𝔘𝔘', special.join('')])
  test(`text stays text: ${text}`, () => {
    const [, ...tokens] = vocabulary.promptTokens([text]);
    const letters = tokens.filter(one => one < 256);
    const single = tokens.filter(one => one === token('ü'));
    assert.equal(letters.length + single.length, tokens.length);
    assert.equal(vocabulary.text(tokens), text);
  });

test('letters that a model has as tokens of their own keep their token', () => {
  assert.deepEqual(vocabulary.promptTokens(['ü']), [token('<bos>'), token('ü')]);
});

test('an unknown mark names the model and the mark', () => {
  assert.throws(
    () => vocabulary.promptTokens([{ mark: '<none>' }]),
    new Failure('wrongModel', { model: 'Test', mark: '<none>' }),
  );
});

const spoken = (tokens: readonly number[]) => {
  const reply = new ReplyText(vocabulary);
  const pieces = [...tokens.map(one => reply.add(one)), reply.flush()];
  return pieces.filter(piece => piece !== undefined);
};

test('thought marks are spoken whatever their kind, other control tokens are not', () => {
  const tokens = [token('<think>'), 97, token('<｜User｜>'), token('</think>'), 98];
  assert.deepEqual(spoken(tokens), [
    { text: '<think>', tokens: 1 },
    { text: 'a', tokens: 1 },
    { text: '</think>', tokens: 2 },
    { text: 'b', tokens: 1 },
  ]);
});

test('a character over several tokens comes whole and counts them all', () => {
  assert.deepEqual(spoken([...Buffer.from('a🙂é')]), [
    { text: 'a', tokens: 1 },
    { text: '🙂', tokens: 4 },
    { text: 'é', tokens: 2 },
  ]);
});

test('bytes that never become a character are not held for ever, nor lost at the end', () => {
  const replaced = spoken([0xff, 0xff, 0xff, 0xff, 97, 0xf0, 0x9f]);
  assert.deepEqual(
    replaced.map(piece => piece.tokens),
    [4, 1, 2],
  );
  assert.equal(replaced[1]?.text, 'a');
  assert.match(replaced[2]?.text ?? '', /^\uFFFD+$/);
});
