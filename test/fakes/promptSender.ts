// A program that was started with a proxy in its environment and asks both kinds of server through the product's adapters.
// Its last request is made by Node itself, which does take the proxy: so one sees that there was one to be taken.
// Arguments: address of an Ollama, address of a llama-server, how often to ask each. Prints how many answers came whole.
import { get } from 'node:http';
import { createNet } from '../../src/engines/net.ts';
import { createOllamaEngine } from '../../src/engines/ollama.ts';
import { createServerEngine } from '../../src/engines/openai.ts';
import type { Engine } from '../../src/shared/engine.ts';
import { silent } from '../../src/shared/log.ts';

const [ollama = '', server = '', times = '1'] = process.argv.slice(2);
const common = { models: {}, chatContextLength: 0, keepAlive: 10, log: silent, net: createNet({ log: silent }) };
const engines: readonly Engine[] = [
  createOllamaEngine({ ...common, address: ollama }),
  createServerEngine({ ...common, address: server }),
];

let whole = 0;
for (const engine of engines) {
  for (let time = 0; time < Number(times); time += 1) {
    const sampling = { temperature: 0, topP: 1 };
    const request = { purpose: 'completion', prompt: ['secret prompt'], maxTokens: 9, sampling } as const;
    for await (const piece of engine.generate(request, new AbortController().signal)) {
      if (piece.kind === 'end') whole += 1;
    }
  }
  await engine.dispose();
}

await new Promise<void>(resolve => {
  get(`${ollama}/control`, response => response.resume().once('close', resolve)).on('error', () => resolve());
});
process.stdout.write(String(whole));
