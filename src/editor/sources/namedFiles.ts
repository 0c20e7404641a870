import { FileType, type Uri, workspace } from 'vscode';
import { findFiles } from './findFiles.ts';
import { pathIn, typeInside } from './inside.ts';

/** Files looked at, and names put into one search, at once. */
const together = 8;
const mostInSearch = 25;
/** Files that such a search may bring before each of its names is looked for alone. */
const mostFound = 1000;

/** The files of the workspace that these paths stand for: whole paths, or ends of paths that one file only has. */
export async function filesNamed(paths: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, Uri>> {
  const files = new Map<string, Uri>();
  for (const group of groupsOf(paths, together))
    for (const [path, uri] of await Promise.all(group.map(async one => [one, await exactly(one, signal)] as const)))
      if (uri !== undefined) files.set(path, uri);
  // Globs have no way to write these characters as they are.
  const ends = paths.filter(path => !files.has(path) && !/[*?[\]{},]/.test(path));
  for (const group of groupsOf(ends, mostInSearch))
    for (const [path, uri] of await byTheirEnds(group, signal)) files.set(path, uri);
  return files;
}

async function exactly(path: string, signal: AbortSignal): Promise<Uri | undefined> {
  for (const { uri: folder } of workspace.workspaceFolders ?? []) {
    const uri = pathIn(folder, path);
    if (uri !== undefined && (await typeInside(folder, uri, signal)) === FileType.File) return uri;
  }
  return undefined;
}

/** One search for all: each starts a process that walks through the workspace. */
async function byTheirEnds(
  paths: readonly string[],
  signal: AbortSignal,
): Promise<readonly (readonly [string, Uri])[]> {
  const found = await findFiles(`**/${paths.length === 1 ? paths[0] : `{${paths.join(',')}}`}`, mostFound, signal);
  if (found.length === mostFound && paths.length > 1)
    return (await inTurn(paths, async path => byTheirEnds([path], signal))).flat();
  const named = await inTurn(paths, async path => {
    const [uri, another] = found.filter(file => file.path.endsWith(`/${path}`));
    const isOnly = uri !== undefined && another === undefined && (await isPlainFile(uri, signal));
    return isOnly ? [[path, uri] as const] : [];
  });
  return named.flat();
}

async function isPlainFile(uri: Uri, signal: AbortSignal): Promise<boolean> {
  const folder = workspace.getWorkspaceFolder(uri)?.uri;
  return folder !== undefined && (await typeInside(folder, uri, signal)) === FileType.File;
}

async function inTurn<Thing, Result>(
  things: readonly Thing[],
  each: (thing: Thing) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const thing of things) results.push(await each(thing));
  return results;
}

const groupsOf = <Thing>(things: readonly Thing[], size: number): readonly (readonly Thing[])[] =>
  Array.from({ length: Math.ceil(things.length / size) }, (_, at) => things.slice(at * size, (at + 1) * size));
