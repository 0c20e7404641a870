import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Host, startHost } from '../host/host.ts';
import { root } from './install.mjs';

export interface Opening {
  readonly workspace: string;
  /** A file of the workspace to show. */
  readonly file: string;
  /** An empty folder for the editor's profile. */
  readonly profile: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Opens the workspace in a desktop VS Code with the extension on, in a profile of its own. Throws when it refuses. */
export function openDesktop(editor: string, { workspace, file, profile, settings }: Opening): void {
  const userFolder = join(profile, 'User');
  mkdirSync(userFolder, { recursive: true });
  writeFileSync(
    join(userFolder, 'settings.json'),
    JSON.stringify({ 'security.workspace.trust.enabled': false, ...settings }, undefined, 2),
  );
  const { status, error } = spawnSync(
    editor,
    [
      '--new-window',
      `--extensionDevelopmentPath=${root}`,
      ...['--user-data-dir', profile],
      // Started by root, VS Code refuses to run with its sandbox.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...[workspace, join(workspace, file)],
    ],
    { stdio: 'inherit', shell: process.platform === 'win32' },
  );
  if (status !== 0) throw new Error(`${editor} could not be started (${error?.message ?? `exit code ${status}`}).`);
}

/** Starts a VS Code server with the extension on, for a browser of this machine. */
export const openServer = ({ workspace, file, settings }: Opening, onExit: (why: string) => void): Promise<Host> =>
  startHost({
    folder: workspace,
    open: join(workspace, file),
    installed: root,
    settings,
    browser: false,
    onExit: (code, why) => onExit(why ?? `The VS Code server ended (${code}).`),
  });
