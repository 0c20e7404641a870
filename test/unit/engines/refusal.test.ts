import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusalOf } from '../../../src/engines/refusal.ts';
import type { FailureKind } from '../../../src/shared/failure.ts';
import { transcript } from '../../fakes/transcript.ts';

const address = 'http://127.0.0.1:1';

const words: readonly (readonly [string, number, string, string, FailureKind?])[] = [
  ['Ollama', 404, transcript('ollama/show-missing.json'), "model 'nope:1b' not found", 'notFound'],
  ['llama-server', 404, transcript('llama-server/err-404.json'), 'File Not Found', 'notFound'],
  ['llama-server while it loads', 503, transcript('llama-server/loading.json'), 'Loading model', 'serverBusy'],
  ['vLLM', 400, '{"object":"error","message":"bad temperature","code":400}', 'bad temperature'],
  ['a FastAPI server', 404, '{"detail":"Not Found"}', 'Not Found', 'notFound'],
  ['a server of plain text', 405, '405 method not allowed\n', '405 method not allowed', 'notFound'],
  ['a server that says nothing', 403, '', 'it gave no reason', 'keyRefused'],
  ['a server that wants a key', 401, '{"error":"unauthorized"}', 'unauthorized', 'keyRefused'],
  ['a server with a long queue', 429, '{"error":"slow down"}', 'slow down', 'serverBusy'],
  ['a proxy with a page', 502, '<html><body>Bad gateway</body></html>', 'it gave no reason'],
  ['a proxy with a page', 500, '\n<!DOCTYPE html><p>secret</p>', 'it gave no reason'],
  ['a server with another form of body', 500, '{"error":{"message":7}}', '{"error":{"message":7}}'],
];

for (const [server, status, body, message, expected = 'serverRefused'] of words) {
  test(`the words of ${server} are told with status ${status}: ${message}`, () => {
    const { kind, facts } = refusalOf(address, status, body);
    assert.deepEqual({ kind, facts }, { kind: expected, facts: { address, status, message } });
  });
}

test('when a busy server wants to be asked again is kept', () => {
  assert.equal(refusalOf(address, 429, '', 7).facts['retryAfter'], 7);
});

test('long words are cut at 200 characters', () => {
  const { facts } = refusalOf(address, 500, JSON.stringify({ error: 'x'.repeat(5000) }));
  assert.equal(facts['message'], `${'x'.repeat(199)}…`);
});

const overflows: readonly (readonly [string, string, object])[] = [
  ['Ollama', transcript('ollama/overflow.json'), { promptTokens: 3015, contextLength: 512 }],
  ['llama-server', transcript('llama-server/err-overflow-stream.json'), { promptTokens: 3011, contextLength: 512 }],
  [
    'vLLM',
    JSON.stringify({
      object: 'error',
      message:
        "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens (4900 in the prompt, 100 in the completion).",
    }),
    { promptTokens: 4900, contextLength: 4096 },
  ],
  [
    'a newer vLLM that stopped counting',
    JSON.stringify({
      error: {
        message:
          "This model's maximum context length is 4096 tokens. However, you requested 0 output tokens and your prompt contains at least 4097 input tokens, for a total of at least 4097 tokens.",
        type: 'BadRequestError',
      },
    }),
    { contextLength: 4096 },
  ],
  [
    'a vLLM that is asked for too long a reply',
    '{"error":{"message":"\'max_tokens\' is too large: 32768. This model\'s maximum context length is 16384 tokens and your request has 20 input tokens"}}',
    { promptTokens: 20, contextLength: 16384 },
  ],
  [
    'vLLM’s engine',
    '{"error":{"message":"The decoder prompt (length 5000) is longer than the maximum model length of 4096."}}',
    { promptTokens: 5000, contextLength: 4096 },
  ],
  [
    'SGLang',
    '{"object":"error","message":"The input (5000 tokens) is longer than the model\'s context length (4096 tokens).","type":"BadRequestError","param":null,"code":400}',
    { promptTokens: 5000, contextLength: 4096 },
  ],
  [
    'SGLang with its longest reply',
    JSON.stringify({
      object: 'error',
      message:
        "Requested token count exceeds the model's maximum context length of 4096 tokens. You requested a total of 4596 tokens: 500 tokens from the input messages and 4096 tokens for the completion.",
    }),
    { promptTokens: 500, contextLength: 4096 },
  ],
  [
    'LM Studio',
    '{"error":"Trying to keep the first 5000 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens, which is not enough."}',
    { promptTokens: 5000, contextLength: 4096 },
  ],
  [
    'a newer LM Studio',
    '{"error":"The number of tokens to keep from the initial prompt is greater than the context length (n_keep: 5000>= n_ctx: 4096)."}',
    { promptTokens: 5000, contextLength: 4096 },
  ],
  ['a server with only its limit', '{"error":"maximum context length is 2048 tokens"}', { contextLength: 2048 }],
];

for (const [server, body, numbers] of overflows) {
  test(`a prompt that is too long for ${server} is told with its numbers`, () => {
    const { kind, facts } = refusalOf(address, 400, body);
    assert.deepEqual({ kind, facts }, { kind: 'contextOverflow', facts: { address, ...numbers } });
  });
}
