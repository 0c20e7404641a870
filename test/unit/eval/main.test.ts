import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';

const main = path.resolve(import.meta.dirname, '../../eval/main.ts');
const folder = mkdtempSync(path.join(tmpdir(), 'eval-'));
after(() => rmSync(folder, { recursive: true }));

function run(...argv: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...argv], { encoding: 'utf8' });
  return { status, stderr, rows: stdout.split('\n').filter(line => line !== '') };
}

function file(name: string, content: string): string {
  const full = path.join(folder, name);
  writeFileSync(full, content);
  return full;
}

const goodCase = { id: 'good', language: 'python', prefix: 'x = ', suffix: '\n', modelOutput: 'one()\n' };
const { suffix: _, ...withoutSuffix } = goodCase;
const session = {
  path: 'a.py',
  language: 'python',
  text: 'x = \n',
  cursor: 4,
  keys: [{ at: 0, insert: 'o' }],
  engine: { truth: 'x = one()\n', msPerToken: 20, promptTokensPerSecond: 200, seed: 1 },
};

/** Bad input is told by exactly one line, without a stack, and ends with 2. */
function tells(argv: readonly string[], sentence: RegExp): readonly string[] {
  const { status, stderr, rows } = run(...argv);
  assert.equal(status, 2, stderr);
  assert.match(stderr, /^[^\n]+\n$/);
  assert.match(stderr, sentence);
  return rows;
}

test('good cases give one JSON line each, in their order, and exit 0', () => {
  const cases = file('good.jsonl', `${JSON.stringify(goodCase)}\n\n${JSON.stringify({ ...goodCase, id: 'next' })}\n`);
  const { status, stderr, rows } = run('complete', cases);
  assert.deepEqual([status, stderr], [0, '']);
  const read = rows.map(row => ({ ...JSON.parse(row), ms: 0 }));
  assert.deepEqual(read, [
    { id: 'good', insert: 'one()', ms: 0 },
    { id: 'next', insert: 'one()', ms: 0 },
  ]);
});

test('a session gives one line for each request and then the summary', () => {
  const { status, stderr, rows } = run('replay', file('good.json', JSON.stringify(session)));
  assert.deepEqual([status, stderr, rows.length], [0, '', 2]);
  assert.deepEqual(
    rows.map(row => Object.keys(JSON.parse(row))),
    [['at', 'prompt', 'generated', 'shown', 'aborted', 'ms', 'evaluated', 'cache'], ['summary']],
  );
});

test('a line that is not JSON is named, and the cases before it are answered', () => {
  const cases = file('text.jsonl', `${JSON.stringify(goodCase)}\n\n{"id": \n`);
  assert.equal(tells(['complete', cases], /^line 3: not JSON/).length, 1);
});

test('a missing value is named by its line and field', () => {
  const cases = file('field.jsonl', `${JSON.stringify(goodCase)}\n${JSON.stringify(withoutSuffix)}\n`);
  assert.equal(tells(['complete', cases], /^line 2, field "suffix": /).length, 1);
});

test('a session with a bad field names the field', () => {
  const bad = { ...session, keys: [{ at: 0 }, { at: -1 }] };
  assert.deepEqual(tells(['replay', file('bad.json', JSON.stringify(bad))], /^session, field "keys.1.at": /), []);
});

test('a session that is not JSON names its file', () => {
  const bad = file('cut.json', '{"path": ');
  tells(['replay', bad], /cut\.json is not JSON/);
});

test('a file that cannot be read is named', () => {
  tells(['complete', path.join(folder, 'none.jsonl')], /none\.jsonl cannot be read/);
});

test('an unknown task or option tells the usage', () => {
  const told: [string[], RegExp][] = [
    [['guess', 'x'], /^no task "guess"\nusage: /],
    [['complete', 'x', '--fast'], /^Unknown option '--fast'[^\n]*\nusage: /],
  ];
  for (const [argv, sentence] of told) {
    const { status, stderr, rows } = run(...argv);
    assert.deepEqual([status, rows], [2, []], argv.join(' '));
    assert.match(stderr, sentence);
  }
});
