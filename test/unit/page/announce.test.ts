import assert from 'node:assert/strict';
import { test } from 'node:test';
import { announcement } from '../../../src/page/announce.ts';
import type { AssistantTurnView, ChatView } from '../../../src/shared/chat.ts';
import { emptyChat, replyView, thoughtView } from '../../fakes/views.ts';

const view = (change?: Partial<AssistantTurnView>): ChatView => ({
  ...emptyChat,
  turns: change === undefined ? [] : [replyView(change)],
});

const thought = thoughtView();

/** What is said while the page goes through these states. */
const said = (...states: readonly (ChatView | undefined)[]): readonly string[] =>
  states.slice(1).flatMap((after, at) => (after && announcement(states[at], after)) ?? []);

test('a reply with reasoning is announced once a phase, however often it grows', () => {
  const words = said(
    view(),
    view({ waiting: 'loading' }),
    view({ thought }),
    view({ thought: { ...thought, text: 'So it' } }),
    view({ thought, answer: 'Be' }),
    view({ thought, answer: 'Because' }),
    view({ thought, answer: 'Because.', state: 'complete' }),
  );
  assert.deepEqual(words, ['Deepwell is thinking', 'Deepwell is answering', 'Answer complete']);
});

test('a stopped reply says so, and a failed one leaves the word to its alert', () => {
  assert.deepEqual(said(view({ thought }), view({ thought, state: 'stopped' })), ['Stopped']);
  assert.deepEqual(said(view({ thought }), view({ thought, state: 'error' })), []);
});

test('what was there when the page opened, and another chat that ended long ago, are not news', () => {
  assert.deepEqual(said(undefined, view({ answer: 'Because.', state: 'complete' })), []);
  assert.deepEqual(said(view(), view({ answer: 'Because.', state: 'complete' })), []);
  assert.deepEqual(said(view({ answer: 'x', state: 'complete' }), view()), []);
});

test('a trace that Deepwell ended for the answer says so, and one that goes in circles does too, once', () => {
  const ended = { ...thought, ended: true, endedBy: 'answerNow' } as const;
  assert.deepEqual(said(view({ thought }), view({ thought: ended }), view({ thought: ended, answer: 'Be' })), [
    'Reasoning was ended for the answer',
    'Deepwell is answering',
  ]);
  const circles = { ...thought, loops: true };
  assert.deepEqual(said(view({ thought }), view({ thought: circles }), view({ thought: circles }), view({ thought })), [
    'The reasoning goes in circles.',
  ]);
});

test('a trace that ended by itself is followed by its answer without a word between', () => {
  const ended = { ...thought, ended: true };
  assert.deepEqual(said(view({ thought }), view({ thought: ended }), view({ thought: ended, answer: 'Be' })), [
    'Deepwell is answering',
  ]);
});
