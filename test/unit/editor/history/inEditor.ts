import { registerHooks } from 'node:module';

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'vscode'
      ? { url: new URL('./editor.ts', import.meta.url).href, shortCircuit: true }
      : next(specifier, context),
});

// The product's own list of chats, in the editor of these tests.
export const { showHistory } = await import('../../../../src/editor/history/historyPick.ts');
export const { exportChat } = await import('../../../../src/editor/history/exportChat.ts');
export const { importChat } = await import('../../../../src/editor/history/importChat.ts');
export const { tellChat, tellFlaw } = await import('../../../../src/editor/history/tellChat.ts');
