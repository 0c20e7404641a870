/**
 * The engine's process with a witness in it: tells in the log what arrives and leaves at this side of the channel, so that
 * tests see what the process knows and not what its owner believes.
 */
import * as z from 'zod';
import '../../src/engines/embedded/child.ts';

const arrivingSchema = z.object({ kind: z.enum(['generate', 'abort']), id: z.number() });
const leavingSchema = z.union([
  z.object({ kind: z.literal('failed'), id: z.number() }),
  z.object({
    kind: z.literal('piece'),
    id: z.number(),
    piece: z.object({ kind: z.string(), tokens: z.number().optional() }),
  }),
]);

const send = process.send?.bind(process);
let written = 0;

const tell = (event: string, id: number): void =>
  void send?.({ kind: 'log', event: `witness.${event}`, facts: { id, written } });

process.on('message', message => {
  const { data } = arrivingSchema.safeParse(message);
  if (data !== undefined) tell(data.kind === 'generate' ? 'asked' : 'givenUp', data.id);
});

process.send = (message: unknown, ...rest: []) => {
  const { data } = leavingSchema.safeParse(message);
  if (data?.kind === 'piece' && data.piece.kind === 'text') written += data.piece.tokens ?? 0;
  if (data?.kind === 'failed' || (data?.kind === 'piece' && data.piece.kind === 'end')) tell('ended', data.id);
  return send?.(message, ...rest) ?? false;
};
