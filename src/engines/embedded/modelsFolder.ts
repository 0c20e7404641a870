import { readdirSync } from 'node:fs';

/** Names of the model files in a folder; none when it does not exist. */
export function ggufFilesIn(folder: string): readonly string[] {
  try {
    // A large model can be split over several files: llama.cpp finds the others by the first.
    return readdirSync(folder)
      .filter(name => /\.gguf$/i.test(name) && !/-(?!00001)\d{5}-of-\d{5}\.gguf$/i.test(name))
      .toSorted();
  } catch {
    return []; // Not there, or not readable: no models.
  }
}
