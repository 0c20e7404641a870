import { join } from 'node:path';
import { familyOf, isInstruct, serves, type Family } from '../../models/families.ts';
import { type ModelWeight, memoryNeeded } from '../../models/fit.ts';
import type { ModelFacts, Purpose } from '../../shared/engine.ts';
import { Failure } from '../../shared/failure.ts';
import { type GgufHeader, readGgufHeader } from './ggufHeader.ts';
import { ggufFilesIn } from './modelsFolder.ts';

export interface ModelFile {
  readonly path: string;
  readonly facts: ModelFacts;
  readonly family: Family;
  readonly weight: ModelWeight;
}

/**
 * Looks at a model file without loading it. `architectures`, those the engine knows, are only asked for once the file is
 * known to be whole: they cost the start of the engine.
 * Throws Failure: see readGgufHeader, and modelUnsupported, wrongModel.
 */
export async function inspectModel(
  path: string,
  purpose: Purpose,
  architectures: () => Promise<ReadonlySet<string>>,
): Promise<ModelFile> {
  const { facts, weight } = readGgufHeader(path);
  if (!(await architectures()).has(facts.architecture))
    throw new Failure('modelUnsupported', { path, model: facts.name, architecture: facts.architecture });
  const family = familyOf(facts);
  if (family === undefined || !serves(family, purpose))
    throw new Failure('wrongModel', {
      path,
      model: facts.name,
      purpose,
      ...(isInstruct(facts.name) && { why: 'instruct' }),
    });
  return { path, facts, family, weight };
}

/**
 * The path of the file in a folder that serves a purpose best: of the families made for it the largest that fits into the
 * free memory, and where none fits the smallest, whose failure says what would. Undefined when there is none. Files that
 * are no models or damaged are passed over: nobody named them.
 */
export function bestModelIn(folder: string, purpose: Purpose, freeBytes: number): string | undefined {
  const candidates = ggufFilesIn(folder)
    .flatMap(name => suitable(join(folder, name), purpose))
    .toSorted((one, other) => other.neededBytes - one.neededBytes);
  return (candidates.find(({ neededBytes }) => neededBytes <= freeBytes) ?? candidates.at(-1))?.path;
}

function suitable(path: string, purpose: Purpose): readonly { readonly path: string; readonly neededBytes: number }[] {
  const header = headerOf(path);
  const family = header && familyOf(header.facts);
  if (header === undefined || family === undefined || family.onlyByName || !serves(family, purpose)) return [];
  return [{ path, neededBytes: memoryNeeded(header.weight, family.contextLength) }];
}

function headerOf(path: string): GgufHeader | undefined {
  try {
    return readGgufHeader(path);
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
