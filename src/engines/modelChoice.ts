import { familyOf, isInstruct, serves, type Family } from '../models/families.ts';
import type { ModelFacts, Purpose } from '../shared/engine.ts';
import { Failure } from '../shared/failure.ts';

/** A model that a server lists. */
export interface Offered {
  /** What requests call it. */
  readonly id: string;
  /** The id and what else is known of its name, for the family: servers let people name a model as they like. */
  readonly names: readonly string[];
  readonly architecture?: string;
  /** Tokens the model can hold, or those the server gave it; undefined where it does not tell. */
  readonly contextLength?: number;
  /** Bytes of memory a token of the context takes, where the server tells what it follows from. */
  readonly cacheBytesPerToken?: number;
  /** The server can write a conversation with the model's own template. */
  readonly hasTemplate?: boolean;
  /** Special tokens of its vocabulary, where the server gives some away. */
  readonly marks?: readonly string[];
  readonly endMark?: string;
}

/** A model with the row of our table that says how to talk to it. */
export interface Suited {
  readonly id: string;
  readonly family: Family;
  /** Named so that the family is found again by it. */
  readonly facts: ModelFacts;
}

/**
 * Undefined for a model of no family, or of one that is not made for the purpose. Names say more than marks, and any name that
 * leads to a family we know counts more than that a model has a template.
 */
export function suited(model: Offered, purpose: Purpose): Suited | undefined {
  const byName = model.names.map(name => suitedAs({ name, ...described(model) }, model.id, purpose));
  const { marks, endMark } = model;
  const byMarks = model.names.map(name =>
    suitedAs({ name, ...described(model), ...(marks && { marks }), ...(endMark && { endMark }) }, model.id, purpose),
  );
  const found = [...byName, ...byMarks].filter(one => one !== undefined);
  return found.find(({ family }) => family.onlyByName !== true) ?? found[0];
}

const described = ({ architecture, hasTemplate, contextLength, cacheBytesPerToken }: Offered) => ({
  ...(architecture !== undefined && { architecture }),
  ...(hasTemplate !== undefined && { hasTemplate }),
  ...(contextLength !== undefined && { contextLength }),
  ...(cacheBytesPerToken !== undefined && { cacheBytesPerToken }),
});

function suitedAs(
  model: Omit<ModelFacts, 'contextLength'> & Partial<ModelFacts>,
  id: string,
  purpose: Purpose,
): Suited | undefined {
  const family = familyOf({ contextLength: 0, ...model });
  if (family === undefined || !serves(family, purpose)) return undefined;
  return { id, family, facts: { contextLength: family.contextLength, ...model } };
}

/** What the person configured, which has to be there and to fit, or else the first model of a family made for the purpose. */
export function chooseModel(
  models: readonly Offered[],
  configured: string | undefined,
  purpose: Purpose,
): Suited | Failure {
  if (configured === undefined || configured === '') {
    for (const model of models) {
      const found = suited(model, purpose);
      if (found !== undefined && found.family.onlyByName !== true) return found;
    }
    return new Failure('noModel', { purpose });
  }
  const model = models.find(({ id, names }) => isNamed(id, configured) || names.includes(configured));
  if (model === undefined) return new Failure('noModel', { purpose, model: configured });
  return suited(model, purpose) ?? wrongModel(configured, purpose);
}

/** Says why where the name tells: the most common mistake is an instruct model for completion. */
export const wrongModel = (model: string, purpose: Purpose): Failure =>
  new Failure('wrongModel', { model, purpose, ...(isInstruct(model) && { why: 'instruct' }) });

/** Ollama lists "name:latest" for what people call "name". */
export const isNamed = (id: string, name: string): boolean => id === name || id === `${name}:latest`;
