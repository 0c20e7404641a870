/** An extension that shows ghost text. */
export interface Competitor {
  readonly name: string;
  readonly extensions: readonly string[];
  /** It works only for who is signed in there. VS Code may bring it along and run it without. */
  readonly account?: string;
  /** What the settings editor is asked for. */
  readonly settings: string;
  /** Settings that turn its ghost text off, and the value that does. None where it keeps that to itself. */
  readonly off: readonly { readonly setting: string; readonly field?: string; readonly value: unknown }[];
}

const of = (name: string, extension: string, ...off: Competitor['off']): Competitor => ({
  name,
  extensions: [extension],
  settings: `@ext:${extension}`,
  off,
});

export const competitors: readonly Competitor[] = [
  {
    name: 'GitHub Copilot',
    // Ghost text moved from the first into the second.
    extensions: ['GitHub.copilot', 'GitHub.copilot-chat'],
    account: 'github',
    settings: 'github.copilot.enable',
    off: [
      { setting: 'github.copilot.enable', field: '*', value: false },
      { setting: 'chat.disableAIFeatures', value: true },
    ],
  },
  of('Continue', 'Continue.continue', { setting: 'continue.enableTabAutocomplete', value: false }),
  of('Tabnine', 'TabNine.tabnine-vscode'),
  of('Windsurf', 'Codeium.codeium', { setting: 'codeium.enableConfig', field: '*', value: false }),
  of('Supermaven', 'supermaven.supermaven'),
  of('Tabby', 'TabbyML.vscode-tabby', {
    setting: 'tabby.settings.advanced',
    field: 'inlineCompletion.triggerMode',
    value: 'manual',
  }),
  of('llama.vscode', 'ggml-org.llama-vscode', { setting: 'llama-vscode.enabled', value: false }),
  of(
    'twinny',
    'rjmacarthy.twinny',
    { setting: 'twinny.enabled', value: false },
    { setting: 'twinny.autoSuggestEnabled', value: false },
  ),
  of('Cody', 'sourcegraph.cody-ai', { setting: 'cody.autocomplete.enabled', value: false }),
  of('Amazon Q', 'AmazonWebServices.amazon-q-vscode'),
];

/** Whether the settings turn the ghost text of an extension off, as far as they say. */
export const isOff = ({ off }: Competitor, settingOf: (name: string) => unknown): boolean =>
  off.some(({ setting, field, value }) => {
    const given = settingOf(setting);
    return (field === undefined ? given : fieldOf(given, field)) === value;
  });

const fieldOf = (value: unknown, field: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, field) : undefined;
