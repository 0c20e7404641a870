import type { z } from 'zod';

/** Bad input: the message names the line and the field, and is all that is printed. */
export class BadInput extends Error {}

/** Parses one line of a JSON-lines file. Throws BadInput. */
export function parseLine<T>(line: string, number: number, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(parseJson(line, number));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new BadInput(`line ${number}, field "${issue?.path.join('.') ?? ''}": ${issue?.message ?? 'not valid'}`);
}

function parseJson(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new BadInput(`line ${number}: not JSON (${cause instanceof Error ? cause.message : String(cause)})`);
  }
}
