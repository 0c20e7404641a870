import { l10n, window } from 'vscode';
import { type Sent, promptText } from '../../chat/sent.ts';
import { tokensIn } from '../../context/tokens.ts';
import type { ShownTexts } from '../shownTexts.ts';

/** Shows exactly what a model was sent for a reply, in a document of its own. */
export async function viewPrompt(sent: Sent | undefined, texts: ShownTexts): Promise<void> {
  if (sent === undefined) {
    void window.showInformationMessage(
      l10n.t('The prompt of this reply is not kept: it was sent before this window was opened.'),
    );
    return;
  }
  const text = promptText(sent.input);
  const content = `${headOf(sent, text)}\n\n${text}\n`;
  await texts.show(l10n.t('Prompt'), content);
}

function headOf({ label, usage, maxTokens, sampling }: Sent, text: string): string {
  const tokens =
    usage === undefined || usage.promptTokens === 0
      ? l10n.t('Prompt: about {0} tokens', tokensIn(text))
      : l10n.t('Prompt: {0} tokens, {1} generated', usage.promptTokens, usage.generatedTokens);
  const read =
    usage?.evaluatedTokens === undefined
      ? []
      : [l10n.t('Read anew: {0} tokens; the rest was in the engine’s cache', usage.evaluatedTokens)];
  return [
    l10n.t('Sent to {0}', label),
    tokens,
    ...read,
    l10n.t('At most {0} tokens, temperature {1}, top_p {2}', maxTokens, sampling.temperature, sampling.topP),
    l10n.t('What follows is the prompt as it was sent, special tokens written as their text:'),
  ].join('\n');
}
