import { type TextDocument, type Uri, l10n, window, workspace } from 'vscode';
import { hasPrivateKey, isSecretFile } from '../../context/exclude.ts';
import type { Exclusion } from '../exclusion.ts';
import { nameOf, nameOfUri } from '../selection.ts';
import { Refused } from './refusal.ts';

/** Asks the person a question that has to be answered; true for yes. */
export type Ask = (question: string, detail: string, yes: string) => Promise<boolean>;

export const askModally: Ask = async (question, detail, yes) =>
  (await window.showWarningMessage(question, { modal: true, detail }, yes)) === yes;

export interface ConsentParts {
  readonly exclusion: Exclusion;
  readonly ask: Ask;
  /** The person said yes to all files outside the workspace at once. */
  readonly isOutsideAgreed?: boolean;
}

/**
 * What never enters a prompt by itself may be attached by hand, after a question that names it. The page shows what a model
 * wrote and could be made to ask for a file: so the person is asked about those outside the workspace as well.
 * Says whether there was a question; throws Refused after a no.
 */
export async function consentToFile(uri: Uri, { ask, isOutsideAgreed = false }: ConsentParts): Promise<boolean> {
  const name = nameOfUri(uri);
  const isSecret = isSecretFile(uri.path);
  if (!isSecret && (isOutsideAgreed || isKnownHere(uri))) return false;
  const isAgreed = isSecret
    ? await agreesToSecret(name, ask)
    : await ask(
        l10n.t('Attach {0}?', name),
        l10n.t('It is not in this workspace. Its text becomes part of your message.'),
        l10n.t('Attach'),
      );
  if (!isAgreed) throw new Refused('declined', name);
  return true;
}

/** The same for what only a document and its text can tell. */
export async function consentToText(
  document: TextDocument,
  text: string,
  { exclusion, ask }: ConsentParts,
): Promise<void> {
  if (exclusion.whyExcluded(document) === undefined && !hasPrivateKey(text)) return;
  const name = nameOf(document);
  if (!(await agreesToSecret(name, ask))) throw new Refused('declined', name);
}

const agreesToSecret = async (name: string, ask: Ask): Promise<boolean> =>
  ask(
    l10n.t('Attach {0}?', name),
    l10n.t(
      'It may hold secrets or is excluded by your settings. Its text becomes part of your message and is kept with it.',
    ),
    l10n.t('Attach'),
  );

/** In the workspace, or open in the editor. */
export const isKnownHere = (uri: Uri): boolean =>
  workspace.getWorkspaceFolder(uri) !== undefined ||
  workspace.textDocuments.some(document => document.uri.toString() === uri.toString()) ||
  workspace.notebookDocuments.some(notebook => notebook.uri.toString() === uri.toString());
