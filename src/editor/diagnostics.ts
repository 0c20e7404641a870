import { env, version } from 'vscode';
import { Failure } from '../shared/failure.ts';
import type { Settings } from '../shared/settings.ts';
import { withoutSecrets } from '../shared/withoutSecrets.ts';
import type { EngineState } from './engines.ts';

/** Facts for a bug report: versions, settings, models. No code, no prompts, no paths beyond the configured ones. */
export function diagnostics(extensionVersion: string, settings: Settings, state: EngineState): string {
  const lines = [
    `Deepwell ${extensionVersion}`,
    `VS Code ${version} (${env.appHost}), Node ${process.versions.node}, ${process.platform}-${process.arch}`,
    `Settings ${JSON.stringify(shown(settings))}`,
    ...(state.kind === 'looking' ? ['Engine: still looking'] : engineLines(state)),
  ];
  return `${lines.join('\n')}\n`;
}

const shown = (settings: Settings): Settings => ({
  ...settings,
  ollamaAddress: withoutSecrets(settings.ollamaAddress),
  serverAddress: withoutSecrets(settings.serverAddress),
});

const engineLines = (state: Extract<EngineState, { kind: 'found' }>): string[] => [
  `Engine ${state.health.engine}`,
  ...(['completion', 'chat'] as const).map(purpose => {
    const model = state.health[purpose];
    return `  ${purpose}: ${model instanceof Failure ? model.message : `${model.name}, ${model.contextLength} tokens`}`;
  }),
];
