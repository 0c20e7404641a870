import { type TextEditor, commands, env, window } from 'vscode';
import type { Action } from '../../shared/chat.ts';
import type { FromPage } from '../../shared/protocol.ts';
import { openLink } from '../links.ts';
import { insertAtCursor, newFile } from '../sources/codeBlocks.ts';

const actionCommands: Readonly<Record<Action, readonly [string, ...unknown[]]>> = {
  setUp: ['deepwell.setUp'],
  selectModel: ['deepwell.selectModel'],
  showLog: ['deepwell.showLog'],
  restartEngine: ['deepwell.restartEngine'],
  allowHost: ['deepwell.allowServer'],
  setApiKey: ['deepwell.setApiKey'],
  openSettings: ['workbench.action.openSettings', '@ext:deepwell.deepwell'],
};

type EditorRequest = Extract<FromPage, { kind: 'act' | 'copy' | 'insert' | 'newFile' | 'open' }>;

/** What the page may ask of the editor: nothing here takes a command's name from the page. */
export async function obeyEditor(request: EditorRequest, editor: TextEditor | undefined): Promise<void> {
  switch (request.kind) {
    case 'copy':
      return env.clipboard.writeText(request.text);
    case 'insert':
      return tellIfRefused(await insertAtCursor(editor, request.text));
    case 'newFile':
      return newFile(request.text, request.language);
    case 'open':
      return openLink(request.href);
    case 'act':
      await commands.executeCommand(...actionCommands[request.action]);
  }
}

function tellIfRefused(problem: string | undefined): void {
  if (problem !== undefined) void window.showWarningMessage(problem);
}
