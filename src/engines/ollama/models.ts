import type { Purpose } from '../../shared/engine.ts';
import { Failure } from '../../shared/failure.ts';
import { isNamed, suited, wrongModel, type Suited } from '../modelChoice.ts';
import type { Listed, OllamaClient } from './client.ts';
import { isCloudName, isRemote } from './cloud.ts';
import { describe, type Described } from './description.ts';

/**
 * `truncate: false` came back to Ollama in October 2025 (its pull request 12582) and the runner's side of it was mended in
 * November 2025 (12839): 0.13 is the first minor version with both. Older ones cut a long prompt in silence.
 */
const neededVersion = '0.13.0';

export interface Found extends Suited {
  /** May be asked to think, and then has its thoughts separated by the server. */
  readonly thinks: boolean;
}

export type FoundModels = Readonly<Record<Purpose, Found | Failure>>;

/** Throws Failure "serverTooOld", and what the client throws. */
export async function refuseOld(client: OllamaClient, address: string, signal: AbortSignal): Promise<void> {
  const version = await client.version(signal);
  if (isTooOld(version)) throw new Failure('serverTooOld', { address, version, needed: neededVersion });
}

/**
 * The configured model of each purpose or else the first suitable one, without loading any. A model that cannot be used is a
 * Failure "noModel", "wrongModel" or "modelInCloud". Throws what the client throws.
 */
export async function findModels(
  client: OllamaClient,
  listed: readonly Listed[],
  configured: { readonly [purpose in Purpose]?: string },
  signal: AbortSignal,
): Promise<FoundModels> {
  const described = new Map<string, Described | Failure>();
  const describeOnce = async (name: string): Promise<Described | Failure> => {
    const known = described.get(name);
    if (known !== undefined) return known;
    const shown = await client.show(name, signal);
    const model = isRemote(shown) ? new Failure('modelInCloud', { model: name }) : describe(name, shown);
    described.set(name, model);
    return model;
  };
  const find = (purpose: Purpose): Promise<Found | Failure> => {
    const name = configured[purpose] ?? '';
    return name === ''
      ? firstSuited(listed, purpose, describeOnce)
      : configuredModel(listed, purpose, name, describeOnce);
  };
  return { completion: await find('completion'), chat: await find('chat') };
}

type Describe = (name: string) => Promise<Described | Failure>;

async function configuredModel(
  models: readonly Listed[],
  purpose: Purpose,
  configured: string,
  describeOnce: Describe,
): Promise<Found | Failure> {
  const listed = models.find(({ name }) => isNamed(name, configured));
  if (isCloudName(configured) || (listed !== undefined && isInCloud(listed))) {
    return new Failure('modelInCloud', { model: configured });
  }
  if (listed === undefined) return new Failure('noModel', { purpose, model: configured });
  const model = await describeOnce(listed.name);
  if (model instanceof Failure) return model;
  return foundFor(model, purpose) ?? wrongModel(configured, purpose);
}

/** By the listed names first, which costs nothing; only then by what each model says of itself. */
async function firstSuited(
  models: readonly Listed[],
  purpose: Purpose,
  describeOnce: Describe,
): Promise<Found | Failure> {
  const local = models.filter(model => !isInCloud(model));
  const byName = local.filter(({ name }) => suited({ id: name, names: [name] }, purpose) !== undefined);
  for (const { name } of [...byName, ...local.filter(model => !byName.includes(model))]) {
    const model = await describeOnce(name);
    const found = model instanceof Failure ? undefined : foundFor(model, purpose);
    if (found !== undefined && found.family.onlyByName !== true) return found;
  }
  return new Failure('noModel', { purpose });
}

const isInCloud = (model: Listed): boolean => isRemote(model) || isCloudName(model.name);

function foundFor(model: Described, purpose: Purpose): Found | undefined {
  const found = model.generates ? suited(model, purpose) : undefined;
  return found && { ...found, thinks: model.thinks };
}

/** "0.0.0" is what a build from source says: it may be of today. */
function isTooOld(version: string): boolean {
  const numbers = (text: string): readonly number[] => text.split(/[.-]/).slice(0, 3).map(Number);
  const [major = 0, minor = 0, patch = 0] = numbers(version);
  if (major === 0 && minor === 0 && patch === 0) return false;
  const [neededMajor = 0, neededMinor = 0] = numbers(neededVersion);
  return major < neededMajor || (major === neededMajor && minor < neededMinor);
}
