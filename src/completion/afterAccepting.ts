import { cutAt, windowOf } from '../context/window.ts';
import type { CompletionRequest } from './request.ts';
import { isFinished } from './finished.ts';
import type { Suggestion } from './place.ts';
import { leadingSpace } from './tidy/lines.ts';

/**
 * Where a person is who accepts a suggestion and goes on: behind it, and where it finishes a statement on the next line, as
 * deep as the last one.
 */
export function afterAccepting(request: CompletionRequest, { insert, replaceSuffix }: Suggestion): CompletionRequest {
  const { text } = request.document;
  const before = text.slice(0, request.offset) + insert;
  const after = text.slice(request.offset + replaceSuffix);
  const there = at(request, before, after);
  const { lineBefore, ...window } = windowOf(cutAt(there.document, there.offset));
  if (!isFinished({ lineBefore, ...window })) return there;
  return at(request, before + request.eol + leadingSpace(lineBefore), after);
}

const at = (request: CompletionRequest, before: string, after: string): CompletionRequest => ({
  document: { ...request.document, text: before + after },
  offset: before.length,
  trigger: 'auto',
  indent: request.indent,
  eol: request.eol,
  maxLines: request.maxLines,
  ...(request.related && { related: request.related }),
});
