import { join } from 'node:path';
import { z } from 'zod';
import { root } from '../tasks/install.mjs';

/** The packages that `npm run package` writes. */
export const universal = join(root, 'dist/deepwell-universal.vsix');
export const platformName = `${process.platform}-${process.arch}`;
export const platform = join(root, `dist/deepwell-${platformName}.vsix`);

/** Where a platform's package has the engine. */
export const engineFolder = 'extension/dist/node_modules/';
export const engineScript = 'extension/dist/engine.mjs';

const manifestSchema = z.record(z.string(), z.unknown());

export function manifestOf(files: ReadonlyMap<string, Buffer>, name: string): Readonly<Record<string, unknown>> {
  const content = files.get(name);
  if (content === undefined) throw new Error(`there is no ${name}`);
  return manifestSchema.parse(JSON.parse(content.toString('utf8')));
}
