import { totalmem } from 'node:os';
import { smallerModel } from '../../models/catalogue.ts';
import { contextThatFits, memoryNeeded } from '../../models/fit.ts';
import type { Purpose } from '../../shared/engine.ts';
import { Failure } from '../../shared/failure.ts';
import type { ModelFile } from './modelFile.ts';

/**
 * Bytes that could be used now. macOS hands out memory that holds caches and compresses the rest, and counts neither as
 * free: there at least half of the machine's memory is taken to be available.
 */
export const freeMemory = (): number =>
  process.platform === 'darwin' ? Math.max(process.availableMemory(), totalmem() / 2) : process.availableMemory();

/** Throws Failure "notEnoughMemory" when the model, computed on the processor, would take more than is free. */
export function checkMemory(file: ModelFile, purpose: Purpose, contextLength: number, freeBytes: number): void {
  if (memoryNeeded(file.weight, contextLength) > freeBytes)
    throw notEnoughMemory(file, purpose, contextLength, freeBytes);
}

/** With what would help: a shorter context for this model, or else a smaller model. */
export function notEnoughMemory(
  { path, facts, weight }: ModelFile,
  purpose: Purpose,
  contextLength: number,
  freeBytes: number,
  cause?: unknown,
): Failure {
  const shorter = purpose === 'chat' ? contextThatFits(weight, freeBytes) : undefined;
  const smaller = smallerModel(purpose, weight.fileBytes, freeBytes);
  return new Failure(
    'notEnoughMemory',
    {
      path,
      model: facts.name,
      purpose,
      contextLength,
      neededBytes: memoryNeeded(weight, contextLength),
      freeBytes,
      ...(shorter !== undefined && shorter < contextLength && { shorterContext: shorter }),
      ...(smaller !== undefined && { smallerModel: smaller.label }),
    },
    cause,
  );
}
