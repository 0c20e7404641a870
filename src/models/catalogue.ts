import type { Purpose } from '../shared/engine.ts';
import { type ModelWeight, memoryNeeded } from './fit.ts';

/** A published model file that can be recommended. */
export interface CatalogueModel {
  /** For people: the model and its quantisation. */
  readonly label: string;
  readonly purpose: Purpose;
  readonly weight: ModelWeight;
  /** Tokens it is loaded with unless told otherwise. */
  readonly contextLength: number;
}

const row = (
  label: string,
  purpose: Purpose,
  fileBytes: number,
  cache: number,
  vocabulary: number,
): CatalogueModel => ({
  label,
  purpose,
  weight: { fileBytes, cacheBytesPerToken: cache, vocabularySize: vocabulary },
  contextLength: purpose === 'completion' ? 2048 : 8192,
});

/** Sizes as the publishers of the files give them; those of a file that is really there come from the file. Smallest first. */
export const catalogue: readonly CatalogueModel[] = [
  row('DeepSeek-Coder 1.3B base Q4_0', 'completion', 776_065_056, 196_608, 32_256),
  row('DeepSeek-Coder 6.7B base Q4_0', 'completion', 3_827_818_720, 524_288, 32_256),
  row('DeepSeek-R1-Distill-Qwen-1.5B Q4_0', 'chat', 1_068_807_776, 28_672, 151_936),
  row('DeepSeek-R1-Distill-Qwen-7B Q4_0', 'chat', 4_444_121_056, 57_344, 152_064),
  row('DeepSeek-R1-0528-Qwen3-8B Q4_K_M', 'chat', 5_027_785_216, 147_456, 151_936),
  row('DeepSeek-R1-Distill-Qwen-14B Q4_0', 'chat', 8_544_267_680, 196_608, 152_064),
];

/** The largest model for the purpose that takes less than the file at hand and fits into so many bytes. */
export const smallerModel = (purpose: Purpose, fileBytes: number, freeBytes: number): CatalogueModel | undefined =>
  catalogue.findLast(
    model =>
      model.purpose === purpose &&
      model.weight.fileBytes < fileBytes &&
      memoryNeeded(model.weight, model.contextLength) <= freeBytes,
  );
