import { l10n } from 'vscode';
import { cutTo, unixText } from '../../context/attachedText.ts';
import { hasPrivateKey, isSecretFile } from '../../context/exclude.ts';
import type { Attachment } from '../../prompt/attachments.ts';
import { unlessAborted } from '../../shared/unlessAborted.ts';
import { nameOfUri } from '../selection.ts';
import { type GitChange, type GitRepository, gitRepositories, untracked } from './git.ts';
import { Refused } from './refusal.ts';

/** Characters of all differences together, and of one file's: a lock file would push out the rest. */
const mostCharacters = 100_000;
const mostOfOne = 20_000;

/** What is changed in all repositories that the editor has open. */
export async function attachedChanges(signal: AbortSignal): Promise<Attachment> {
  const repositories = await gitRepositories(signal);
  if (repositories === undefined || repositories.length === 0) throw new Refused('noGit');
  return changesIn(repositories, signal);
}

/** What is changed since the last commit. New files that Git does not know are named. */
export async function changesIn(repositories: readonly GitRepository[], signal: AbortSignal): Promise<Attachment> {
  const parts: string[] = [];
  let count = 0;
  for (const repository of repositories) {
    await unlessAborted(repository.status(), signal);
    const changes = changesOf(repository);
    count += changes.length;
    if (changes.length > 0) parts.push(await differences(repository, changes, signal));
  }
  if (count === 0) throw new Refused('noChanges');
  const label = count === 1 ? l10n.t('1 changed file') : l10n.t('{0} changed files', count);
  const { text } = cutTo(parts.join('\n'), mostCharacters);
  return { id: 'changes', kind: 'changes', label, path: 'git diff HEAD', languageId: 'diff', text };
}

/** Each changed file once, however it is staged. */
function changesOf({ state }: GitRepository): readonly GitChange[] {
  const all = [
    ...state.mergeChanges,
    ...state.indexChanges,
    ...state.workingTreeChanges,
    ...(state.untrackedChanges ?? []),
  ];
  return [...new Map(all.map(change => [change.uri.toString(), change])).values()];
}

async function differences(
  repository: GitRepository,
  changes: readonly GitChange[],
  signal: AbortSignal,
): Promise<string> {
  const isNamedOnly = ({ status, uri }: GitChange): boolean => status === untracked || isSecretFile(uri.path);
  const parts: string[] = [];
  let length = 0;
  for (const { uri } of changes.filter(change => !isNamedOnly(change))) {
    if (length > mostCharacters) parts.push(`(not shown: ${nameOfUri(uri)})`);
    else parts.push(await differenceOf(repository, uri, signal));
    length += parts.at(-1)?.length ?? 0;
  }
  const named = changes.filter(isNamedOnly).map(({ uri }) => nameOfUri(uri));
  return [...parts, ...(named.length > 0 ? ['New or not shown:', ...named] : [])].join('\n');
}

async function differenceOf(repository: GitRepository, uri: GitChange['uri'], signal: AbortSignal): Promise<string> {
  // Before the first commit there is nothing to compare with: what is in the index is all new.
  const written =
    repository.state.HEAD?.commit === undefined
      ? `(new: ${nameOfUri(uri)})`
      : await unlessAborted(repository.diffWith('HEAD', uri.fsPath), signal);
  const text = unixText(written).trimEnd();
  return hasPrivateKey(text) ? `(not shown: ${nameOfUri(uri)})` : cutTo(text, mostOfOne).text;
}
