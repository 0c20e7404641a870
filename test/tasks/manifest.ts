import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** A package.json, of which only the names at its top level matter here. */
export type Manifest = Readonly<Record<string, unknown>>;

export const readManifest = (file: string): Manifest =>
  z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(file, 'utf8')));

export const without = (manifest: Manifest, names: readonly string[]): Manifest =>
  Object.fromEntries(Object.entries(manifest).filter(([name]) => !names.includes(name)));

export const textOf = (manifest: Manifest): string => `${JSON.stringify(manifest, undefined, 2)}\n`;
