// A process of its own for eventLoop.ts: an Ollama and a llama-server that write tokens at a rate, an Ollama that writes as
// many at once, and one whose line of 200 MB never ends. It says its addresses once and ends with its parent.
import type { ServerResponse } from 'node:http';
import { startLlamaServer } from '../fakes/llamaServer.ts';
import { startOllama } from '../fakes/ollamaServer.ts';
import { sendAtRate, tokens } from './tokenRate.ts';

process.once('disconnect', () => process.exit());

const line = '{"model":"deepseek-r1:1.5b","created_at":"2026-11-21T22:44:01.5Z","response":" three","done":false}\n';
const lastLine = '{"response":"","done":true,"done_reason":"stop","eval_count":50000}\n';
const event =
  'data: {"index":0,"content":" three","tokens":[7],"stop":false,"id_slot":0,"tokens_predicted":1,"tokens_evaluated":9}\n\n';
const lastEvent = 'data: {"content":"","stop":true,"stop_type":"eos","tokens_predicted":50000}\n\n';

const stream =
  (token: string, end: string) =>
  (_: unknown, response: ServerResponse): void =>
    void sendAtRate(count => response.write(token.repeat(count))).then(() => response.end(end));

const burst = (_: unknown, response: ServerResponse): void => void response.end(line.repeat(tokens) + lastLine);

function endlessLine(_: unknown, response: ServerResponse): void {
  const megabyte = Buffer.alloc(1_000_000, 'x');
  let left = 200;
  const pour = (): void => {
    while (left > 0 && !response.destroyed) {
      left -= 1;
      if (!response.write(megabyte)) return void response.once('drain', pour);
    }
    response.end();
  };
  pour();
}

const ollama = await startOllama({ generate: stream(line, lastLine) });
const llamaServer = await startLlamaServer({ completion: stream(event, lastEvent) });
const atOnce = await startOllama({ generate: burst });
const endless = await startOllama({ generate: endlessLine });

process.send?.({
  ollama: ollama.address,
  llamaServer: llamaServer.address,
  atOnce: atOnce.address,
  endless: endless.address,
});
