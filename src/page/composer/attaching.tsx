import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Store } from '../store.ts';
import { t } from '../texts.ts';
import { Icon } from '../icon.tsx';
import { type DroppedFiles, droppedFiles, mayBeFiles } from './droppedFiles.ts';

/** Files that come by dragging or pasting. */
export interface Attaching {
  /** Files are being dragged over the page. */
  readonly isOver: boolean;
  /** Why something was not attached. */
  readonly refusal: string | undefined;
  readonly forget: () => void;
  readonly onPaste: (event: ClipboardEvent) => void;
}

export function useAttaching(store: Store): Attaching {
  const [refusal, setRefusal] = useState<string>();
  const take = (files: DroppedFiles): void => {
    if (files.uris.length > 0) store.post({ kind: 'dropped', uris: [...files.uris] });
    if (files.hasImage) store.post({ kind: 'imageRefused' });
    setRefusal(refusalOf(files));
  };
  const isOver = useDrop(take);
  const onPaste = (event: ClipboardEvent): void => {
    const pasted = event.clipboardData;
    // Spreadsheets and browsers put a picture beside the text they copy: the text is meant.
    if (pasted === null || !mayBeFiles(pasted) || pasted.types.includes('text/plain')) return;
    event.preventDefault();
    take(droppedFiles(pasted));
  };
  return { isOver, refusal, forget: () => setRefusal(undefined), onPaste };
}

function refusalOf({ hasImage, placeless }: DroppedFiles): string | undefined {
  if (hasImage) return t('Images cannot be read by these models: describe it or attach its text.');
  const [name] = placeless;
  return name === undefined
    ? undefined
    : t('{0} came without its place on this computer: drag it from the Explorer, or type # and its name.', name);
}

/** Whether files are over the page now; what drops is handed on. The editor lets them come here while Shift is held. */
function useDrop(take: (files: DroppedFiles) => void): boolean {
  const [isOver, setOver] = useState(false);
  const taking = useRef(take);
  taking.current = take;
  useEffect(() => {
    // A link of the conversation that is dragged has a list too; it may go into the text field.
    let isOwn = false;
    const filesOf = ({ dataTransfer }: DragEvent): DataTransfer | undefined =>
      isOwn || dataTransfer === null || !mayBeFiles(dataTransfer) ? undefined : dataTransfer;
    const over = (event: DragEvent): void => {
      const files = filesOf(event);
      if (files === undefined) return;
      event.preventDefault();
      files.dropEffect = 'copy';
      setOver(true);
    };
    const leave = (event: DragEvent): void => {
      // Between two elements of the page there is the one that is entered; at the page's edge there is none.
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent): void => {
      setOver(false);
      const files = filesOf(event);
      if (files === undefined) return;
      event.preventDefault();
      taking.current(droppedFiles(files));
    };
    const listeners = new AbortController();
    const { signal } = listeners;
    for (const kind of ['dragenter', 'dragover'] as const) window.addEventListener(kind, over, { signal });
    window.addEventListener('dragstart', () => (isOwn = true), { signal });
    window.addEventListener('dragend', () => (isOwn = false), { signal });
    window.addEventListener('dragleave', leave, { signal });
    window.addEventListener('drop', drop, { signal });
    return () => listeners.abort();
  }, []);
  return isOver;
}

/** Lies over the page while files are dragged. */
export function DropZone(): VNode {
  return (
    <div class="drop-zone">
      <Icon name="new-file" />
      <b>{t('Drop files to attach')}</b>
      <span>{t('Hold Shift to drop')}</span>
    </div>
  );
}

/** Why something was not attached. */
export function Refusal({ sentence }: { readonly sentence: string }): VNode {
  return (
    <p class="composer-note refusal" role="alert">
      <Icon name="circle-slash" />
      {sentence}
    </p>
  );
}
