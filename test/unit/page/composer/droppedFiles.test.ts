import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DroppedFiles, droppedFiles, mayBeFiles } from '../../../../src/page/composer/droppedFiles.ts';

type Files = readonly { readonly name: string; readonly type: string }[];
const dropping = (data: Readonly<Record<string, string>>, files: Files = []): DroppedFiles =>
  droppedFiles({ types: Object.keys(data), files, getData: type => data[type] ?? '' });

test('files of both lists are taken once, in order', () => {
  assert.deepEqual(
    dropping({
      'application/vnd.code.uri-list': 'file:///w/a.ts\nvscode-remote://ssh/w/b.ts',
      'text/uri-list': '# from the Explorer\r\nfile:///w/a.ts\r\nfile:///w/c.ts\r\n',
    }),
    { uris: ['file:///w/a.ts', 'vscode-remote://ssh/w/b.ts', 'file:///w/c.ts'], hasImage: false, placeless: [] },
  );
});

test('links of a page are not files', () => {
  const links = 'https://example.org/a.ts\njavascript:alert(1)\ndata:text/plain,x';
  assert.deepEqual(dropping({ 'text/uri-list': links }), { uris: [], hasImage: false, placeless: [] });
});

test('images are kept back, by the ending of their name or by their type', () => {
  const both = dropping({ 'text/uri-list': 'file:///w/A.PNG\nfile:///w/a.svg?x#y\nfile:///w/png.ts' });
  assert.deepEqual(both, { uris: ['file:///w/png.ts'], hasImage: true, placeless: [] });
  assert.equal(dropping({}, [{ name: 'shot', type: 'image/png' }]).hasImage, true);
  assert.equal(dropping({}, [{ name: 'shot.heic', type: '' }]).hasImage, true);
});

test('files that came without their place are named, unless a list tells the place', () => {
  const files = [{ name: 'a.ts', type: '' }];
  assert.deepEqual(dropping({}, files).placeless, ['a.ts']);
  assert.deepEqual(dropping({ 'text/uri-list': 'file:///w/a.ts' }, files).placeless, []);
});

test('more than one message takes is left out', () => {
  const many = Array.from({ length: 120 }, (_, at) => `file:///w/${at}.ts`);
  assert.deepEqual(dropping({ 'text/uri-list': many.join('\n') }).uris, many.slice(0, 100));
  assert.deepEqual(dropping({ 'text/uri-list': `file:///${'a'.repeat(4096)}` }).uris, []);
});

test('text that is dragged is no file', () => {
  assert.equal(mayBeFiles({ types: ['text/plain', 'text/html'] }), false);
  assert.equal(mayBeFiles({ types: ['Files'] }), true);
  assert.equal(mayBeFiles({ types: ['text/uri-list'] }), true);
});
