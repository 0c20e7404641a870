import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ChatSession } from '../../src/chat/session.ts';
import { emptyChat } from '../../src/chat/tree.ts';
import { Completer } from '../../src/completion/complete.ts';
import { pause } from '../../src/completion/pause.ts';
import { type Family, familyOf } from '../../src/models/families.ts';
import type { Engine, Purpose } from '../../src/shared/engine.ts';
import { Failure } from '../../src/shared/failure.ts';
import { silent } from '../../src/shared/log.ts';
import { parseSettings } from '../../src/shared/settings.ts';
import { root } from './install.mjs';
import { sentenceFor } from './sentenceFor.ts';

const questionsSchema = z.object({
  /** At the end of a line of a file (counted from 1) `typed` is typed; the demo model goes on with `expected`. */
  completion: z.object({ file: z.string(), line: z.number(), typed: z.string(), expected: z.string() }),
  question: z.string(),
});

type Questions = z.infer<typeof questionsSchema>;

export const readQuestions = (): Questions =>
  questionsSchema.parse(JSON.parse(readFileSync(join(root, 'test/demo/questions.json'), 'utf8')));

export interface Proof {
  readonly engine: Engine;
  /** The sample workspace. */
  readonly workspace: string;
  readonly questions: Questions;
  readonly print: (line: string) => void;
}

/** Shows the product's own code at work: a completion, then a question with its reasoning. Throws what went wrong. */
export async function prove(proof: Proof, signal: AbortSignal): Promise<void> {
  const health = await proof.engine.check(signal);
  const families: Record<Purpose, Family> = { completion: familyFor('completion'), chat: familyFor('chat') };
  await proveCompletion(proof, families.completion, signal);
  await proveChat(proof, families.chat);

  function familyFor(purpose: Purpose): Family {
    const model = health[purpose];
    if (model instanceof Failure) throw model;
    const family = familyOf(model);
    if (family === undefined) throw new Failure('wrongModel', { model: model.name, purpose });
    proof.print(`  ${purpose.padEnd(11)} ${model.name}`);
    return family;
  }
}

async function proveCompletion({ engine, workspace, questions, print }: Proof, family: Family, signal: AbortSignal) {
  const { file, line, typed, expected } = questions.completion;
  const lines = readFileSync(join(workspace, file), 'utf8').split('\n');
  const before = `${lines.slice(0, line).join('\n')}${typed}`;
  const text = `${before}\n${lines.slice(line).join('\n')}`;
  const completer = new Completer({ reach: async () => ({ engine, family }), pause });
  const start = performance.now();
  const outcome = await completer.complete(
    {
      document: { path: file, languageId: 'typescript', text },
      offset: before.length,
      trigger: 'manual',
      indent: { insertSpaces: true, tabSize: 2 },
      eol: '\n',
      maxLines: parseSettings({}).settings.completionMaxLines,
    },
    signal,
  );
  const time = seconds(performance.now() - start);
  if (outcome.kind === 'failed') throw outcome.failure;
  if (outcome.kind === 'nothing') throw new Error(`The model completed nothing (${outcome.why}).`);
  const ghost = outcome.suggestion.insert;
  if (family.demo && ghost !== expected)
    throw new Error(`The demo model completed ${JSON.stringify(ghost)} instead of ${JSON.stringify(expected)}.`);
  const shown = `${before.split('\n').slice(-3).join('\n')}›${ghost}‹`;
  print(`\nGhost text in ${file}, between › and ‹ (${time}):\n${indented(shown)}`);
}

async function proveChat({ engine, questions, print }: Proof, family: Family): Promise<void> {
  const { label, contextLength } = family;
  const session = new ChatSession(
    {
      reach: async () => ({ engine, family, label, contextLength }),
      tell: failure => ({ sentence: sentenceFor(failure) }),
      clock: () => performance.now(),
      now: () => Date.now(),
      log: silent,
      changed: () => undefined,
      thinking: () => 'normal',
      loopGuard: () => 'off',
    },
    emptyChat('proof', Date.now(), ''),
  );
  const start = performance.now();
  await session.send(questions.question);
  const time = seconds(performance.now() - start);
  const reply = session.turns.at(-1);
  if (reply?.role !== 'assistant' || reply.state !== 'complete')
    throw new Error(`The model did not answer: ${reply?.role === 'assistant' ? reply.problem?.sentence : 'no reply'}`);
  const { thought } = reply;
  print(`\nQuestion: ${questions.question} (${time})`);
  if (thought) print(`  Reasoning, ${seconds(thought.elapsed)}, ${thought.tokens} tokens:\n${indented(thought.text)}`);
  print(`  Answer:\n${indented(reply.answer)}`);
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

const indented = (text: string): string => text.replace(/^\n+|\s+$/g, '').replaceAll(/^/gm, '    ');
