import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { signatureOf } from '../../../src/context/signature.ts';

const shows = (languageId: string, definition: string, signature: string) => () =>
  assert.equal(signatureOf(definition, languageId), signature);

test(
  'a function is shown up to its body, over several lines',
  shows(
    'typescript',
    'export async function load(\n  id: string,\n  { deep = false } = {},\n): Promise<User> {\n  return get(id);\n}\n',
    'export async function load(\n  id: string,\n  { deep = false } = {},\n): Promise<User>\n',
  ),
);

test(
  'a type in braces belongs to the signature',
  shows(
    'typescript',
    'function split(text: string): { head: string } | { tail: string } {\n  return { head: text };\n}\n',
    'function split(text: string): { head: string } | { tail: string }\n',
  ),
);

test(
  'braces in strings and comments do not open a body',
  shows(
    'typescript',
    'function quote(open = "{", close = \'}\' /* { */): string {\n  return open;\n}\n',
    'function quote(open = "{", close = \'}\' /* { */): string\n',
  ),
);

test(
  'an arrow function is shown without the arrow',
  shows(
    'typescript',
    'export const add = (a: number, b: number): number => {\n  return a + b;\n};\n',
    'export const add = (a: number, b: number): number\n',
  ),
);

test(
  'an expression without braces is shown as it is',
  shows('typescript', 'const twice = (n: number): number => 2 * n;\n', 'const twice = (n: number): number => 2 * n;\n'),
);

const user = 'export interface User {\n  readonly id: string;\n  /** Shown to others. */\n  name?: string;\n}\n';
test('an interface is shown whole', shows('typescript', user, user));

const defaults = 'export const defaults: Options = {\n  above: 4000,\n  below: 1600,\n};\n';
test('a value in braces is shown whole', shows('typescript', defaults, defaults));

test('a large class is shown with the heads of its members', () => {
  const body = '    this.#count += 1;\n'.repeat(20);
  const members = ['  constructor(private name: string)', '  add(item: { id: string }): void'];
  assert.equal(
    signatureOf(
      `class Stock {\n  #count = 0;\n\n${members.map(head => `${head} {\n${body}  }\n`).join('\n')}}\n`,
      'typescript',
    ),
    `class Stock {\n  #count = 0;\n${members.join('\n')}\n}\n`,
  );
});

test('a Go function and a Rust function with lifetimes end before their bodies', () => {
  shows(
    'go',
    'func (s *Store) Get(key string) ([]byte, error) {\n\treturn nil, nil\n}\n',
    'func (s *Store) Get(key string) ([]byte, error)\n',
  )();
  shows(
    'rust',
    "pub fn first<'a>(text: &'a str) -> Option<&'a str> {\n    None\n}\n",
    "pub fn first<'a>(text: &'a str) -> Option<&'a str>\n",
  )();
});

test(
  'a Python function becomes a stub with its decorators',
  shows(
    'python',
    '@cache\nasync def load(\n    id: str,\n    deep: bool = False,  # slow\n) -> User:\n    """Loads."""\n    return User(id)\n',
    '@cache\nasync def load(\n    id: str,\n    deep: bool = False,  # slow\n) -> User: ...\n',
  ),
);

test('a large Python class keeps its attributes and the heads of its methods', () => {
  const body = '        self.count += 1\n'.repeat(40);
  assert.equal(
    signatureOf(
      `class Stock(Base):\n    """Keeps\n\n    what is there.\n    """\n    count = 0\n\n    def add(self, item: Item) -> None:\n${body}\n    def size(self): return 1\n`,
      'python',
    ),
    'class Stock(Base):\n    count = 0\n    def add(self, item: Item) -> None: ...\n    def size(self): return 1\n',
  );
});

test(
  'a method is shown without the indentation of its class',
  shows('typescript', '  size(): number {\n    return 1;\n  }\n', 'size(): number\n'),
);

test('a Ruby method is shown by its first line', shows('ruby', 'def add(a, b)\n  a + b\nend\n', 'def add(a, b)\n'));

test('any text in any language has a signature of whole lines, none longer than 30', () =>
  fc.assert(
    fc.property(
      fc.array(
        fc.constantFrom('{', '}', '(', ')', "'", '"', '`', '=>', ':', '\n', '  ', 'class A', 'def f', '/*', '//', 'x'),
        {
          maxLength: 80,
        },
      ),
      fc.constantFrom('typescript', 'python', 'ruby', 'rust'),
      (pieces, languageId) => {
        const signature = signatureOf(pieces.join(''), languageId);
        assert(signature === '' || signature.endsWith('\n'));
        assert(signature.split('\n').length <= 31);
      },
    ),
  ));
