import type { Token } from 'markdown-it';
import { type ComponentChildren, type VNode, h } from 'preact';
import { t } from '../texts.ts';
import { Formula } from './formula.tsx';
import { LinkedText } from './linkedText.tsx';
import { addressInWords } from './links.ts';
import { NamedPlace, proseWithPlaces } from './namedPlace.tsx';
import { placeInCode } from './names.ts';
import { visibleText } from './visibleText.tsx';

interface InlineProps {
  readonly token: Token;
  /** Names of files and symbols are not looked for: in links, and in text that still grows. */
  readonly isPlain: boolean;
  readonly children: readonly ComponentChildren[];
}

const plainTags: Readonly<Record<string, string>> = { em_open: 'em', strong_open: 'strong', s_open: 'del' };

/** An element inside a line of text. */
export function inlineElement({ token, isPlain, children }: InlineProps): ComponentChildren {
  const tag = plainTags[token.type];
  if (tag !== undefined) return h(tag, null, children);
  switch (token.type) {
    case 'link_open':
      return <LinkedText address={String(token.attrGet('href') ?? '')}>{children}</LinkedText>;
    case 'image':
      return <ImageInWords alt={token.content} address={String(token.attrGet('src') ?? '')} />;
    case 'code_inline':
      return inlineCode(token.content, isPlain);
    case 'maths':
      return <Formula source={token.content} />;
    case 'hardbreak':
      return <br />;
    case 'softbreak':
      return '\n';
    default:
      return textElement(token.content, isPlain, children);
  }
}

function textElement(text: string, isPlain: boolean, children: readonly ComponentChildren[]): ComponentChildren {
  const words = isPlain ? visibleText(text, 'prose') : proseWithPlaces(text);
  return children.length === 0 ? words : [words, children];
}

function inlineCode(code: string, isPlain: boolean): VNode {
  const element = <code>{visibleText(code, 'code')}</code>;
  const place = isPlain ? undefined : placeInCode(code);
  return place === undefined ? element : <NamedPlace place={place}>{element}</NamedPlace>;
}

/** Loading an image would tell its server that the answer was read, and whatever the address carries: it stays words. */
function ImageInWords({ alt, address }: { readonly alt: string; readonly address: string }): VNode {
  return (
    <span class="image">{visibleText(`${alt === '' ? t('Image') : alt} (${addressInWords(address)})`, 'prose')}</span>
  );
}
