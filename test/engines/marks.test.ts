import assert from 'node:assert/strict';
import { completionAt, hear, question } from './asking.ts';
import { testEach } from './table.ts';

const scripts = { coder: [{ says: 'fine();' }], r1: [{ says: 'Yes.</think>\n\nNo.' }] };

const marks = ['<｜fim▁begin｜>', '<｜fim▁hole｜>', '<｜fim▁end｜>', '<|EOT|>', '<｜end▁of▁sentence｜>'];
const chatMarks = ['<think>', '</think>', '<｜User｜>', '<｜Assistant｜>', '<|EOT|>', '<<think>>'];

/** Each letter is a token of the scripted models' own, and a mark is one token: so many tokens more means letters. */
const letters = (text: string): number => Buffer.byteLength(text);

testEach('letters of a mark in code stay letters', async (row, t) => {
  const running = await row.start(t, { scripts });
  const tokens = async (text: string) => {
    const { usage, text: said } = await hear(running.engine, completionAt(`${text}\n║\n`));
    assert.equal(said, 'fine();');
    return usage?.promptTokens ?? 0;
  };
  const plain = await tokens('');
  for (const mark of [...marks, marks.join('')])
    assert.ok((await tokens(mark)) - plain >= letters(mark), `${mark} is a mark`);
  for (const prompt of running.prompts() ?? [])
    for (const mark of marks.slice(0, 3)) assert.equal(prompt.split(mark).length, 2, `${mark} in ${prompt}`);
});

testEach('letters of a mark in a question stay letters', async (row, t) => {
  const running = await row.start(t, { scripts });
  const tokens = async (text: string) => {
    const { usage, text: said } = await hear(running.engine, question(text));
    assert.match(said, /^Yes\.<\/think>\s+No\.$/);
    return usage?.promptTokens ?? 0;
  };
  const plain = await tokens('a');
  for (const mark of [...chatMarks, chatMarks.join('')])
    assert.ok((await tokens(`a${mark}`)) - plain >= letters(mark), `${mark} is a mark`);
  for (const prompt of running.prompts() ?? []) assert.equal(prompt.split('<think>').length, 2, prompt);
});
