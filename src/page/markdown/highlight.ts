import type { Emitter, LanguageFn } from 'highlight.js';
import highlighter from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import c from 'highlight.js/lib/languages/c';
import cpp from 'highlight.js/lib/languages/cpp';
import csharp from 'highlight.js/lib/languages/csharp';
import css from 'highlight.js/lib/languages/css';
import diff from 'highlight.js/lib/languages/diff';
import dockerfile from 'highlight.js/lib/languages/dockerfile';
import go from 'highlight.js/lib/languages/go';
import ini from 'highlight.js/lib/languages/ini';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import kotlin from 'highlight.js/lib/languages/kotlin';
import lua from 'highlight.js/lib/languages/lua';
import makefile from 'highlight.js/lib/languages/makefile';
import php from 'highlight.js/lib/languages/php';
import powershell from 'highlight.js/lib/languages/powershell';
import python from 'highlight.js/lib/languages/python';
import ruby from 'highlight.js/lib/languages/ruby';
import rust from 'highlight.js/lib/languages/rust';
import scala from 'highlight.js/lib/languages/scala';
import sql from 'highlight.js/lib/languages/sql';
import swift from 'highlight.js/lib/languages/swift';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';

const languages: Readonly<Record<string, LanguageFn>> = {
  bash,
  c,
  cpp,
  csharp,
  css,
  diff,
  dockerfile,
  go,
  ini,
  java,
  javascript,
  json,
  kotlin,
  lua,
  makefile,
  php,
  powershell,
  python,
  ruby,
  rust,
  scala,
  sql,
  swift,
  typescript,
  xml,
  yaml,
};
for (const [name, language] of Object.entries(languages)) highlighter.registerLanguage(name, language);
highlighter.registerAliases(['tsx', 'mts', 'cts', 'typescriptreact'], { languageName: 'typescript' });
highlighter.registerAliases(['javascriptreact'], { languageName: 'javascript' });
highlighter.registerAliases(['vue', 'svelte'], { languageName: 'xml' });
highlighter.registerAliases(['shellscript', 'shell', 'console'], { languageName: 'bash' });
highlighter.registerAliases(['jsonc', 'json5'], { languageName: 'json' });

/** What a piece of code is, in the few kinds that have a colour. */
export type Colour =
  'keyword' | 'string' | 'number' | 'comment' | 'function' | 'type' | 'property' | 'added' | 'removed';

/** A piece of code; without a colour it is plain. */
export interface Span {
  readonly text: string;
  readonly colour: Colour | undefined;
}

const colours: Readonly<Record<string, Colour>> = {
  keyword: 'keyword',
  literal: 'keyword',
  name: 'keyword',
  'selector-tag': 'keyword',
  meta: 'keyword',
  string: 'string',
  regexp: 'string',
  char: 'string',
  symbol: 'string',
  number: 'number',
  comment: 'comment',
  quote: 'comment',
  doctag: 'comment',
  title: 'function',
  function: 'function',
  section: 'function',
  type: 'type',
  class: 'type',
  built_in: 'type',
  'selector-class': 'type',
  'selector-id': 'type',
  attr: 'property',
  attribute: 'property',
  property: 'property',
  variable: 'property',
  'template-variable': 'property',
  addition: 'added',
  deletion: 'removed',
};

/** The highlighter's scopes are dotted, the general word first: "title.function". */
const colourOf = (scope: string | undefined): Colour | undefined =>
  scope?.startsWith('title.class') ? 'type' : colours[scope?.split('.')[0] ?? ''];

/** Collects what the highlighter finds as data: its usual output is HTML text, which this page never takes in. */
class SpanCollector implements Emitter {
  readonly spans: Span[] = [];
  readonly #scopes: string[] = [];

  openNode(scope: string): void {
    this.#scopes.push(scope);
  }

  closeNode(): void {
    this.#scopes.pop();
  }

  startScope(scope: string): void {
    this.openNode(scope);
  }

  endScope(): void {
    this.closeNode();
  }

  addText(text: string): void {
    if (text !== '') this.spans.push({ text, colour: colourOf(this.#scopes.at(-1)) });
  }

  __addSublanguage(emitter: Emitter): void {
    if (emitter instanceof SpanCollector) this.spans.push(...emitter.spans);
  }

  finalize(): void {
    this.#scopes.length = 0;
  }

  toHTML(): string {
    return '';
  }
}

highlighter.configure({ __emitter: SpanCollector });

/** More code than this, in characters, takes longer to colour than a person waits without noticing. */
const mostColoured = 100_000;

/** Cuts code into coloured spans. A language that is not known is never guessed: guessing takes 55 ms and is often wrong. */
export function highlight(code: string, language: string): readonly Span[] {
  const plain: readonly Span[] = [{ text: code, colour: undefined }];
  if (code.length > mostColoured || highlighter.getLanguage(language) === undefined) return plain;
  const { _emitter: found } = highlighter.highlight(code, { language, ignoreIllegals: true });
  // Colours are a nicety and the code is not: where the highlighter lost a character, there are no colours.
  const isWhole = found instanceof SpanCollector && found.spans.map(span => span.text).join('') === code;
  return isWhole ? found.spans : plain;
}

/** Lines of one part of a code block that still grows. */
export const linesAPart = 20;

/** Lines at the end of the last part that are highlighted with each token; those before them only when as many have come. */
const linesAtEnd = 5;

/**
 * Code cut where a growing block is highlighted part by part: only its last lines change, so each piece costs the same.
 * A string or comment that crosses a cut has the wrong colour until the lines join those before them, or the block is
 * finished and highlighted as a whole.
 */
export function partsWhileGrowing(code: string): readonly string[] {
  const lines = code.split(/(?<=\n)/);
  const parts: string[] = [];
  let at = 0;
  for (; at + linesAPart < lines.length; at += linesAPart) parts.push(lines.slice(at, at + linesAPart).join(''));
  const end = at + Math.floor((lines.length - at - 1) / linesAtEnd) * linesAtEnd;
  if (end > at) parts.push(lines.slice(at, end).join(''));
  return [...parts, lines.slice(end).join('')];
}
