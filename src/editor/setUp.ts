import { type TreeDataProvider, ConfigurationTarget, commands, l10n, window, workspace } from 'vscode';
import type { Purpose } from '../shared/engine.ts';

/** The set-up view is an empty tree: its words and buttons are the welcome content of package.json. */
export const emptyTree: TreeDataProvider<never> = {
  getChildren: () => [],
  getTreeItem: item => item,
};

interface Step {
  readonly label: string;
  readonly detail: string;
  readonly run: () => Promise<void>;
}

/** Lets the person choose where models come from; each choice ends in a changed setting. */
export async function setUp(): Promise<void> {
  const steps: readonly Step[] = [
    {
      label: l10n.t('$(file) Choose a chat model file…'),
      detail: l10n.t('A DeepSeek-R1 model in GGUF form, run by the built-in engine.'),
      run: () => chooseFile('chat'),
    },
    {
      label: l10n.t('$(file) Choose a completion model file…'),
      detail: l10n.t('A DeepSeek-Coder base model in GGUF form, run by the built-in engine.'),
      run: () => chooseFile('completion'),
    },
    {
      label: l10n.t('$(server) Use Ollama'),
      detail: l10n.t('With deepseek-r1 and deepseek-coder base models you have pulled.'),
      run: () => set('engine', 'ollama'),
    },
    {
      label: l10n.t('$(settings-gear) Open the settings'),
      detail: l10n.t('Addresses of servers, context length and more.'),
      run: async () => void (await commands.executeCommand('workbench.action.openSettings', '@ext:deepwell.deepwell')),
    },
  ];
  const chosen = await window.showQuickPick(steps, { title: l10n.t('Set up Deepwell'), matchOnDetail: true });
  await chosen?.run();
}

async function chooseFile(purpose: Purpose): Promise<void> {
  const [file] =
    (await window.showOpenDialog({
      title: purpose === 'chat' ? l10n.t('Choose a chat model') : l10n.t('Choose a completion model'),
      filters: { [l10n.t('GGUF models')]: ['gguf'] },
      canSelectMany: false,
    })) ?? [];
  if (file === undefined) return;
  await set(`${purpose}.model`, file.fsPath);
  await set('engine', 'embedded');
}

const set = async (name: string, value: string): Promise<void> =>
  workspace.getConfiguration('deepwell').update(name, value, ConfigurationTarget.Global);
