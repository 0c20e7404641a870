import { Uri, workspace } from 'vscode';
import { withInvisibleShown } from '../../context/attachedInvisible.ts';
import { type PromptFile, promptName, readPromptFile } from '../../prompt/promptFile.ts';
import { isSlashName } from '../../prompt/slash.ts';
import type { WatchedTexts } from './watchedTexts.ts';

export interface NamedPrompt extends PromptFile {
  /** What is typed behind the slash. */
  readonly name: string;
  readonly uri: Uri;
}

/**
 * The person's own prompts, `.deepwell/prompts/*.md` of each folder. Two with one name: the first folder's counts; a built-in
 * command keeps its own. Their text comes with a repository, so invisible characters in it are written out.
 */
export async function promptFiles(texts: WatchedTexts, signal: AbortSignal): Promise<readonly NamedPrompt[]> {
  const prompts = new Map<string, NamedPrompt>();
  for (const { uri: folder } of workspace.workspaceFolders ?? [])
    for (const uri of await texts.list(Uri.joinPath(folder, '.deepwell', 'prompts'), signal)) {
      const name = promptName(uri.path.slice(uri.path.lastIndexOf('/') + 1));
      const text = await texts.read(uri, signal);
      if (name === undefined || isSlashName(name) || prompts.has(name) || text === undefined) continue;
      const prompt = readPromptFile(withInvisibleShown(text).text);
      if (prompt.body !== '') prompts.set(name, { ...prompt, name, uri });
    }
  return [...prompts.values()];
}
