import { l10n } from 'vscode';
import type { EngineKind, Health } from '../shared/engine.ts';
import type { Served } from './engines.ts';

const engineNames: Readonly<Record<EngineKind, string>> = {
  embedded: l10n.t('Built-in engine'),
  ollama: 'Ollama',
  server: l10n.t('Server'),
};

/** An engine and its model in words, and whether the model is only for demonstration. */
export const describeServed = (
  { engine, serverName = engineNames[engine] }: Health,
  served: Served,
): { label: string; demo: boolean } => ({
  label: `${serverName} · ${served.modelName}`,
  demo: served.family.demo ?? false,
});
