import assert from 'node:assert/strict';
import { test } from 'node:test';
import { traceLines } from '../../../src/chat/traceLines.ts';

test('each trace of an exported chat is a range of lines', () =>
  assert.deepEqual(traceLines('# Chat\n<think>\na\n</think>\nanswer\r\n<think>\r\nb\r\n</think>'), [
    { start: 1, end: 3 },
    { start: 5, end: 7 },
  ]));

test('tags in fenced code make no range', () =>
  assert.deepEqual(traceLines('````html\n<think>\n```\n</think>\n````\n<think>\na</think>'), [{ start: 5, end: 6 }]));

test('a fence inside a trace does not hide its end', () =>
  assert.deepEqual(traceLines('<think>\n```\nx\n</think>'), [{ start: 0, end: 3 }]));

test('a trace that never ends makes no range', () => assert.deepEqual(traceLines('<think>\na'), []));
