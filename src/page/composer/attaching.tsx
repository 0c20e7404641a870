import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../icon.tsx';
import type { Store } from '../store.ts';
import { t } from '../texts.ts';
import { listenForFiles } from './dropTarget.ts';
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

function useDrop(take: (files: DroppedFiles) => void): boolean {
  const [isOver, setOver] = useState(false);
  const taking = useRef(take);
  taking.current = take;
  useEffect(() => listenForFiles(window, files => taking.current(files), setOver), []);
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
