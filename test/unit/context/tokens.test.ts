import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { tokensIn } from '../../../src/context/tokens.ts';

/** Texts and how many tokens the vocabulary of DeepSeek-Coder (ggml-vocab-deepseek-coder.gguf of llama.cpp) makes of them. */
const counted: readonly (readonly [name: string, tokens: number, text: string])[] = [
  [
    'TypeScript',
    81,
    `export async function loadUser(id: string, signal: AbortSignal): Promise<User | undefined> {
  const response = await get(\`/users/\${encodeURIComponent(id)}\`, { signal });
  if (response.status === 404) return undefined;
  return userSchema.parse(await response.json());
}
`,
  ],
  [
    'Python',
    120,
    `class Inventory:
    """Keeps what is in stock."""

    def __init__(self, items: dict[str, int] | None = None) -> None:
        self._items = dict(items or {})

    def remove(self, name: str, count: int = 1) -> None:
        if self._items.get(name, 0) < count:
            raise KeyError(f"not enough {name!r}")
        self._items[name] -= count
`,
  ],
  [
    'Go',
    92,
    `func (s *Store) Get(ctx context.Context, key string) ([]byte, error) {
\ts.mu.RLock()
\tdefer s.mu.RUnlock()
\tvalue, ok := s.items[key]
\tif !ok {
\t\treturn nil, fmt.Errorf("get %q: %w", key, ErrNotFound)
\t}
\treturn value, nil
}
`,
  ],
  [
    'CSS',
    66,
    `.toolbar > button:hover {
  background: var(--button-hover, #2a2d2e);
  border-radius: 4px;
  padding: 2px 8px;
  transition: opacity 120ms ease-in-out;
}
`,
  ],
  [
    'JSON',
    72,
    `{
  "name": "inventory",
  "version": "1.4.2",
  "scripts": { "test": "node --test", "build": "tsc -p ." },
  "dependencies": { "zod": "^3.22.4" }
}
`,
  ],
  [
    'minified JavaScript',
    101,
    'function t(e,r){for(var n=66,i=e.length;n<i;n++)if(r(e[n],n))return!0;return!1}var o=Object.keys,s=Array.isArray;' +
      'module.exports=function(e){return null==e?[]:s(e)?e.slice():o(e).map(function(t){return e[t]})};\n',
  ],
];

for (const [name, tokens, text] of counted)
  test(`the estimate for ${name} is at most a little too low and not much too high`, () => {
    const estimate = tokensIn(text);
    assert(estimate >= 0.95 * tokens, `${estimate} for ${tokens}`);
    assert(estimate <= 1.15 * tokens, `${estimate} for ${tokens}`);
  });

/** What fills a prompt unseen is never counted too low; how much too high matters less. */
const dense: typeof counted = [
  ['Chinese comments', 31, '// 初始化产品数据，并监听产品数据更新事件\nconst total = 0; // 每次请求的数量最大是二十\n'],
  ['Russian', 40, '// Функция читает файл и возвращает результат, а также записывает ошибку в журнал.\n'],
  ['Korean', 56, '// 이 함수는 파일을 읽고 결과를 반환합니다.\n'],
  ['emoji', 24, "const faces = ['🎉', '🚀', '✨', '😀'];\n"],
  [
    'base64',
    93,
    'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQHh4dGxoZFxYVFBMSERAPDg0MCwoJCAcGBQQDAgEAzMvKycjHxsXEw8LBwL++vby7urm4t7a1tLOysbCv\n',
  ],
  ['a hash', 59, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n'],
];

for (const [name, tokens, text] of dense)
  test(`${name} count at least what they take`, () => {
    const estimate = tokensIn(text);
    assert(estimate >= 0.95 * tokens, `${estimate} for ${tokens}`);
    assert(estimate <= 1.7 * tokens, `${estimate} for ${tokens}`);
  });

test('nothing has no tokens, a line end and a digit are one each', () =>
  assert.deepEqual(['', '\n', '\n\n\n', '2026'].map(tokensIn), [0, 1, 3, 4]));

test('indentation costs little however deep it is', () =>
  assert.equal(tokensIn(`${' '.repeat(20)}return;\n`), tokensIn('  return;\n')));

test('a longer text never has fewer tokens by more than the joint between its parts can merge', () =>
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
      assert(tokensIn(a + b) >= Math.max(tokensIn(a), tokensIn(b)) - 1);
      assert(tokensIn(a + b) >= tokensIn(a) + tokensIn(b) - 25);
    }),
  ));

test('any text has at least a token for 24 characters, at most three for one', () =>
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), text => {
      assert(tokensIn(text) >= text.length / 25);
      assert(tokensIn(text) <= 3 * text.length);
    }),
  ));
