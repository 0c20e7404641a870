import { l10n } from 'vscode';
import type { SuggestionView } from '../../shared/chat.ts';
import { type SlashName, slashCommands } from '../../prompt/slash.ts';
import type { NamedPrompt } from './promptFiles.ts';

const details = (): Readonly<Record<SlashName, string>> => ({
  explain: l10n.t('Explain the selected code'),
  fix: l10n.t('Find the mistake and show the corrected code'),
  tests: l10n.t('Write tests'),
  doc: l10n.t('Write documentation comments'),
  commit: l10n.t('Write a commit message for the Git changes'),
  new: l10n.t('Begin a new chat'),
  clear: l10n.t('Empty this chat'),
  remember: l10n.t('Add a line to the notes of this workspace'),
  help: l10n.t('Show what the chat can do'),
});

/** The commands that begin with these letters: the built-in ones and the person's own. */
export function suggestedCommands(query: string, prompts: readonly NamedPrompt[]): readonly SuggestionView[] {
  const words = details();
  const builtIn = (Object.keys(slashCommands) as SlashName[]).map((name): SuggestionView => ({
    id: `command:${name}`,
    kind: 'command',
    label: `/${name}`,
    detail: words[name],
  }));
  const own = prompts.map(({ name, uri, description }): SuggestionView => ({
    id: `prompt:${uri.toString()}`,
    kind: 'prompt',
    label: `/${name}`,
    detail: description === '' ? l10n.t('Your own prompt') : description,
  }));
  return [...builtIn, ...own].filter(({ label }) => label.startsWith(`/${query.toLowerCase()}`));
}
