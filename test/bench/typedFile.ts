import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../sample/src');

/** A file as people have them, some 200 lines: the sample workspace's modules in one. */
export const typedFile: string = globSync('*.ts', { cwd: folder })
  .toSorted()
  .map(name => readFileSync(join(folder, name), 'utf8'))
  .join('\n');
