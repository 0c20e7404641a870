import * as z from 'zod';
import type { Chat } from '../turns.ts';
import { finite, fromJson } from './json.ts';
import { type Read, flawed, joined, wrongField } from './flaw.ts';
import { aboutSchema, turnSchema } from './schema.ts';

// The exported form of a whole chat, for other programs and for another computer. It stays as it is: a change that a reader
// of version 1 would misunderstand makes version 2.
//
//   { "format": "deepwell-chat", "version": 1, "chat": { … } }
//
// The chat has the fields of `Chat` in chat/turns.ts: id, title, createdAt, updatedAt (milliseconds since 1970), workspace,
// shown, openedByHand, thinking?, and turns: all turns of all branches in the order they were made. A turn with
// "role": "user" is a question (text, attachments), one with "role": "assistant" a reply (state, thought?, answer, …). The
// "parent" of a turn is the id of the turn it follows; a first question has none.

const formatName = 'deepwell-chat';
const formatVersion = 1;

const envelopeSchema = z.object({ format: z.literal(formatName), version: z.number().int(), chat: z.unknown() });
const chatSchema = aboutSchema.extend({ turns: z.array(turnSchema) });

export function chatAsJson({ turns, ...about }: Chat): string {
  // The long list last, so that a reader of the text meets the rest.
  const chat = { ...about, turns };
  return `${JSON.stringify({ format: formatName, version: formatVersion, chat }, finite, 2)}\n`;
}

/** Reads what `chatAsJson` wrote. */
export function chatFromJson(text: string): Read<Chat> {
  const envelope = envelopeSchema.safeParse(fromJson(text));
  if (!envelope.success) return flawed({ kind: 'notAChat' });
  if (envelope.data.version > formatVersion) return flawed({ kind: 'newer', version: envelope.data.version });
  const chat = chatSchema.safeParse(envelope.data.chat);
  if (!chat.success) return wrongField(chat.error, ['chat']);
  const { turns, ...about } = chat.data;
  return joined(about, turns);
}
