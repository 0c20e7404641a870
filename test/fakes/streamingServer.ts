import type { ServerResponse } from 'node:http';
import { sendJson, startServer, type LoopbackServer, type Received } from './loopbackServer.ts';
import type { Script } from './scriptedModel.ts';
import { countTokens, scriptFor, spoken } from './scriptedSpeech.ts';

/** A model that such a server plays. */
export interface PlayedModel {
  readonly id: string;
  readonly kind: 'coder' | 'r1';
  readonly scripts: readonly Script[];
  /** Tokens. */
  readonly contextLength: number;
}

/** In the words of the server that is played: the answer's parts as they go over the wire. */
export interface Form {
  readonly contentType: string;
  /** One token of text, or of the trace where the server separates it. */
  readonly token: (text: string, isThought: boolean) => string;
  readonly end: (reason: 'stop' | 'length', promptTokens: number, generatedTokens: number) => string;
  /** What it says instead of an answer to a question that does not fit; undefined where it answers. */
  readonly refusal: (
    promptTokens: number,
    maxTokens: number,
    contextLength: number,
  ) => { readonly status: number; readonly body: string } | undefined;
  /** Headers are only sent when the first token is known; other servers send them at once. */
  readonly holdsHeaders: boolean;
}

export interface Question {
  readonly model: PlayedModel;
  readonly prompt: string;
  readonly maxTokens: number;
  /** The server takes the tags out and tells trace and answer apart. */
  readonly separates: boolean;
  readonly form: Form;
}

export interface StreamingServer {
  readonly port: number;
  /** Tokens written so far, over all answers. */
  written(): number;
  /** Answers being worked on, the waiting ones included. */
  working(): number;
  /** Resolves when nothing is left of it. */
  stop(): Promise<void>;
}

export interface Streaming {
  /** Everything but the streams; undefined for a route that is not there. */
  readonly answer: (request: Received, response: ServerResponse, ask: (question: Question) => void) => void;
  /** The first question stays as if its model were loaded, or its prompt read, until its client leaves. */
  readonly stay: 'loading' | 'reading' | undefined;
}

/** Streams what scripted models say, token by token and one answer at a time, until it is said or the client leaves. */
export async function startStreamingServer({ answer, stay }: Streaming): Promise<StreamingServer> {
  let written = 0;
  let working = 0;
  let asked = 0;
  let before = Promise.resolve();

  const work = async (question: Question, response: ServerResponse): Promise<void> => {
    const { form, model, prompt } = question;
    const promptTokens = countTokens(prompt);
    const refusal = form.refusal(promptTokens, question.maxTokens, model.contextLength);
    if (refusal !== undefined) return sendJson(response, refusal.status, refusal.body);
    const staying = asked === 1 ? stay : undefined;
    if (staying !== 'loading' && !form.holdsHeaders) sendHead(response, form);
    if (staying !== undefined) await leaving(response);
    if (response.closed) return;
    if (form.holdsHeaders) sendHead(response, form);
    const most = Math.min(question.maxTokens, model.contextLength - promptTokens);
    let generated = 0;
    for (const { text, isThought } of said(question)) {
      if (generated === most || response.closed) break;
      generated += 1;
      written += 1;
      response.write(form.token(text, isThought));
      await beat();
    }
    if (!response.closed) response.end(form.end(generated === most ? 'length' : 'stop', promptTokens, generated));
  };

  const server: LoopbackServer = await startServer((request, response) => {
    answer(request, response, question => {
      asked += 1;
      working += 1;
      const turn = before;
      const { promise, resolve } = Promise.withResolvers<void>();
      before = promise;
      void turn
        .then(() => (response.closed ? undefined : work(question, response)))
        .finally(() => {
          working -= 1;
          resolve();
        });
      // Who waits and leaves is no longer there when it would be its turn.
      response.once('close', () => resolve());
    });
  });
  return {
    port: Number(new URL(server.address).port),
    written: () => written,
    working: () => working,
    stop: () => server.stop(),
  };
}

const sendHead = (response: ServerResponse, { contentType }: Form): void => {
  response.writeHead(200, { 'content-type': contentType });
  response.flushHeaders();
};

const leaving = (response: ServerResponse): Promise<void> =>
  new Promise(resolve => (response.closed ? resolve() : response.once('close', () => resolve())));

/** The time a model takes for a token: long enough that what arrives from outside is seen before the next. */
const beat = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

/** The words of the answer; where the server separates the trace, without the tags and the blank lines around them. */
function* said({
  model,
  prompt,
  separates,
}: Question): Generator<{ readonly text: string; readonly isThought: boolean }> {
  const script = scriptFor(prompt, model.kind, model.scripts);
  if (script === undefined) return;
  let isThought = separates && model.kind === 'r1';
  for (const text of spoken(script)) {
    if (isThought && text === '</think>') isThought = false;
    else yield { text, isThought };
  }
}
