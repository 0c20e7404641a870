import { useContext, useEffect, useState } from 'preact/hooks';
import { PageActions } from './pageActions.ts';
import { t } from './texts.ts';

/** How long a copy button says that it copied, in milliseconds. */
const saysCopied = 2000;

/** Whether something was copied a moment ago, and what copies a text exactly and says that it did. */
export function useCopying(): readonly [isCopied: boolean, copy: (text: string) => void] {
  const { post, announce } = useContext(PageActions);
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return undefined;
    const timer = setTimeout(() => setCopied(false), saysCopied);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = (text: string): void => {
    post({ kind: 'copy', text });
    setCopied(true);
    announce(t('Copied'));
  };
  return [isCopied, copy];
}
