import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A body that was recorded from a real server: `transcript('ollama/tags.json')`. */
export const transcript = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../fixtures/transcripts', name), 'utf8');
