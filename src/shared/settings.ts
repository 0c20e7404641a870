import * as z from 'zod';

/** Settings as the rest of the code sees them, checked. A malformed one falls back to its default and is told once. */
const settingsSchema = z.object({
  engine: z.enum(['auto', 'embedded', 'ollama', 'server']).default('auto'),
  ollamaAddress: z.string().default('http://127.0.0.1:11434'),
  serverAddress: z.string().default(''),
  /** Where GGUF files lie; empty: the extension's own folder. */
  modelsFolder: z.string().default(''),
  /** A GGUF file for the embedded engine, or a model's name on a server. Empty: none, or the server's suitable one. */
  completionModel: z.string().default(''),
  chatModel: z.string().default(''),
  /** Tokens; 0 takes the family's default. */
  chatContextLength: z.number().int().min(0).max(131_072).default(0),
  /** Minutes a model stays in memory after its last use; -1 for ever. */
  keepAlive: z.number().min(-1).max(1440).default(10),
  reasoningPanel: z.enum(['openWhileThinking', 'closed', 'open']).default('openWhileThinking'),
  /** How long the model may think; a chat can choose otherwise. */
  thinking: z.enum(['off', 'short', 'normal', 'deep']).default('normal'),
  /** What happens when a trace goes in circles. */
  loopGuard: z.enum(['offer', 'answerNow', 'off']).default('offer'),
  /** Days a chat is kept after its last change; 0 for ever. */
  historyKeepDays: z.number().int().min(0).max(3650).default(0),
  completionTrigger: z.enum(['automatic', 'manual']).default('automatic'),
  /** Lines of ghost text at most. */
  completionMaxLines: z.number().int().min(1).max(64).default(12),
  /** Globs of files that get no ghost text and never enter a prompt by themselves. */
  completionExclude: z.array(z.string()).default([]),
  completionExcludeGitIgnored: z.boolean().default(false),
});

export type Settings = z.infer<typeof settingsSchema>;

export interface ParsedSettings {
  readonly settings: Settings;
  /** Those whose value is not valid. */
  readonly malformed: readonly (keyof Settings)[];
}

/** Parses raw values by name; the default stands in for a missing or malformed one. */
export function parseSettings(raw: Readonly<Record<string, unknown>>): ParsedSettings {
  const parsed = settingsSchema.safeParse(raw);
  if (parsed.success) return { settings: parsed.data, malformed: [] };
  const wrong = new Set(parsed.error.issues.map(issue => issue.path[0]));
  const valid = Object.fromEntries(Object.entries(raw).filter(([name]) => !wrong.has(name)));
  return {
    settings: settingsSchema.parse(valid),
    malformed: settingsSchema.keyof().options.filter(name => wrong.has(name)),
  };
}
