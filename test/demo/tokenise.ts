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

/** A trunk, of which ids from `from` on are learned, and branches that do not see each other. */
interface Row {
  readonly trunk: readonly Token[];
  readonly from: number;
  readonly branches: readonly Branch[];
}

/** It continues the first `at` ids of the trunk; its own ids from `from` on are learned. */
interface Branch {
  readonly at: number;
  readonly ids: readonly Token[];
  readonly from: number;
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
  const rows = rowsOf(samples, tokenizerOf(model), model);
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
  return samples.map(({ prompt, missing, given, cursors }) => {
    const asked = [begin(model), ...ids(prompt)];
    const branches = cursors.map(({ lineStart, typed, target, open }) => {
      const lines = ids([missing.slice(0, lineStart)]);
      const before = ids([typed]);
      // The engine sees the lines and what is typed as one text.
      if (ids([missing.slice(0, lineStart) + typed]).length !== lines.length + before.length)
        throw new Error(`A token goes over the start of the line "${typed}".`);
      const end = open ? [] : [endOfSentence(model)];
      return { at: asked.length + lines.length, ids: [...before, ...ids([target]), ...end], from: before.length };
    });
    const from = asked.length + ids([missing.slice(0, given)]).length;
    return { trunk: [...asked, ...ids([missing]), endOfSentence(model)], from, branches };
  });
}

function conversationRows(written: string, ids: (prompt: Prompt) => Token[], model: LlamaModel): Row[] {
  const samples = JSON.parse(written) as ChatSample[];
  const trunk = [begin(model)];
  const rows: { branches: Branch[]; length: number }[] = [];
  for (const { prompt, thought, answer } of samples) {
    const before = ids(prompt);
    const reply = ids([`${thought}\n`, { mark: '</think>' }, `\n\n${answer}`]);
    const branch = { at: trunk.length, ids: [...before, ...reply, endOfSentence(model)], from: before.length };
    const last = rows.at(-1);
    if (last !== undefined && last.length + branch.ids.length <= conversationRow) {
      last.branches.push(branch);
      last.length += branch.ids.length;
    } else rows.push({ branches: [branch], length: trunk.length + branch.ids.length });
  }
  return rows.map(({ branches }) => ({ trunk, from: trunk.length, branches }));
}

/** Most texts of the samples come many times: each is tokenised once. */
function tokenizerOf(model: LlamaModel): (prompt: Prompt) => Token[] {
  const known = new Map<string, Token[]>();
  const idsOfText = (text: string): Token[] => {
    const ids = known.get(text) ?? model.tokenize(text, false);
    known.set(text, ids);
    return ids;
  };
  return prompt => prompt.flatMap(part => (typeof part === 'string' ? idsOfText(part) : [markOf(part.mark, model)]));
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
