import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPanelOpen, isStreaming, project } from '../../../src/page/projection.ts';
import type { AssistantTurnView, ChatView, ReasoningPanel } from '../../../src/shared/chat.ts';
import { emptyChat, replyView, thoughtView } from '../../fakes/views.ts';

const view = (change: Partial<ChatView> = {}): ChatView => ({ ...emptyChat, ...change });

const question = { role: 'user', id: '1', text: 'Why?', attachments: [] } as const;
const reply = replyView();
const asked = view({ turns: [question, reply] });

const thought = thoughtView;

const shown = (result: ReturnType<typeof project>): ChatView => {
  assert.ok(result !== undefined && result !== 'unknown');
  return result;
};

test('a view replaces everything', () => assert.equal(project(asked, { kind: 'view', view: view() }) === asked, false));

test('a turn replaces the turn of its id and leaves the others untouched', () => {
  const turn: AssistantTurnView = { ...reply, state: 'complete', answer: 'Because.' };
  const after = shown(project(asked, { kind: 'turn', turn }));
  assert.deepEqual(after.turns, [question, turn]);
  assert.equal(after.turns[0], question);
});

test('growth is added to the end of the last turn', () => {
  const first = shown(project(asked, { kind: 'grow', id: '2', thought: 'So', thoughtTokens: 1, thoughtElapsed: 1000 }));
  const second = shown(
    project(first, { kind: 'grow', id: '2', thought: ' it', thoughtTokens: 2, thoughtElapsed: 1100 }),
  );
  const third = shown(project(second, { kind: 'grow', id: '2', answer: 'Be' }));
  const fourth = shown(project(third, { kind: 'grow', id: '2', answer: 'cause' }));
  assert.deepEqual(fourth.turns[1], {
    ...reply,
    answer: 'Because',
    thought: thought({ text: 'So it', elapsed: 1100, tokens: 2 }),
  });
});

test('a message about a turn the page does not have is unknown', () => {
  assert.equal(project(undefined, { kind: 'grow', id: '2', answer: 'x' }), 'unknown');
  assert.equal(project(asked, { kind: 'grow', id: '9', answer: 'x' }), 'unknown');
  assert.equal(project(asked, { kind: 'grow', id: '1', answer: 'x' }), 'unknown');
  assert.equal(project(asked, { kind: 'turn', turn: { ...reply, id: '9' } }), 'unknown');
});

const rules: readonly [ReasoningPanel, boolean | undefined, boolean, boolean][] = [
  ['openWhileThinking', undefined, false, true],
  ['openWhileThinking', undefined, true, false],
  ['openWhileThinking', true, true, true],
  ['openWhileThinking', false, false, false],
  ['closed', undefined, false, false],
  ['closed', true, false, true],
  ['open', undefined, true, true],
  ['open', false, true, false],
];
for (const [reasoningPanel, byHand, ended, isOpen] of rules)
  test(`under "${reasoningPanel}" a panel of ${ended ? 'an ended' : 'a running'} thought, set by hand to ${byHand}, is ${isOpen ? 'open' : 'folded'}`, () => {
    const openedByHand: Record<string, boolean> = byHand === undefined ? {} : { '2': byHand };
    assert.equal(isPanelOpen(view({ reasoningPanel, openedByHand }), '2', thought({ ended })), isOpen);
  });

test('a reply streams only while the last turn does', () => {
  assert.equal(isStreaming(asked), true);
  assert.equal(isStreaming(view({ turns: [question, { ...reply, state: 'stopped' }] })), false);
  assert.equal(isStreaming(view({ turns: [question] })), false);
  assert.equal(isStreaming(view()), false);
});
