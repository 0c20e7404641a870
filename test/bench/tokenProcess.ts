// Stands in for the embedded engine's process in eventLoop.ts: it speaks its messages, with pieces at a rate.
import type { FromChild } from '../../src/engines/embedded/wire.ts';
import { sendAtRate, tokens } from './tokenRate.ts';

const say = (message: FromChild): void => void process.send?.(message);

process.once('disconnect', () => process.exit());
process.on('message', (message: { readonly kind: string; readonly id?: number }) => {
  if (message.kind === 'shutdown') process.exit();
  if (message.kind !== 'generate' || message.id === undefined) return;
  const { id } = message;
  const piece = { kind: 'text', text: ' three', tokens: 1 } as const;
  const usage = { promptTokens: 9, evaluatedTokens: 9, generatedTokens: tokens };
  void sendAtRate(count => {
    for (let sent = 0; sent < count; sent += 1) say({ kind: 'piece', id, piece });
  }).then(() => say({ kind: 'piece', id, piece: { kind: 'end', reason: 'stop', usage } }));
});
say({ kind: 'ready' });
