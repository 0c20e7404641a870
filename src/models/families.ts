import type { Mark, ModelFacts, Prompt, Purpose, Sampling } from '../shared/engine.ts';

const mark = (text: string): Mark => ({ mark: text });

/** Fill-in-the-middle marks, and how the model was taught to see other files of the repository. */
export interface FillInMiddle {
  readonly begin: Mark;
  readonly hole: Mark;
  readonly end: Mark;
  /** "classic" puts the hole at the cursor, as the model was trained; without it the hole stays for some lines, which costs less. */
  readonly layout?: 'classic';
  /** Heads a file's code: DeepSeek-Coder was trained on repositories with a "#path" line before each file. */
  readonly fileHeading: (path: string) => string;
}

/** How a conversation is written for the model, in marks and text. */
export interface MarkedConversation {
  readonly user: Prompt;
  readonly endOfQuestion: Prompt;
  readonly assistant: Prompt;
  /** Written after each finished reply of the model. */
  readonly endOfReply: Prompt;
  /** The start of every reply, given to the model so that it cannot skip thinking. Undefined: a model without reasoning. */
  readonly opensReply: Prompt | undefined;
  /** Ends a trace that the model did not end itself; the answer follows. Absent where `opensReply` is. */
  readonly closesThought?: Prompt;
}

/** "template": a server writes it, with the template that came with the model. */
export type Conversation = MarkedConversation | 'template';

/** Tokens of a prompt, by what they are spent on. */
export interface Budget {
  /** Code of other files. */
  readonly related: number;
  /** Code before the hole, with the line that names the file. */
  readonly prefix: number;
  /** Code after the cursor. It stands before what is typed, so it is evaluated again whenever it changes. */
  readonly suffix: number;
  /** What was typed since the hole was made, up to the cursor. */
  readonly middle: number;
}

/** What is special about a kind of model. A new model is a new row here and nothing else. */
export interface Family {
  readonly id: string;
  /** For people: "DeepSeek-Coder base". */
  readonly label: string;
  /** Recognises a model by what its engine reports. */
  readonly matches: (model: ModelFacts) => boolean;
  readonly fillInMiddle?: FillInMiddle;
  /** Tokens of code a completion is shown; by the engine's speed where absent. */
  readonly budget?: Budget;
  readonly conversation?: Conversation;
  readonly sampling: Sampling;
  /** Marks that can leak into the text of a reply: whatever follows one is not part of the answer. */
  readonly endMarks: readonly string[];
  /** Tokens to load the model with when nothing is configured. */
  readonly contextLength: number;
  /** Of these, the tokens of the small second cache in an engine that has two of them. Absent: one cache has them all. */
  readonly quickLength?: number;
  readonly licence: string;
  /** Taken only when a person named the model: nothing says that it is good for this. */
  readonly onlyByName?: true;
  /** A model made for demonstration; the UI says so wherever it names the model. */
  readonly demo?: true;
}

const coderMarks: FillInMiddle = {
  begin: mark('<｜fim▁begin｜>'),
  hole: mark('<｜fim▁hole｜>'),
  end: mark('<｜fim▁end｜>'),
  fileHeading: path => `#${path}\n`,
};

// Greedy: code has one likeliest continuation, and the same keys must give the same ghost text.
const greedy: Sampling = { temperature: 0, topP: 1 };

/** How DeepSeek-R1 and its distills were trained to see a conversation. */
export const reasoner: MarkedConversation = {
  user: [mark('<｜User｜>')],
  endOfQuestion: [],
  assistant: [mark('<｜Assistant｜>')],
  endOfReply: [mark('<｜end▁of▁sentence｜>')],
  // DeepSeek advises to force this start; without it the model may skip its reasoning.
  opensReply: [mark('<think>'), '\n'],
  closesThought: ['\n', mark('</think>'), '\n\n'],
};

// What most other models for conversation were trained with.
const chatMl: MarkedConversation = {
  user: [mark('<|im_start|>'), 'user\n'],
  endOfQuestion: [mark('<|im_end|>'), '\n'],
  assistant: [mark('<|im_start|>'), 'assistant\n'],
  endOfReply: [mark('<|im_end|>'), '\n'],
  opensReply: undefined,
};

// DeepSeek's advice for R1: 0.5–0.7, 0.6 recommended, top_p 0.95.
const reasonerSampling: Sampling = { temperature: 0.6, topP: 0.95 };

const coderEndMarks = ['<｜end▁of▁sentence｜>', '<｜fim▁begin｜>', '<｜fim▁hole｜>', '<｜fim▁end｜>', '<|EOT|>'];
const reasonerEndMarks = ['<｜end▁of▁sentence｜>', '<｜User｜>', '<｜Assistant｜>', '<｜begin▁of▁sentence｜>'];

/** End and turn marks of other makers' models that finetunes have been seen to leak. */
export const foreignEndMarks: readonly string[] = [
  '<|EOT|>',
  '<|im_end|>',
  '<|im_start|>',
  '<|endoftext|>',
  '<|eot_id|>',
];

// What makers of other models advise, between their extremes.
const moderate: Sampling = { temperature: 0.7, topP: 0.9 };

