import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TraceSteps } from '../../../src/chat/steps.ts';
import { loopingTraces } from '../../golden/traces/loops.ts';
import { normalTraces } from '../../golden/traces/normal.ts';

/** The steps of a text: the turn of each, and what follows as far as it helps to read the test. */
const outline = (text: string): readonly string[] =>
  new TraceSteps().read(text).map(({ at, turn }) => `${turn || '–'}|${text.slice(at, at + 14)}`);

const filler = 'The loop runs over all the elements of the list and adds them up. ';

test('a text without a turn is one step', () => assert.deepEqual(outline(filler.repeat(3)), ['–|The loop runs ']));

test('a first step that begins with a turn has it', () =>
  assert.deepEqual(outline(`Okay, ${filler}`), ['Okay|Okay, The loop']));

test('lines and sentences that begin with a turn begin a step', () =>
  assert.deepEqual(
    outline(`${filler}Wait, that is wrong. ${filler}\n\nSo I have to look again. ${filler}\nAlternatively skip it.`),
    ['–|The loop runs ', 'Wait|Wait, that is ', 'So|So I have to l', 'Alternatively|Alternatively '],
  ));

test('a turn inside a sentence or at the beginning of another word is none', () =>
  assert.deepEqual(
    outline(`${filler}It is so, and then we wait. ${filler}\nSome do. Sober. But-ton. Waiting.\nNext.js is used.`),
    ['–|The loop runs '],
  ));

test('turns near to each other are one step', () =>
  assert.deepEqual(outline(`${filler}Hmm, wait. Actually no. But then it ends. ${filler}`), [
    '–|The loop runs ',
    'Hmm|Hmm, wait. Act',
  ]));

test('a word that begins every other sentence begins a step within a paragraph only after a while', () => {
  assert.deepEqual(outline(`${filler}So it is. ${filler}So it was. ${filler}`), [
    '–|The loop runs ',
    'So|So it was. The',
  ]);
  assert.deepEqual(outline(`${filler}\nSo it is. ${filler}\nSo it was. ${filler}`), [
    '–|The loop runs ',
    'So|So it is. The ',
    'So|So it was. The',
  ]);
});

test('a turn is given as written, without punctuation', () =>
  assert.deepEqual(
    new TraceSteps()
      .read(`${filler}\nHmmm... ${filler}\nLet me see. ${filler}\n**Wait**, no. ${filler}\n1. First, ${filler}`)
      .map(one => one.turn),
    ['', 'Hmmm', 'Let me', 'Wait', 'First'],
  ));

test('code in fences has no steps', () =>
  assert.deepEqual(
    outline(`${filler}\n\`\`\`\nNow = 1\n\nWait for it to be read and then go on with it\n\`\`\`\nNow it is clear.`),
    ['–|The loop runs ', 'Now|Now it is clea'],
  ));

test('Chinese turns count after Chinese punctuation', () =>
  assert.deepEqual(
    outline(
      '好的，用户想知道为什么页面不更新，先看一下代码，这里直接修改了原来的数组，然后把同一个引用传给函数。等等，那为什么有时候会更新？可能是因为父组件重新渲染的时候，这个组件也跟着渲染了，所以看起来是延迟更新，实际上并没有。\n所以，修改的方法是复制一份新的数组再传给函数。',
    ).map(one => one.split('|')[0]),
    ['–', '等等', '所以'],
  ));

test('there are at most 200 steps', () => {
  const text = `Wait, is that so? I do not think that it is like this.\n`.repeat(500);
  assert.equal(new TraceSteps().read(text).length, 200);
});

test('another text starts anew', () => {
  const steps = new TraceSteps();
  steps.read(`${filler}\nWait, it is over.`);
  assert.deepEqual(steps.read('So it is.'), [{ at: 0, turn: 'So' }]);
  assert.deepEqual(steps.read(''), []);
});

const traces = [...normalTraces(1), ...loopingTraces(1)].map(({ name, text }) => ({ name, text: text.slice(0, 900) }));

test('a step that was told neither moves nor goes while the text grows, and the whole text gives the same steps', () => {
  for (const { name, text } of traces) {
    const growing = new TraceSteps();
    let before = growing.read('');
    for (let end = 1; end <= text.length; end++) {
      const now = growing.read(text.slice(0, end));
      assert.deepEqual(now.slice(0, before.length), before, `${name}, ${end}`);
      before = now;
    }
    assert.deepEqual(new TraceSteps().read(text), before, name);
  }
});

test('the written traces get an outline of a few steps for each thousand characters', () => {
  for (const { name, text } of normalTraces(0)) {
    const count = new TraceSteps().read(text).length;
    assert.ok(count >= 2 && count <= text.length / 60, `${name}: ${count}`);
  }
});
