import ignore, { type Ignore } from 'ignore';

/** Names of files that hold keys and passwords by custom, and paths that do. Lower case. */
const secretNames: readonly RegExp[] = [
  /^\.env(?:\..*|rc)?$/,
  /^.+\.env$/,
  /\.(?:pem|key|p8|p12|pfx|jks|keystore|kdbx|kdb|ppk|gpg|ovpn|tfvars|tfstate|agekey)$/,
  /\.tfstate\.backup$/,
  /^id_(?:rsa|dsa|ecdsa|ed25519)/,
  /^\.(?:npmrc|yarnrc|netrc|pypirc|pgpass|my\.cnf|htpasswd|dockercfg|git-credentials|vault-token|vault_pass)$/,
  /^_netrc$/,
  // Not what handles them, such as credentialsProvider.ts.
  /^credentials(?:[-_.].*)?$/,
  /secret.*\.(?:json|ya?ml|toml|ini|properties|env)$/,
  /^(?:service|gcp|firebase)[-_]?account.*\.json$/,
];
const secretPaths = /(?:^|\/)(?:\.(?:aws|ssh|gnupg|kube)\/|\.docker\/config\.json$)/;

/** What shows how such a file is filled in, without anything in it. */
const template = /^(?:\.env\.(?:example|sample|template)|(?:example|sample|template)\.env)$/;

/** Whether a file holds secrets by its name: such a file never enters a prompt. `path` has "/" separators. */
export function isSecretFile(path: string): boolean {
  const lower = path.toLowerCase();
  if (secretPaths.test(lower)) return true;
  const name = lower.slice(lower.lastIndexOf('/') + 1);
  return !template.test(name) && secretNames.some(pattern => pattern.test(name));
}

/** Whether a text holds a private key, whatever its file is called. */
export const hasPrivateKey = (text: string): boolean => /-----BEGIN [A-Z\d ]*PRIVATE KEY(?: BLOCK)?-----/.test(text);

/**
 * The globs of VS Code that an entry of the setting stands for. A name without "/" counts in every folder, and what matches a
 * folder counts for all in it: an entry that hides too little would be worse than one that hides too much.
 */
export function globsOf(entry: string): readonly string[] {
  const glob = entry
    .trim()
    .replace(/^\.?\//, '')
    .replace(/\/+$/, '');
  if (glob === '') return [];
  const anywhere = glob.includes('/') ? glob : `**/${glob}`;
  return [anywhere, `${anywhere}/**`];
}

/** A .gitignore file: the path of its folder, "" for the workspace's, and what it says. */
export interface IgnoreFile {
  readonly folder: string;
  readonly rules: Ignore;
}

export const ignoreFile = (folder: string, text: string): IgnoreFile => ({ folder, rules: ignore().add(text) });

/**
 * Whether these files, the outermost first, ignore the path. As in Git the innermost that says something decides, but none
 * brings back what lies in a folder that is ignored as a whole. What is no path inside the workspace is not ignored.
 */
export function isGitIgnored(files: readonly IgnoreFile[], path: string): boolean {
  let isIgnored = false;
  for (const [at, { folder, rules }] of files.entries()) {
    if (isIgnored && isGitIgnored(files.slice(0, at), `${folder}/`)) return true;
    const inside = pathIn(folder, path);
    if (!ignore.isPathValid(inside)) continue;
    const says = rules.test(inside);
    isIgnored = says.ignored || (isIgnored && !says.unignored);
  }
  return isIgnored;
}

function pathIn(folder: string, path: string): string {
  if (folder === '') return path;
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : '';
}
