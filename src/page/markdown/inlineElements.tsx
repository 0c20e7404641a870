import type { Token } from 'markdown-it';
import { type ComponentChildren, type VNode, h } from 'preact';
import { t } from '../texts.ts';
import { Formula } from './formula.tsx';
import { LinkedText } from './linkedText.tsx';
import { addressInWords } from './links.ts';
import { NamedPlace, ProseWithPlaces } from './namedPlace.tsx';
import { placeInCode } from './names.ts';
import { VisibleText } from './visibleText.tsx';

interface InlineProps {
  readonly token: Token;
  /** Names of files and symbols are not looked for: in links, and in text that still grows. */
  readonly isPlain: boolean;
  readonly children: ComponentChildren;
}

const plainTags: Readonly<Record<string, string>> = { em_open: 'em', strong_open: 'strong', s_open: 'del' };

/** An element inside a line of text. */
export function InlineElement({ token, isPlain, children }: InlineProps): VNode {
  const tag = plainTags[token.type];
  if (tag !== undefined) return h(tag, null, children);
  switch (token.type) {
    case 'link_open':
      return <LinkedText address={String(token.attrGet('href') ?? '')}>{children}</LinkedText>;
    case 'image':
      return <ImageInWords alt={token.content} address={String(token.attrGet('src') ?? '')} />;
    case 'code_inline':
      return <InlineCode code={token.content} isPlain={isPlain} />;
    case 'maths':
      return <Formula source={token.content} />;
    case 'hardbreak':
      return <br />;
    case 'softbreak':
      return <>{'\n'}</>;
    default:
      return (
        <>
          {isPlain ? <VisibleText text={token.content} where="prose" /> : <ProseWithPlaces text={token.content} />}
          {children}
        </>
      );
  }
}

function InlineCode({ code, isPlain }: { readonly code: string; readonly isPlain: boolean }): VNode {
  const element = (
    <code>
      <VisibleText text={code} where="code" />
    </code>
  );
  const place = isPlain ? undefined : placeInCode(code);
  return place === undefined ? element : <NamedPlace place={place}>{element}</NamedPlace>;
}

/** Loading an image would tell its server that the answer was read, and whatever the address carries: it stays words. */
function ImageInWords({ alt, address }: { readonly alt: string; readonly address: string }): VNode {
  return (
    <span class="image">
      <VisibleText text={`${alt === '' ? t('Image') : alt} (${addressInWords(address)})`} where="prose" />
    </span>
  );
}
