/** The page's words in the language of the editor, by their English text; English where there is none. */
const texts: Readonly<Record<string, string>> = readTexts();

/** The page, as far as it is needed here; there is none in unit tests and in the evaluation harness. */
interface Page {
  readonly document?: {
    readonly getElementById: (id: string) => { readonly dataset: Readonly<Record<string, string | undefined>> } | null;
  };
}

/** The editor writes them into the page; a malformed list counts as none. */
function readTexts(): Readonly<Record<string, string>> {
  const { document }: Page = globalThis as Page;
  const written = document?.getElementById('root')?.dataset['texts'];
  if (written === undefined) return {};
  const parsed: unknown = JSON.parse(written);
  if (typeof parsed !== 'object' || parsed === null) return {};
  return Object.fromEntries(
    Object.entries(parsed).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** The text in the person's language, with "{0}", "{1}" … replaced. Each text is also in media/l10n; a test holds the two together. */
export const t = (text: string, ...values: readonly (string | number)[]): string =>
  (texts[text] ?? text).replaceAll(/\{(\d+)\}/g, (whole, number) => String(values[Number(number)] ?? whole));
