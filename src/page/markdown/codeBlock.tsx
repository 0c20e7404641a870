import type { VNode } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import { Icon } from '../icon.tsx';
import { memo } from '../memo.tsx';
import { PageActions } from '../pageActions.ts';
import { type Span, highlight, partsWhileGrowing } from './highlight.ts';
import { VisibleText } from './visibleText.tsx';

interface CodeBlockProps {
  /** Exactly the code: what "Copy code" copies. */
  readonly code: string;
  readonly language: string;
  readonly isFinished: boolean;
}

/** A block of code with its language and its buttons. */
export function CodeBlock({ code, language, isFinished }: CodeBlockProps): VNode {
  return (
    <div class="code-block">
      <div class="code-header">
        <span class="code-language">{language === '' ? 'text' : language}</span>
        <CopyButton code={code} />
      </div>
      <Code code={code} language={language} isFinished={isFinished} />
    </div>
  );
}

/** Code in its colours. It can be scrolled by keyboard, hence the tab stop. */
export function Code({ code, language, isFinished }: CodeBlockProps): VNode {
  const parts = isFinished ? [code] : partsWhileGrowing(code);
  return (
    <pre tabIndex={0}>
      <code>
        {parts.map((part, at) => (
          <CodePart key={at} code={part} language={language} />
        ))}
      </code>
    </pre>
  );
}

const CodePart = memo(function CodePart({ code, language }: { readonly code: string; readonly language: string }) {
  return <>{highlight(code, language).map(spanElement)}</>;
});

function spanElement({ text, colour }: Span, at: number): VNode {
  const content = <VisibleText key={at} text={text} where="code" />;
  return colour === undefined ? content : <span key={at} class={`code-${colour}`} children={content} />;
}

/** How long a copy button says that it copied, in milliseconds. */
const saysCopied = 2000;

function CopyButton({ code }: { readonly code: string }): VNode {
  const { post, announce } = useContext(PageActions);
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return undefined;
    const timer = setTimeout(() => setCopied(false), saysCopied);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = (): void => {
    post({ kind: 'copy', text: code });
    setCopied(true);
    announce('Copied');
  };
  return (
    <button type="button" class="quiet-button" aria-label={isCopied ? 'Copied' : 'Copy code'} onClick={copy}>
      <Icon name={isCopied ? 'check' : 'copy'} />
      <span>{isCopied ? 'Copied' : 'Copy'}</span>
    </button>
  );
}
