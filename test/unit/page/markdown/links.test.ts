import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressInWords, linkOf } from '../../../../src/page/markdown/links.ts';

test('https addresses may be followed as they are', () => {
  for (const href of ['https://example.org', 'HTTPS://example.org/a?b=c#d', 'https://example.org:8443/%20'])
    assert.deepEqual(linkOf(href), { kind: 'web', href });
});

test('paths inside the workspace are files', () => {
  assert.deepEqual(linkOf('src/queue.ts#L12'), { kind: 'file', href: 'src/queue.ts#L12' });
  assert.deepEqual(linkOf('./a%20b.ts'), { kind: 'file', href: './a%20b.ts' });
  assert.deepEqual(linkOf('a..b/c.ts'), { kind: 'file', href: 'a..b/c.ts' });
});

const refused = [
  '',
  'http://example.org',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java%73cript:alert(1)',
  'javascript%3Aalert(1)',
  'vbscript:x',
  'data:text/html,<script>alert(1)</script>',
  'command:workbench.action.quit',
  'vscode://extension/x',
  'vscode-webview://x',
  'file:///etc/passwd',
  'blob:https://example.org/x',
  'mailto:a@example.org',
  '//example.org/x',
  '/etc/passwd',
  '\\\\server\\share',
  '%5C%5Cserver%5Cshare',
  '%2Fetc/passwd',
  'C:\\windows',
  '../secret',
  'src/../../secret',
  'src/%2e%2e/%2e%2e/secret',
  'src\\..\\..\\secret',
  '~/secret',
  '#fragment',
  '?query',
  'https://user:password@example.org',
  'https://trusted.example@example.org',
  'https:example.org',
  'https:///x',
  'https://',
  'src/\u202egnp.ts',
  'src/%E2%80%AEgnp.ts',
  'src/%00.ts',
  'src/%ff.ts',
  'java\nscript:alert(1)',
  `src/${'a'.repeat(4096)}`,
];

for (const address of refused)
  test(`${JSON.stringify(address.slice(0, 50))} is not a link`, () => assert.equal(linkOf(address), undefined));

test('the address of an image is written out, up to a length', () => {
  const address = 'https://evil.example/p.png?d=SECRET';
  assert.equal(addressInWords(address), address);
  assert.equal(addressInWords(`https://evil.example/${'x'.repeat(300)}`).length, 201);
});
