import type { Shown } from './client.ts';

/** True for what Ollama forwards to the internet, as it marks it in its list, its descriptions and each line of a stream. */
export const isRemote = ({ remote_host, remote_model }: Pick<Shown, 'remote_host' | 'remote_model'>): boolean =>
  (remote_host ?? '') !== '' || (remote_model ?? '') !== '';

/** Names that Ollama keeps for models in its cloud: "gpt-oss:120b-cloud", "glm-4.6:cloud". Newer ones need not even be listed. */
export const isCloudName = (name: string): boolean => /[:-]cloud$/i.test(name);
