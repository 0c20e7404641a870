import { type Uri, workspace } from 'vscode';
import { type Excludes, excludedGlobs } from '../../context/excludedNames.ts';

/** What the settings keep out of the explorer and out of searches. */
export function hiddenGlobs(scope?: Uri): readonly string[] {
  const excludes = (section: string): Excludes =>
    workspace.getConfiguration(section, scope).get<Excludes>('exclude') ?? {};
  return excludedGlobs(excludes('files'), excludes('search'));
}
