import { z } from 'zod';

/** Names the file that the suite writes inside the extension host and the runner reads. */
export const resultsVariable = 'DEEPWELL_TEST_RESULTS';

const resultsSchema = z.object({
  vscode: z.string(),
  passed: z.array(z.string()),
  failed: z.array(z.object({ title: z.string(), message: z.string() })),
});

export type Results = z.infer<typeof resultsSchema>;

export const parseResults = (text: string): Results => resultsSchema.parse(JSON.parse(text));

/**
 * Why a run failed, or undefined when it passed. `results` is undefined when the suite wrote none; `editor` says how the
 * editor ended where that was not well.
 */
export function whyFailed(results: Results | undefined, editor: string | undefined): string | undefined {
  if (results === undefined) return `The extension host ended before the tests did${editor ? ` (${editor})` : ''}.`;
  if (results.failed.length > 0) return `${results.failed.length} failed in VS Code ${results.vscode}.`;
  if (results.passed.length === 0) return 'No test ran.';
  return editor && `All tests passed, but the editor did not end well: ${editor}`;
}
