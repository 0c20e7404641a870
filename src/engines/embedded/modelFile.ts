import { familyOf, isInstruct, serves, type Family } from '../../models/families.ts';
import type { ModelFacts, Purpose } from '../../shared/engine.ts';
import { Failure } from '../../shared/failure.ts';
import { readGgufHeader } from './ggufHeader.ts';

export interface ModelFile {
  readonly path: string;
  readonly facts: ModelFacts;
  readonly family: Family;
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
  const facts = readGgufHeader(path);
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
  return { path, facts, family };
}
