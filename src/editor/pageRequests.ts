import { commands, env } from 'vscode';
import type { Action } from '../shared/chat.ts';
import type { FromPage } from '../shared/protocol.ts';
import { openLink } from './links.ts';

const actionCommands: Readonly<Record<Action, readonly [string, ...unknown[]]>> = {
  setUp: ['deepwell.setUp'],
  selectModel: ['deepwell.selectModel'],
  showLog: ['deepwell.showLog'],
  restartEngine: ['deepwell.restartEngine'],
  allowHost: ['deepwell.allowServer'],
  setApiKey: ['deepwell.setApiKey'],
  openSettings: ['workbench.action.openSettings', '@ext:deepwell.deepwell'],
};

/** What the page may ask of the editor: nothing here takes a command's name from the page. */
export async function obeyPage(request: Extract<FromPage, { kind: 'act' | 'copy' | 'open' }>): Promise<void> {
  switch (request.kind) {
    case 'copy':
      return env.clipboard.writeText(request.text);
    case 'open':
      return openLink(request.href);
    case 'act':
      await commands.executeCommand(...actionCommands[request.action]);
  }
}
