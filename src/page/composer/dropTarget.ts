import { type DroppedFiles, droppedFiles, mayBeFiles } from './droppedFiles.ts';

/**
 * Hands on the files that are dropped on the page, and says whether some are over it. The editor lets them come here only
 * while Shift is held; otherwise it opens them. Returns what ends the listening.
 */
export function listenForFiles(
  page: Window,
  take: (files: DroppedFiles) => void,
  setOver: (isOver: boolean) => void,
): () => void {
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
    take(droppedFiles(files));
  };
  const listeners = new AbortController();
  const { signal } = listeners;
  page.addEventListener('dragstart', () => (isOwn = true), { signal });
  page.addEventListener('dragend', () => (isOwn = false), { signal });
  page.addEventListener('dragenter', over, { signal });
  page.addEventListener('dragover', over, { signal });
  page.addEventListener('dragleave', leave, { signal });
  page.addEventListener('drop', drop, { signal });
  return () => listeners.abort();
}
