import { ConfigurationTarget, workspace } from 'vscode';

/** By the person's own click on the button that names the number of tokens. The engines are made anew by the change. */
export const raiseContext = async (tokens: number): Promise<void> =>
  workspace.getConfiguration('deepwell').update('chat.contextLength', tokens, ConfigurationTarget.Global);
