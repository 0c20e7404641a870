import type { GenerateRequest, Prompt } from '../../../src/shared/engine.ts';

export const never = new AbortController().signal;

export const fill: GenerateRequest & { readonly prompt: Prompt } = {
  purpose: 'completion',
  prompt: [
    { mark: '<｜fim▁begin｜>' },
    'def f(a,b):\n    ',
    { mark: '<｜fim▁hole｜>' },
    '\n',
    { mark: '<｜fim▁end｜>' },
  ],
  maxTokens: 20,
  sampling: { temperature: 0, topP: 1 },
};

/** As the chat asks a model whose conversations we write. */
export const chat: GenerateRequest & { readonly prompt: Prompt } = {
  purpose: 'chat',
  prompt: [{ mark: '<｜User｜>' }, 'hi', { mark: '<｜Assistant｜>' }, { mark: '<think>' }, '\n'],
  maxTokens: 60,
  sampling: { temperature: 0.6, topP: 0.95 },
};

/** As the chat asks a model of no family. */
export const turns: GenerateRequest = {
  purpose: 'chat',
  turns: [
    { role: 'user', text: 'One?' },
    { role: 'assistant', text: 'Yes.' },
    { role: 'user', text: '<think>Two?' },
  ],
  maxTokens: 60,
  sampling: { temperature: 0.7, topP: 0.9 },
};
