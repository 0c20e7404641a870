import { type Family, families } from '../../src/models/families.ts';
import { parseSettings } from '../../src/shared/settings.ts';

/** The family whose prompts and ghost text are judged. */
export function coderFamily(): Family {
  const family = families.find(one => one.id === 'deepseek-coder');
  if (family === undefined) throw new Error('families.ts has no row "deepseek-coder"');
  return family;
}

/** The product's default, so that a case says what a person would see. */
export const maxLines = parseSettings({}).settings.completionMaxLines;

/** What the embedded engine holds of the 1.3B model, in tokens. */
export const embeddedCaches = { contextLength: 1536, quickCacheLength: 512 };
