import type { Shown } from './client.ts';
import { cacheBytesPerToken } from '../../models/cacheSize.ts';
import type { Offered } from '../modelChoice.ts';

/** A model as Ollama describes it. */
export interface Described extends Offered {
  /** Writes text; embedding models do not. */
  readonly generates: boolean;
  /** Ollama separates its thoughts, and answers HTTP 400 when others are asked to think. */
  readonly thinks: boolean;
}

export function describe(name: string, { model_info: info, template, capabilities }: Shown): Described {
  const ownName = info['general.name'];
  const architecture = info['general.architecture'];
  const at = (key: string): unknown => info[`${String(architecture)}.${key}`];
  const contextLength = at('context_length');
  const bytes = cacheBytesPerToken(at);
  const generates = capabilities.includes('completion');
  const hasTemplate = generates && writesConversations(template);
  const vocabulary = hasTemplate ? undefined : baseVocabularies.find(known => known.isOf(info));
  return {
    id: name,
    names: typeof ownName === 'string' ? [name, ownName] : [name],
    marks: vocabulary?.marks ?? marksIn(template),
    hasTemplate,
    generates,
    thinks: capabilities.includes('thinking'),
    ...(vocabulary !== undefined && { endMark: vocabulary.endMark }),
    ...(typeof architecture === 'string' && { architecture }),
    ...(typeof contextLength === 'number' && { contextLength }),
    ...(bytes > 0 && { cacheBytesPerToken: bytes }),
  };
}

/**
 * A base model has no template, "{{ .Prompt }}", or one that only places a suffix: no word of its own stands around the
 * messages. Ollama shows its own templates and, for an imported file, the Jinja template inside it.
 */
function writesConversations(template: string): boolean {
  const withoutSuffix = template.replace(/\{\{-?\s*if \.Suffix\s*-?\}\}.*?\{\{-?\s*else\s*-?\}\}/s, '');
  return withoutSuffix.replace(/\{\{.*?\}\}/gs, '').trim() !== '';
}

/** What a template writes around messages are special tokens of its model. */
const marksIn = (template: string): readonly string[] => [
  ...new Set(template.match(/<[|｜][^<>\s]{1,64}?[|｜]>|<\/?think>/gu) ?? []),
];

/**
 * Vocabularies that a description gives away without listing their tokens (asking for the list means megabytes). Only for
 * models without a template: instruct models of other makers grew from the same file, with the same vocabulary and end.
 */
const baseVocabularies = [
  {
    isOf: (info: Shown['model_info']): boolean =>
      info['tokenizer.ggml.pre'] === 'deepseek-coder' && info['tokenizer.ggml.eos_token_id'] === 32014,
    marks: ['<｜fim▁begin｜>', '<｜fim▁hole｜>', '<｜fim▁end｜>', '<|EOT|>'],
    endMark: '<｜end▁of▁sentence｜>',
  },
] as const;
