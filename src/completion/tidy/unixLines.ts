import { type Draft, withText } from './step.ts';

/** The steps know one line end; the document's own comes back at the very end. */
export const unixLines = (draft: Draft): Draft => withText(draft, draft.text.replaceAll('\r\n', '\n'));
