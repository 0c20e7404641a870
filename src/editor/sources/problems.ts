import { type Diagnostic, DiagnosticSeverity, type Uri, l10n, languages, workspace } from 'vscode';
import { type Problem, problemsText } from '../../context/attachedProblems.ts';
import { isSecretFile } from '../../context/exclude.ts';
import type { Attachment } from '../../prompt/attachments.ts';
import { nameOfUri } from '../selection.ts';
import { Refused } from './refusal.ts';

const severities = {
  [DiagnosticSeverity.Error]: 'error',
  [DiagnosticSeverity.Warning]: 'warning',
  [DiagnosticSeverity.Information]: 'information',
  [DiagnosticSeverity.Hint]: 'hint',
} as const;

/** What the editor's Problems view shows; with `only`, of that file. Throws Refused where it is empty. */
export function attachedProblems(active: Uri | undefined, only?: Uri): Attachment {
  const problems = languages
    .getDiagnostics()
    .filter(([uri]) => (only === undefined ? isHere(uri) : uri.toString() === only.toString()))
    .filter(([uri]) => !isSecretFile(uri.path))
    .flatMap(([uri, diagnostics]) => diagnostics.filter(isShown).map(diagnostic => problemOf(uri, diagnostic)));
  if (problems.length === 0) throw new Refused('noProblems');
  const label = problems.length === 1 ? l10n.t('1 problem') : l10n.t('{0} problems', problems.length);
  const text = problemsText(problems, active && nameOfUri(active));
  const path = only === undefined ? 'problems' : `problems of ${nameOfUri(only)}`;
  return { id: 'problems', kind: 'problems', label, path, languageId: 'plaintext', text };
}

/** Hints are drawn in the text, not listed as problems. */
const isShown = ({ severity }: Diagnostic): boolean => severity !== DiagnosticSeverity.Hint;

const isHere = (uri: Uri): boolean => workspace.getWorkspaceFolder(uri) !== undefined || uri.scheme === 'untitled';

const problemOf = (uri: Uri, { range, severity, message, source }: Diagnostic): Problem => ({
  path: nameOfUri(uri),
  line: range.start.line + 1,
  column: range.start.character + 1,
  severity: severities[severity],
  message,
  ...(source !== undefined && { source }),
});
