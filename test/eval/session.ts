import { z } from 'zod';
import { BadInput } from './lines.ts';

const ms = z.number().min(0);
/** UTF-16 units, as in the editor. */
const units = z.number().int().min(0);

const keySchema = z.strictObject({
  at: ms,
  insert: z.string().optional(),
  /** How much before the cursor goes. */
  delete: units.optional(),
  /** Where in the text the cursor goes. */
  move: units.optional(),
  /** How much of the ghost text is taken; nothing happens where none is shown. */
  accept: z.enum(['all', 'word', 'line']).optional(),
});

const sessionSchema = z
  .object({
    path: z.string(),
    language: z.string(),
    text: z.string(),
    cursor: units,
    keys: z.array(keySchema),
    engine: z.object({
      truth: z.string(),
      msPerToken: ms,
      promptTokensPerSecond: z.number().positive(),
      seed: z.number().int(),
    }),
  })
  .refine(({ cursor, text }) => cursor <= text.length, {
    path: ['cursor'],
    message: 'lies behind the end of the text',
  });

/** A person at the keys, and the engine that answers. */
export type Session = z.infer<typeof sessionSchema>;
export type Key = z.infer<typeof keySchema>;

/** Throws BadInput that names the field. */
export function parseSession(session: unknown): Session {
  const parsed = sessionSchema.safeParse(session);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new BadInput(`session, field "${issue?.path.join('.') ?? ''}": ${issue?.message ?? 'not valid'}`);
}
