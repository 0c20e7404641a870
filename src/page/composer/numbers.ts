import { t } from '../texts.ts';

/** The language the editor speaks: it writes it into the page. */
const language = (): string => document.documentElement.lang || 'en';

/** "8,192" */
export const grouped = (count: number): string => new Intl.NumberFormat(language()).format(count);

/** "214 tokens" */
export const tokensText = (tokens: number): string => (tokens === 1 ? t('1 token') : t('{0} tokens', grouped(tokens)));

/** "0.9 GB" */
export const gigabytes = (bytes: number): string =>
  `${new Intl.NumberFormat(language(), { maximumFractionDigits: 1 }).format(Math.max(bytes / 1e9, 0.1))} GB`;
