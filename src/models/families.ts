import type { Mark, ModelFacts, Prompt, Sampling } from '../shared/engine.ts';

const mark = (text: string): Mark => ({ mark: text });

/** Fill-in-the-middle marks, and how the model was taught to see other files of the repository. */
export interface FillInMiddle {
  readonly begin: Mark;
  readonly hole: Mark;
  readonly end: Mark;
  /** Heads a file's code: DeepSeek-Coder was trained on repositories with a "#path" line before each file. */
  readonly fileHeading: (path: string) => string;
}

/** How a conversation is written for the model. */
export interface Conversation {
  readonly user: Mark;
  readonly assistant: Mark;
  /** Written after each finished reply of the model. */
  readonly endOfReply: Mark;
  /** The start of every reply, given to the model so that it cannot skip thinking. Undefined: a model without reasoning. */
  readonly opensReply: Prompt | undefined;
}

/** What is special about a kind of model. A new model is a new row here and nothing else. */
export interface Family {
  readonly id: string;
  /** For people: "DeepSeek-Coder base". */
  readonly label: string;
  /** Recognises a model by what its engine reports. */
  readonly matches: (model: ModelFacts) => boolean;
  readonly fillInMiddle?: FillInMiddle;
  /** Characters of code a completion is shown around its line; the default of the window where absent. */
  readonly window?: { readonly above: number; readonly below: number };
  readonly conversation?: Conversation;
  readonly sampling: Sampling;
  /** Marks that can leak into the text of a reply: whatever follows one is not part of the answer. */
  readonly endMarks: readonly string[];
  /** Tokens to load the model with when nothing is configured. */
  readonly contextLength: number;
  readonly licence: string;
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

const reasoner: Conversation = {
  user: mark('<｜User｜>'),
  assistant: mark('<｜Assistant｜>'),
  endOfReply: mark('<｜end▁of▁sentence｜>'),
  // DeepSeek advises to force this start; without it the model may skip its reasoning.
  opensReply: [mark('<think>'), '\n'],
};

// DeepSeek's advice for R1: 0.5–0.7, 0.6 recommended, top_p 0.95.
const reasonerSampling: Sampling = { temperature: 0.6, topP: 0.95 };

const coderEndMarks = ['<｜end▁of▁sentence｜>', '<｜fim▁begin｜>', '<｜fim▁hole｜>', '<｜fim▁end｜>', '<|EOT|>'];
const reasonerEndMarks = ['<｜end▁of▁sentence｜>', '<｜User｜>', '<｜Assistant｜>', '<｜begin▁of▁sentence｜>'];

/** End and turn marks of other makers' models that finetunes have been seen to leak. */
export const foreignEndMarks = ['<|EOT|>', '<|im_end|>', '<|im_start|>', '<|endoftext|>', '<|eot_id|>'];

/** In order: the first row that matches counts. */
export const families: readonly Family[] = [
  {
    id: 'demo-coder',
    label: 'Deepwell demo coder',
    matches: model => model.name === 'Deepwell Demo Coder',
    fillInMiddle: coderMarks,
    // It learnt to look a dozen lines far.
    window: { above: 320, below: 160 },
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
    id: 'deepseek-r1',
    label: 'DeepSeek-R1',
    matches: model => /deepseek[-_ ]?r1/i.test(model.name),
    conversation: reasoner,
    sampling: reasonerSampling,
    endMarks: reasonerEndMarks,
    contextLength: 8192,
    licence: 'MIT (Qwen distills: Apache-2.0 base; Llama distills: Llama licence)',
  },
  {
    id: 'deepseek-coder',
    label: 'DeepSeek-Coder base',
    // Only base models were trained to fill in the middle (DeepSeek-Coder issue 80).
    matches: model => /deepseek[-_ ]?(ai[-_ ])?coder/i.test(model.name) && /(^|[^a-z])base([^a-z]|$)/i.test(model.name),
    fillInMiddle: coderMarks,
    sampling: greedy,
    endMarks: coderEndMarks,
    contextLength: 4096,
    licence: 'DeepSeek model licence',
  },
];

export const familyOf = (model: ModelFacts): Family | undefined => families.find(family => family.matches(model));
