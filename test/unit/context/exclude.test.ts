import assert from 'node:assert/strict';
import { test } from 'node:test';
import { globsOf, hasPrivateKey, ignoreFile, isGitIgnored, isSecretFile } from '../../../src/context/exclude.ts';

const secret = [
  ...[
    '.env',
    'app/.env.local',
    '.ENV.Production',
    'prod.env',
    '.envrc',
    'server.pem',
    'tls/server.KEY',
    'id_rsa',
    'id_rsa.pub',
  ],
  ...[
    'id_ed25519',
    'cert.p12',
    'cert.pfx',
    'store.jks',
    '.npmrc',
    '.netrc',
    '_netrc',
    '.pypirc',
    '.pgpass',
    '.git-credentials',
  ],
  ...[
    'credentials',
    'credentials.json',
    'Credentials-prod.py',
    'k8s/Secrets.yaml',
    'my-secret.json',
    'client_secret_1.json',
    'secrets.toml',
  ],
  ...['.aws/config', 'home/.ssh/known_hosts', '.kube/config', 'vault.kdbx', 'prod.tfvars', 'terraform.tfstate'],
  ...['service-account.json', '.docker/config.json'],
];
for (const path of secret) test(`${path} is a secret file`, () => assert(isSecretFile(path)));

const open = [
  ...[
    '.env.example',
    'app/.env.sample',
    '.env.template',
    'example.env',
    'src/environment.ts',
    'src/credentialsProvider.ts',
    'keyboard.ts',
    'monkey.ts',
  ],
  ...[
    'src/key/index.ts',
    'secret.ts',
    'src/secrets/rotate.ts',
    'aws/config.ts',
    '.docker/Dockerfile',
    'pem.md',
    'README.md',
    '',
  ],
];
for (const path of open) test(`${path === '' ? 'no path' : path} is no secret file`, () => assert(!isSecretFile(path)));

test('a private key is seen in any text, a public one or a certificate is none', () => {
  for (const kind of ['', 'RSA ', 'EC ', 'OPENSSH ', 'ENCRYPTED '])
    assert(hasPrivateKey(`const key = \`-----BEGIN ${kind}PRIVATE KEY-----\nMIIE`));
  assert(hasPrivateKey('-----BEGIN PGP PRIVATE KEY BLOCK-----'));
  assert(!hasPrivateKey('-----BEGIN PUBLIC KEY-----\n-----BEGIN CERTIFICATE-----\nPRIVATE KEY'));
});

test('an entry without "/" counts in every folder, and for all in a folder of that name', () => {
  assert.deepEqual(globsOf('*.sql'), ['**/*.sql', '**/*.sql/**']);
  assert.deepEqual(globsOf('private/'), ['**/private', '**/private/**']);
});

test('an entry with "/" counts from the folder of the workspace', () => {
  assert.deepEqual(globsOf('src/gen'), ['src/gen', 'src/gen/**']);
  assert.deepEqual(globsOf('/src/gen'), globsOf('src/gen'));
  assert.deepEqual(globsOf('./src/gen/'), globsOf('src/gen'));
  assert.deepEqual(globsOf('**/gen/*.{ts,js}'), ['**/gen/*.{ts,js}', '**/gen/*.{ts,js}/**']);
});

test('an empty entry excludes nothing', () => assert.deepEqual(['', '  ', '/'].flatMap(globsOf), []));

const files = [
  ignoreFile('', 'dist/\n*.log\n'),
  ignoreFile('src', '!keep.log\ngenerated\n'),
  ignoreFile('dist', '!index.js\n'),
];

test('what a .gitignore names is ignored, at any depth where it says so', () => {
  for (const path of ['a.log', 'src/deep/b.log', 'dist/x.js', 'src/generated/x.ts'])
    assert(isGitIgnored(files, path), path);
  for (const path of ['a.ts', 'src/x.ts', 'generated/x.ts', 'srcs/generated']) assert(!isGitIgnored(files, path), path);
});

test('an inner .gitignore brings a file back, but none out of an ignored folder', () => {
  assert(!isGitIgnored(files, 'src/keep.log'));
  assert(isGitIgnored(files, 'keep.log'));
  assert(isGitIgnored(files, 'dist/index.js'));
});

test('what is no path inside the workspace is not ignored and breaks nothing', () => {
  for (const path of ['', '../a.log', '/a.log', 'src/', './a.log']) assert(!isGitIgnored(files, path), path);
});
