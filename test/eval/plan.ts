/** A place of a text where a person adds or removes something. */
export interface Site {
  readonly number: number;
  readonly kind: 'add' | 'remove';
  readonly text: string;
  /** Behind so many characters of `text` the person goes and does another one first. */
  readonly excursions: ReadonlyMap<number, number>;
  /** Where it stands in the text at the start. */
  readonly at: number;
}

/** What a person is going to do to a text. */
export interface Plan {
  readonly text: string;
  readonly truth: string;
  /** In the order of the text. */
  readonly sites: readonly Site[];
  /** In the order of the work, without those that are done in between. */
  readonly order: readonly Site[];
}

const place = /«(?<add>\d+)\|(?<added>[^»]*)»|‹(?<remove>\d+)\|(?<removed>[^›]*)›/g;
const excursion = /⟨(\d+)⟩/g;

/**
 * Reads a text with marks: «3|what is added as the third» and ‹4|what is removed as the fourth›. A ⟨5⟩ in what is added says
 * that the person stops there, does the fifth and comes back.
 */
export function parsePlan(marked: string): Plan {
  const sites: Site[] = [];
  let text = '';
  let truth = '';
  let end = 0;
  for (const match of marked.matchAll(place)) {
    const between = marked.slice(end, match.index);
    end = match.index + match[0].length;
    text += between;
    truth += between;
    const site = siteOf(match.groups ?? {}, text.length);
    sites.push(site);
    if (site.kind === 'add') truth += site.text;
    else text += site.text;
  }
  const rest = marked.slice(end);
  return { text: text + rest, truth: truth + rest, sites, order: inOrder(sites) };
}

function siteOf({ add, added, remove, removed }: Record<string, string | undefined>, at: number): Site {
  const marked = added ?? removed ?? '';
  const excursions = new Map<number, number>();
  let before = 0;
  for (const match of marked.matchAll(excursion)) {
    excursions.set(match.index - before, Number(match[1]));
    before += match[0].length;
  }
  const kind = add === undefined ? 'remove' : 'add';
  return { number: Number(add ?? remove), kind, text: marked.replaceAll(excursion, ''), excursions, at };
}

function inOrder(sites: readonly Site[]): Site[] {
  const inBetween = new Set(sites.flatMap(({ excursions }) => [...excursions.values()]));
  return sites.filter(({ number }) => !inBetween.has(number)).toSorted((one, other) => one.number - other.number);
}
