import * as z from 'zod';

// Stored chats and imported ones come in here. Unknown fields are dropped, so that a field added later does not make a
// chat unreadable for an older version; a field whose meaning changes needs a new format version. The test of this file
// does not compile where a field of a chat is missing here.

const time = z.number();

export const attachmentSchema = z.object({
  id: z.string(),
  kind: z.enum([
    'selection',
    'file',
    'folder',
    'symbol',
    'problems',
    'terminal',
    'changes',
    'search',
    'rules',
    'notes',
  ]),
  label: z.string(),
  path: z.string(),
  languageId: z.string(),
  text: z.string(),
});

const question = z
  .object({
    role: z.literal('user'),
    id: z.string().min(1),
    parent: z.string().min(1).optional(),
    at: time,
    text: z.string(),
    attachments: z.array(attachmentSchema),
    leavesOut: z.string().optional(),
  })
  // JSON has no undefined: the field is there all the same.
  .transform(one => ({ ...one, parent: one.parent }));

const thought = z.object({
  text: z.string(),
  milliseconds: z.number(),
  tokens: z.number(),
  steps: z.array(z.object({ at: z.number(), turn: z.string() })),
  ended: z.enum(['model', 'answerNow', 'budget', 'loop', 'cut']),
  edited: z.boolean().optional(),
});

const answered = z.object({
  role: z.literal('assistant'),
  id: z.string().min(1),
  parent: z.string().min(1),
  at: time,
  state: z.enum(['complete', 'stopped', 'error']),
  thought: thought.optional(),
  answer: z.string(),
  ending: z.enum(['empty', 'lengthLimit', 'contextFull', 'interrupted']).optional(),
  problem: z.string().optional(),
  model: z.string().optional(),
  temperature: z.number().optional(),
  tokens: z.number(),
  tokensPerSecond: z.number().optional(),
  secondsToAnswer: z.number().optional(),
});

export const turnSchema = z.discriminatedUnion('role', [question, answered]);

/** A chat without its turns. */
export const aboutSchema = z.object({
  id: z.string().min(1),
  title: z.string(),
  createdAt: time,
  updatedAt: time,
  workspace: z.string(),
  shown: z.record(z.string(), z.string()),
  openedByHand: z.record(z.string(), z.boolean()),
  thinking: z.enum(['off', 'short', 'normal', 'deep']).optional(),
});
