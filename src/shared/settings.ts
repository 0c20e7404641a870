import { z } from 'zod';

/** Settings as the rest of the code sees them, checked. A malformed one falls back to its default and is told once. */
export const settingsSchema = z.object({
  engine: z.enum(['auto', 'embedded', 'ollama', 'server']).default('auto'),
  ollamaAddress: z.string().default('http://127.0.0.1:11434'),
  serverAddress: z.string().default(''),
  /** A GGUF file for the embedded engine, or a model's name on a server. Empty: none, or the server's suitable one. */
  completionModel: z.string().default(''),
  chatModel: z.string().default(''),
  /** Tokens; 0 takes the family's default. */
  chatContextLength: z.number().int().min(0).max(131_072).default(0),
  /** Minutes a server keeps a model in memory after its last use; -1 for ever. */
  keepAlive: z.number().min(-1).max(1440).default(10),
  reasoningPanel: z.enum(['openWhileThinking', 'closed', 'open']).default('openWhileThinking'),
  completionTrigger: z.enum(['automatic', 'manual']).default('automatic'),
  /** Lines of ghost text at most. */
  completionMaxLines: z.number().int().min(1).max(64).default(12),
});

export type Settings = z.infer<typeof settingsSchema>;
