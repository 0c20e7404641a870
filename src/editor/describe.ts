import { l10n } from 'vscode';
import { reasons } from '../models/families.ts';
import type { ModelView } from '../shared/chat.ts';
import type { EngineKind, Health } from '../shared/engine.ts';
import type { Served } from './engines.ts';

const engineNames: Readonly<Record<EngineKind, string>> = {
  embedded: l10n.t('Built-in engine'),
  ollama: 'Ollama',
  server: l10n.t('Server'),
};

/** An engine and its model in words, and whether the model is only for demonstration. */
export const describeServed = ({ engine, serverName = engineNames[engine] }: Health, served: Served): ModelView => ({
  label: `${serverName} · ${served.modelName}`,
  short: shortName(served.modelName),
  demo: served.family.demo ?? false,
  thinks: reasons(served.family),
});

/** "DeepSeek-R1-Distill-Qwen-7B-Q4_K_M" is "R1 7B" where there is little room; a name without these parts stays as it is. */
function shortName(name: string): string {
  const [size] = /\d+(?:\.\d+)?b(?![a-z])/i.exec(name) ?? [];
  const kind = /r1/i.test(name) ? 'R1' : undefined;
  return kind === undefined || size === undefined ? name : `${kind} ${size.toUpperCase()}`;
}
