import { type Uri, workspace } from 'vscode';
import { hiddenGlobs } from './hidden.ts';
import { withToken } from './token.ts';

/** Files of the workspace by a glob, without those that the settings keep out of the explorer and of searches. */
export async function findFiles(glob: string, most: number, signal: AbortSignal): Promise<readonly Uri[]> {
  const hidden = hiddenGlobs();
  const exclude = hidden.length > 0 ? `{${hidden.join(',')}}` : undefined;
  return withToken(signal, token => workspace.findFiles(glob, exclude, most, token));
}
