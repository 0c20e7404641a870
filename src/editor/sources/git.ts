import { type Extension, type Uri, extensions } from 'vscode';
import { unlessAborted } from '../../shared/unlessAborted.ts';

// What is used of the API of VS Code's own Git extension, version 1.

export interface GitChange {
  readonly uri: Uri;
  readonly status: number;
}

/** A file that Git does not know. */
export const untracked = 7;

export interface GitRepository {
  readonly rootUri: Uri;
  readonly state: {
    readonly HEAD: { readonly commit?: string } | undefined;
    readonly indexChanges: readonly GitChange[];
    readonly workingTreeChanges: readonly GitChange[];
    readonly mergeChanges: readonly GitChange[];
    readonly untrackedChanges?: readonly GitChange[];
  };
  readonly status: () => Promise<void>;
  /** Index and working tree against a commit. "diffWithHEAD" of a path leaves out what is staged. */
  readonly diffWith: (ref: string, path: string) => Promise<string>;
}

interface GitExtension {
  readonly enabled: boolean;
  readonly getAPI: (version: 1) => { readonly repositories: readonly GitRepository[] };
}

/** The repositories that the editor has open; undefined where Git is turned off, cannot start or is not here. */
export async function gitRepositories(signal: AbortSignal): Promise<readonly GitRepository[] | undefined> {
  const extension: Extension<GitExtension> | undefined = extensions.getExtension<GitExtension>('vscode.git');
  if (extension === undefined) return undefined;
  const git = await unlessAborted(Promise.resolve(extension.activate()), signal).catch(() => {
    signal.throwIfAborted();
    return undefined;
  });
  return git?.enabled === true ? git.getAPI(1).repositories : undefined;
}
