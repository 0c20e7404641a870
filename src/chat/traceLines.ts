/** First and last line, counted from 0, of each `<think>…</think>` block in Markdown; tags in fenced code do not count. */
export function traceLines(markdown: string): readonly { readonly start: number; readonly end: number }[] {
  const traces: { start: number; end: number }[] = [];
  let start: number | undefined;
  let fence: string | undefined;
  for (const [number, line] of markdown.split(/\r?\n/).entries()) {
    if (start === undefined) fence = fenceAfter(line, fence);
    if (fence !== undefined) continue;
    if (start === undefined && /^\s*<think>/.test(line)) start = number;
    if (start !== undefined && line.includes('</think>')) {
      traces.push({ start, end: number });
      start = undefined;
    }
  }
  return traces;
}

/** The fence we are in after this line: opened, still open, or closed by it. */
function fenceAfter(line: string, fence: string | undefined): string | undefined {
  const run = /^\s*(`{3,}|~{3,})/.exec(line)?.[1];
  if (run === undefined) return fence;
  if (fence === undefined) return run;
  return run.startsWith(fence) && line.trim() === run ? undefined : fence;
}