/** Rows of one kind of model differ in size, licence and how they are recognised. */
const r1 = {
  conversation: reasoner,
  sampling: reasonerSampling,
  endMarks: reasonerEndMarks,
  contextLength: 8192,
};
const coder = {
  fillInMiddle: coderMarks,
  sampling: greedy,
  endMarks: coderEndMarks,
  // The prompt of a completion is built for this; the 1.3B model's cache takes 196 KB a token.
  contextLength: 2048,
  // A prompt that two cores read in less than two seconds, and a reply.
  quickLength: 512,
  licence: 'DeepSeek model licence',
};

const isR1 = ({ name }: ModelFacts): boolean => /deepseek[-_ ]?r1/i.test(name);
const isCoder = ({ name }: ModelFacts): boolean => /deepseek[-_ ]?(ai[-_ ])?coder/i.test(name);
const isBase = (name: string): boolean => /(^|[^a-z])base([^a-z]|$)/i.test(name);
// Only base models were trained to fill in the middle (DeepSeek-Coder issue 80).
const isBaseCoder = (model: ModelFacts): boolean => isCoder(model) && isBase(model.name);
const hasMarks = ({ marks = [] }: ModelFacts, ...wanted: readonly string[]): boolean =>
  wanted.every(one => marks.includes(one));

/** A model trained to follow instructions, by its name: DeepSeek's own tags without "base" are. */
export const isInstruct = (name: string): boolean =>
  /instruct|(^|[^a-z])(it|chat)([^a-z]|$)/i.test(name) || (isCoder({ name, contextLength: 0 }) && !isBase(name));

/** In order: the first row that matches counts. */
export const families: readonly Family[] = [
  {
    id: 'demo-coder',
    label: 'Deepwell demo coder',
    matches: model => model.name === 'Deepwell Demo Coder',
    fillInMiddle: coderMarks,
    // It learnt to look a dozen lines far.
    budget: { related: 0, prefix: 200, suffix: 48, middle: 100 },
    sampling: greedy,
    endMarks: coderEndMarks,
    contextLength: 2048,
    licence: 'MIT',
    demo: true,
  },
  {
    id: 'demo-r1',
    label: 'Deepwell demo reasoner',
    matches: model => model.name === 'Deepwell Demo R1',
    conversation: reasoner,
    // Too small to sample from: one wrong token and it loses the thread.
    sampling: greedy,
    endMarks: reasonerEndMarks,
    contextLength: 2048,
    licence: 'MIT',
    demo: true,
  },
  {
    ...r1,
    id: 'deepseek-r1-0528-qwen3',
    label: 'DeepSeek-R1-0528-Qwen3',
    matches: model => isR1(model) && (/0528.*qwen3|qwen3.*0528/i.test(model.name) || model.architecture === 'qwen3'),
    licence: 'MIT',
  },
  {
    ...r1,
    id: 'deepseek-r1-distill-qwen',
    label: 'DeepSeek-R1-Distill-Qwen',
    matches: model => isR1(model) && (/qwen/i.test(model.name) || model.architecture === 'qwen2'),
    licence: 'MIT (the Qwen2.5 models it was made from: Apache-2.0)',
  },
  {
    ...r1,
    id: 'deepseek-r1-distill-llama',
    label: 'DeepSeek-R1-Distill-Llama',
    matches: model => isR1(model) && (/llama/i.test(model.name) || model.architecture === 'llama'),
    licence: 'MIT and the Llama licence of the models it was made from',
  },
  {
    ...r1,
    id: 'deepseek-r1',
    label: 'DeepSeek-R1',
    matches: model => isR1(model) || hasMarks(model, '<｜User｜>', '<｜Assistant｜>', '<think>'),
    licence: 'MIT (a distill also has the licence of the model it was made from)',
  },
  {
    ...coder,
    id: 'deepseek-coder-v2',
    label: 'DeepSeek-Coder-V2 base',
    matches: model => isBaseCoder(model) && (/coder[-_ ]?v2/i.test(model.name) || model.architecture === 'deepseek2'),
  },
  {
    ...coder,
    id: 'deepseek-coder',
    label: 'DeepSeek-Coder base',
    // The instruct models have the same vocabulary, but end with <|EOT|>.
    matches: model =>
      isBaseCoder(model) ||
      (!isInstruct(model.name) &&
        model.endMark === '<｜end▁of▁sentence｜>' &&
        hasMarks(model, '<｜fim▁begin｜>', '<|EOT|>')),
  },
  {
    id: 'template',
    label: 'another model, with its own template',
    matches: model => model.hasTemplate === true && !isBase(model.name),
    conversation: 'template',
    sampling: moderate,
    endMarks: foreignEndMarks,
    contextLength: 8192,
    licence: 'the model’s own',
    onlyByName: true,
  },
  {
    id: 'chatml',
    label: 'another model, ChatML',
    matches: model => hasMarks(model, '<|im_start|>', '<|im_end|>') && !isBase(model.name),
    conversation: chatMl,
    sampling: moderate,
    endMarks: foreignEndMarks,
    contextLength: 8192,
    licence: 'the model’s own',
    onlyByName: true,
  },
];

export const familyOf = (model: ModelFacts): Family | undefined => families.find(family => family.matches(model));

/** A model of a family that answers, but without a reasoning trace. */
export const reasons = ({ conversation }: Family): boolean =>
  conversation !== undefined && conversation !== 'template' && conversation.opensReply !== undefined;

export const serves = (family: Family, purpose: Purpose): boolean =>
  (purpose === 'completion' ? family.fillInMiddle : family.conversation) !== undefined;
