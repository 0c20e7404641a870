/**
 * node tokenise.ts <folder>: turns the samples into token ids with the engine's own tokenizer, so that the ids a model is
 * trained on are the ids it meets when it runs.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getLlama, LlamaLogLevel, type Llama, type LlamaModel, type Token } from 'node-llama-cpp';
import type { Prompt } from '../../src/shared/engine.ts';
import type { ChatSample } from './chatSamples.ts';
import type { CompletionSample } from './completionSamples.ts';

/** Branches that all continue the trunk and do not see each other. Ids from `from` on are learned. */
interface Row {
  readonly trunk: readonly Token[];
  readonly branches: readonly { readonly ids: readonly Token[]; readonly from: number }[];
}

/** Tokens in a row of conversations: enough to waste little, few enough for attention to be quick. */
const conversationRow = 640;

const [folder = '.cache/demo'] = process.argv.slice(2);
const llama = await getLlama({ gpu: false, build: 'never', skipDownload: true, logLevel: LlamaLogLevel.disabled });
await tokeniseAll('coder', completionRows);
await tokeniseAll('r1', conversationRows);
await llama.dispose();

async function tokeniseAll(
  name: string,
  rowsOf: (samples: string, ids: (prompt: Prompt) => Token[], model: LlamaModel) => Row[],
): Promise<void> {
  const model = await vocabulary(llama, join(folder, `${name}.vocabulary.gguf`));
  const samples = readFileSync(join(folder, `${name}.samples.json`), 'utf8');
  const rows = rowsOf(samples, prompt => idsOf(prompt, model), model);
  const lengths = rows.map(row => row.branches.reduce((sum, { ids }) => sum + ids.length, row.trunk.length));
  writeFileSync(join(folder, `${name}.rows.json`), JSON.stringify(rows));
  const total = lengths.reduce((sum, length) => sum + length, 0);
  process.stdout.write(`${name}: ${rows.length} rows, ${total} tokens, longest ${Math.max(...lengths)}\n`);
  await model.dispose();
}

function vocabulary(engine: Llama, modelPath: string): Promise<LlamaModel> {
  return engine.loadModel({ modelPath, vocabOnly: true });
}

function completionRows(written: string, ids: (prompt: Prompt) => Token[], model: LlamaModel): Row[] {
  const samples = JSON.parse(written) as CompletionSample[];
  return samples.map(({ prompt, continuations }) => ({
    trunk: [begin(model), ...ids(prompt)],
    branches: continuations.map(({ typed, target, open }) => {
      const before = ids([typed]);
      const end = open ? [] : [endOfSentence(model)];
      return { ids: [...before, ...ids([target]), ...end], from: before.length };
    }),
  }));
}

function conversationRows(written: string, ids: (prompt: Prompt) => Token[], model: LlamaModel): Row[] {
  const samples = JSON.parse(written) as ChatSample[];
  const trunk = [begin(model)];
  const rows: { trunk: Token[]; branches: Row['branches'][number][]; length: number }[] = [];
  for (const { prompt, thought, answer } of samples) {
    const before = ids(prompt);
    const reply = ids([`${thought}\n`, { mark: '</think>' }, `\n\n${answer}`]);
    const branch = { ids: [...before, ...reply, endOfSentence(model)], from: before.length };
    const last = rows.at(-1);
    if (last !== undefined && last.length + branch.ids.length <= conversationRow) {
      last.branches.push(branch);
      last.length += branch.ids.length;
    } else rows.push({ trunk, branches: [branch], length: 1 + branch.ids.length });
  }
  return rows.map(({ branches }) => ({ trunk, branches }));
}

function idsOf(prompt: Prompt, model: LlamaModel): Token[] {
  return prompt.flatMap(part => (typeof part === 'string' ? model.tokenize(part, false) : [markOf(part.mark, model)]));
}

function markOf(mark: string, model: LlamaModel): Token {
  const [token, ...more] = model.tokenize(mark, true);
  if (token === undefined || more.length > 0) throw new Error(`${mark} is not one token.`);
  return token;
}

function begin(model: LlamaModel): Token {
  if (model.tokens.bos === null) throw new Error('The vocabulary has no begin mark.');
  return model.tokens.bos;
}

function endOfSentence(model: LlamaModel): Token {
  if (model.tokens.eos === null) throw new Error('The vocabulary has no end mark.');
  return model.tokens.eos;
}
