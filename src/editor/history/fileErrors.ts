/** What came of the work, or `otherwise` where the file system answers with just this code: "ENOENT". */
export async function unless<T, E>(code: string, otherwise: E, work: () => Promise<T>): Promise<T | E> {
  try {
    return await work();
  } catch (error) {
    if (codeOf(error) === code) return otherwise;
    throw error;
  }
}

/** "ENOSPC"; the error's name where the file system has not said it. */
export const codeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error ? String(error.code) : error.name;
};
