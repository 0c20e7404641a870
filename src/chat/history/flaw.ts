import type { z } from 'zod';
import type { Chat, Turn } from '../turns.ts';

/** Why a file is no chat that can be read. `editor/history/tellFlaw.ts` has the sentence of each. */
export type Flaw =
  /** Not JSON, not text, or not one of Deepwell's files. */
  | { readonly kind: 'notAChat' }
  /** Written by a newer Deepwell: nothing is wrong with it. */
  | { readonly kind: 'newer'; readonly version: number }
  /** Fewer turns than there were, or a line that is cut off. */
  | { readonly kind: 'cutShort' }
  /** A field that is missing or of a wrong kind: "turns.3.parent". */
  | { readonly kind: 'field'; readonly field: string }
  /** A turn that follows none, or that has the id of another. */
  | { readonly kind: 'misplaced'; readonly turn: string };

/** What came of reading something. */
export type Read<T> = { readonly kind: 'read'; readonly value: T } | { readonly kind: 'flawed'; readonly flaw: Flaw };

export const read = <T>(value: T): Read<T> => ({ kind: 'read', value });

export const flawed = (flaw: Flaw): Read<never> => ({ kind: 'flawed', flaw });

/** The first thing that is wrong, by the path to it. */
export const wrongField = (error: z.ZodError, before: readonly PropertyKey[] = []): Read<never> =>
  flawed({ kind: 'field', field: [...before, ...(error.issues[0]?.path ?? [])].map(String).join('.') });

/** A chat of these turns, where they belong together: each follows a turn that came before it. */
export function joined(about: Omit<Chat, 'turns'>, turns: readonly Turn[]): Read<Chat> {
  const roles = new Map<string, Turn['role']>();
  for (const { id, role, parent } of turns) {
    const follows = parent === undefined ? 'assistant' : roles.get(parent);
    if (roles.has(id) || follows === undefined || follows === role) return flawed({ kind: 'misplaced', turn: id });
    roles.set(id, role);
  }
  return read({ ...about, turns });
}
