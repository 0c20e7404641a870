/** A language tag of the editor ("de", "zh-cn") as its English name, as one would write it in a prompt. */
export function languageName(tag: string): string {
  const { language, region } = localeOf(tag);
  // What is told apart in writing is the script, which the editor's tags give as a country.
  const script = language === 'zh' ? (region === 'TW' || region === 'HK' ? '-Hant' : '-Hans') : '';
  return new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' }).of(language + script) ?? 'English';
}

function localeOf(tag: string): Intl.Locale {
  try {
    return new Intl.Locale(tag);
  } catch {
    // Not a tag at all: then as the editor speaks without a language pack.
    return new Intl.Locale('en');
  }
}
