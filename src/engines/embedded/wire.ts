/** What the extension and the engine's process say to each other. Both sides parse what they receive. */
import * as z from 'zod';
import type { Failure, FailureKind } from '../../shared/failure.ts';

const purposeSchema = z.enum(['completion', 'chat']);

const byPurpose = <Value extends z.ZodType>(value: Value) =>
  z.object({ completion: value.optional(), chat: value.optional() });

const requestSchema = z.object({
  purpose: purposeSchema,
  prompt: z.array(z.union([z.string(), z.object({ mark: z.string() })])),
  maxTokens: z.number().int().min(0),
  sampling: z.object({ temperature: z.number().min(0), topP: z.number().min(0).max(1) }),
  cache: z.enum(['main', 'quick']).optional(),
});

const startSchema = z.object({
  kind: z.literal('start'),
  /** Paths of GGUF files. */
  models: byPurpose(z.string()),
  /** Where other GGUF files lie, for a purpose without a path. */
  folder: z.string().optional(),
  /** Tokens; the family's own length where absent. */
  contextLength: byPurpose(z.number().int().positive()),
  /** Threads to compute with; chosen by the process where absent. */
  threads: z.number().int().positive().optional(),
  /** Minutes a model stays in memory after its last use; -1 for ever. */
  keepAlive: z.number().min(-1),
  /** Bytes that may be used; what the system says is free where absent. */
  memory: z.number().optional(),
});

/** The first message: what the process serves until it ends. */
export type Start = z.infer<typeof startSchema>;

const idSchema = z.number().int();

export const fromParentSchema = z.discriminatedUnion('kind', [
  startSchema,
  z.object({ kind: z.literal('check'), id: idSchema }),
  z.object({ kind: z.literal('generate'), id: idSchema, request: requestSchema }),
  /** Ends a generation; nothing more is said about it. */
  z.object({ kind: z.literal('abort'), id: idSchema }),
  z.object({ kind: z.literal('shutdown') }),
]);

export type FromParent = z.input<typeof fromParentSchema>;

const failureKinds: Readonly<Record<FailureKind, FailureKind>> = {
  noModel: 'noModel',
  modelMissing: 'modelMissing',
  notGguf: 'notGguf',
  modelBroken: 'modelBroken',
  modelUnsupported: 'modelUnsupported',
  wrongModel: 'wrongModel',
  modelInCloud: 'modelInCloud',
  notEnoughMemory: 'notEnoughMemory',
  contextOverflow: 'contextOverflow',
  engineCannotStart: 'engineCannotStart',
  engineDied: 'engineDied',
  unreachable: 'unreachable',
  notLocal: 'notLocal',
  keyRefused: 'keyRefused',
  serverBusy: 'serverBusy',
  notFound: 'notFound',
  redirected: 'redirected',
  serverRefused: 'serverRefused',
  badReply: 'badReply',
  serverTooOld: 'serverTooOld',
  unexpected: 'unexpected',
};

const failureSchema = z.object({
  kind: z.enum(failureKinds),
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
});

/** A Failure as it travels: without its cause and its stack. */
type FailureMessage = z.infer<typeof failureSchema>;

export const failureMessage = ({ kind, facts }: Failure): FailureMessage => ({ kind, facts: { ...facts } });

const factsSchema = z.object({
  name: z.string(),
  architecture: z.string().optional(),
  contextLength: z.number(),
  marks: z.array(z.string()).readonly().optional(),
  endMark: z.string().optional(),
  quickCacheLength: z.number().int().positive().optional(),
  longestContext: z.number().int().positive().optional(),
  cacheBytesPerToken: z.number().min(0).optional(),
});

/** A model as it is found, or why it cannot serve; absent where no model is configured. */
const foundSchema = z.union([z.object({ model: factsSchema }), z.object({ failure: failureSchema })]);

export type Found = z.infer<typeof foundSchema>;

const tokensSchema = z.number().int().min(0);

const pieceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('waiting'), stage: z.enum(['loading', 'reading']), done: z.number().optional() }),
  z.object({ kind: z.literal('text'), text: z.string(), tokens: tokensSchema }),
  z.object({
    kind: z.literal('end'),
    reason: z.enum(['stop', 'length']),
    usage: z.object({ promptTokens: tokensSchema, evaluatedTokens: tokensSchema, generatedTokens: tokensSchema }),
  }),
]);

/** What the embedded engine's streams consist of: of shared/engine.ts's pieces those that do not come from servers. */
export type EmbeddedPiece = z.infer<typeof pieceSchema>;

export const fromChildSchema = z.discriminatedUnion('kind', [
  /** The process listens. */
  z.object({ kind: z.literal('ready') }),
  /** No model is in memory any more: the process is of no use until the next request. */
  z.object({ kind: z.literal('idle') }),
  z.object({ kind: z.literal('checked'), id: idSchema, found: byPurpose(foundSchema) }),
  z.object({ kind: z.literal('piece'), id: idSchema, piece: pieceSchema }),
  z.object({ kind: z.literal('failed'), id: idSchema, failure: failureSchema }),
  z.object({
    kind: z.literal('log'),
    event: z.string(),
    facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  }),
]);

export type FromChild = z.infer<typeof fromChildSchema>;
