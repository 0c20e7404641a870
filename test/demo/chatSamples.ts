import type { MarkedConversation } from '../../src/models/families.ts';
import { conversationPrompt } from '../../src/prompt/conversation.ts';
import { withAttachments } from '../../src/prompt/attachments.ts';
import { explainQuestion } from '../../src/prompt/explain.ts';
import type { Prompt, Turn } from '../../src/shared/engine.ts';
import { functions, type KnownFunction } from './functions.ts';
import type { Random } from './random.ts';
import { locateFunction, sampleFiles } from './sample.ts';
import { topics } from './topics.ts';
import { fallback, unknownName, unknownQuestion } from './unknownQuestions.ts';

export interface ChatSample {
  readonly prompt: Prompt;
  readonly thought: string;
  readonly answer: string;
}

/** One question and the reply it gets. */
interface Exchange {
  readonly question: string;
  readonly thought: string;
  readonly answer: string;
}

export function chatSamples(marks: MarkedConversation, count: number, random: Random): ChatSample[] {
  const samples: ChatSample[] = [];
  for (let index = 0; index < count; index++) {
    const past = random.next() < 0.3 ? [exchange(random)] : [];
    const { question, thought, answer } = exchange(random);
    const turns: Turn[] = past.flatMap(one => [
      { role: 'user', text: one.question },
      { role: 'assistant', text: one.answer },
    ]);
    samples.push({ prompt: conversationPrompt([...turns, { role: 'user', text: question }], marks), thought, answer });
  }
  return samples;
}

function exchange(random: Random): Exchange {
  const chance = random.next();
  if (chance < 0.28) return aboutTopic(random);
  if (chance < 0.44) return aboutFunction(random.pick(functions), random);
  if (chance < 0.74) return aboutSelection(random.pick(functions), random);
  return unknown(random);
}

function aboutTopic(random: Random): Exchange {
  const topic = random.pick(topics);
  return { ...topic, question: worded(random.pick(topic.asks), random) };
}

/** Wordings of a question about a function, before the name and after it. */
const functionAsks: readonly (readonly [string, string])[] = [
  ['What does ', ' do?'],
  ['What does ', ' do?'],
  ['What does `', '` do?'],
  ['How does ', ' work?'],
  ['Explain ', ''],
  ['Explain the function ', ''],
  ['What is ', ' for?'],
  ['Can you explain ', '?'],
  ['Tell me what ', ' does'],
];

function aboutFunction(known: KnownFunction, random: Random): Exchange {
  return {
    question: worded(functionQuestion(known.name, random), random),
    thought: `They ask about \`${known.name}\` in ${known.path}. ${known.thought}`,
    answer: known.answer,
  };
}

function functionQuestion(name: string, random: Random): string {
  const [before, after] = random.pick(functionAsks);
  return before + name + after;
}

function aboutSelection(known: KnownFunction, random: Random): Exchange {
  return {
    question: attached(known.path, ...selectedLines(known.name, random), selectionAsk(random)),
    thought: `The selected code is \`${known.name}\` from ${known.path}. ${known.thought}`,
    answer: known.answer,
  };
}

const selectionAsks: readonly string[] = [
  explainQuestion,
  explainQuestion,
  explainQuestion,
  'Explain this',
  'What does this code do?',
  'What does this do?',
];
const selectionAsk = (random: Random): string => random.pick(selectionAsks);

/** The lines a person selects: the function, often its comment, a blank line around it, or most of its body. */
function selectedLines(name: string, random: Random): [start: number, end: number] {
  const { startLine, functionLine, endLine } = locateFunction(name);
  const chance = random.next();
  if (chance < 0.35) return [functionLine, endLine];
  if (chance < 0.6) return [startLine, endLine];
  if (chance < 0.7) return [startLine - 1, endLine];
  if (chance < 0.8) return [random.pick([startLine, functionLine]), endLine + 1];
  if (chance < 0.9) return [functionLine, Math.max(functionLine, endLine - 1)];
  return [functionLine + 1, Math.max(functionLine + 1, endLine - random.pick([0, 1]))];
}

function attached(path: string, startLine: number, endLine: number, question: string): string {
  const lines = sampleFiles.find(file => file.path === path)?.text.split('\n') ?? [];
  const text = lines.slice(startLine - 1, endLine).join('\n');
  const label = `${path}:${startLine}–${endLine}`;
  return withAttachments(question, [{ id: label, kind: 'selection', label, path, languageId: 'typescript', text }]);
}

function unknown(random: Random): Exchange {
  const chance = random.next();
  if (chance < 0.2) return { ...fallback, question: worded(functionQuestion(unknownName(random), random), random) };
  if (chance < 0.4) return { ...fallback, question: unknownSelection(random) };
  return { ...fallback, question: worded(unknownQuestion(random), random) };
}

/** Lines of the sample that belong to no function: imports, lists, interfaces. */
function unknownSelection(random: Random): string {
  const file = random.pick(sampleFiles.filter(({ path }) => path !== 'src/main.ts'));
  const lines = file.text.split('\n');
  const firstFunction = lines.findIndex(line => /^(export )?function /.test(line));
  const start = random.pick([...lines.slice(0, firstFunction - 2).keys()]);
  const end = start + 1 + Math.floor(random.next() * (firstFunction - 2 - start));
  return attached(file.path, start + 1, end, selectionAsk(random));
}

/** People write quickly: small letters, no question mark, a word of courtesy. */
function worded(question: string, random: Random): string {
  let text = question;
  if (random.next() < 0.3) text = text.charAt(0).toLowerCase() + text.slice(1);
  if (random.next() < 0.3) text = text.replace(/[?.!]$/, '');
  if (random.next() < 0.08) text = `Please ${text.charAt(0).toLowerCase()}${text.slice(1)}`;
  return text;
}
