import type { VNode } from 'preact';
import { useId, useState } from 'preact/hooks';
import { t } from '../texts.ts';
import { CopyButton, EditorButtons, HeaderButton } from './codeButtons.tsx';
import { Code } from './codeText.tsx';
import type { FenceInfo } from './fenceInfo.ts';
import { NamedPlace } from './namedPlace.tsx';
import { placeInCode } from './names.ts';

interface CodeBlockProps extends FenceInfo {
  /** Whole lines before `code` that nothing can change any more, while the block grows. */
  readonly settled: readonly string[];
  readonly code: string;
  readonly isFinished: boolean;
  /** In a trace the model tries things out: there is nothing to put into a file. */
  readonly isTrace: boolean;
}

/** A longer block is shown by its first lines, unless the person has seen it grow. */
const mostLines = 30;

/** A block of code with its language and its buttons. */
export function CodeBlock({ settled, code, language, file, isFinished, isTrace }: CodeBlockProps): VNode {
  const id = useId();
  const [isWrapped, setWrapped] = useState(false);
  // Closing the fence must not take away lines that are being read.
  const [isOpen, setOpen] = useState(!isFinished);
  // Exactly the code; put together when it is asked for, since it grows with each token.
  const read = (): string => settled.join('') + code;
  const lines = isFinished ? read().split('\n').length : 0;
  const isFolded = lines > mostLines && !isOpen;
  return (
    <div class={`code-block${isWrapped ? ' wrapped' : ''}${isFolded ? ' folded' : ''}`}>
      <div class="code-header">
        <CodeTitle language={language} file={file} isFinished={isFinished} />
        <span class="code-buttons">
          <CopyButton read={read} />
          {!isTrace && <EditorButtons read={read} language={language} />}
          {!isTrace && (
            <HeaderButton
              icon="word-wrap"
              name={t('Wrap lines')}
              words={t('Wrap')}
              isPressed={isWrapped}
              onClick={() => setWrapped(!isWrapped)}
            />
          )}
        </span>
      </div>
      <Code id={id} settled={settled} code={code} language={language} isFinished={isFinished} />
      {lines > mostLines && (
        <button
          type="button"
          class="code-more"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? t('Show less') : t('Show all {0} lines', lines)}
        </button>
      )}
    </div>
  );
}

interface CodeTitleProps extends FenceInfo {
  readonly isFinished: boolean;
}

/** "ts · src/queue.ts" */
function CodeTitle({ language, file, isFinished }: CodeTitleProps): VNode {
  const place = isFinished ? placeInCode(file) : undefined;
  return (
    <span class="code-title">
      <span class="code-language">{language === '' ? t('text') : language}</span>
      {file !== '' && (
        <span class="code-file">
          {' · '}
          {place === undefined ? file : <NamedPlace place={place}>{file}</NamedPlace>}
        </span>
      )}
    </span>
  );
}
