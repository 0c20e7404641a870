import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Icon } from '../icon.tsx';
import type { Store } from '../store.ts';
import { t } from '../texts.ts';
import { droppedOf, mayDrop } from './dropped.ts';

/** Takes files that are dropped anywhere on the page. VS Code lets them through only while Shift is held. */
export function DropZone({ store }: { readonly store: Store }): VNode | null {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const over = (event: DragEvent): void => {
      if (event.dataTransfer === null || !mayDrop(event.dataTransfer)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      setOver(true);
    };
    const leave = (event: DragEvent): void => {
      // Between two elements of the page there is another one that is entered.
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent): void => {
      setOver(false);
      if (event.dataTransfer === null || !mayDrop(event.dataTransfer)) return;
      event.preventDefault();
      const { uris, hasImage } = droppedOf(event.dataTransfer);
      if (uris.length > 0) store.post({ kind: 'dropped', uris: [...uris] });
      if (hasImage) store.post({ kind: 'imageRefused' });
      store.askFocus();
    };
    const listeners = [
      ['dragover', over],
      ['dragleave', leave],
      ['drop', drop],
    ] as const;
    for (const [type, listener] of listeners) document.addEventListener(type, listener);
    return () => {
      for (const [type, listener] of listeners) document.removeEventListener(type, listener);
    };
  }, []);
  if (!isOver) return null;
  return (
    <div class="drop-zone">
      <Icon name="add" /> {t('Drop files to attach them (hold Shift)')}
    </div>
  );
}
