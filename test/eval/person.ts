import { type Closer, closerFor, isOpener } from './closers.ts';
import type { Plan, Site } from './plan.ts';
import type { ReplayedEditor } from './replayedEditor.ts';
import type { Rhythm } from './rhythm.ts';
import type { Key } from './session.ts';
import { accepted } from './typedDocument.ts';

/** A key without its time. */
type Press = Omit<Key, 'at'>;

/** A site that is being typed: so much of it is there, and behind the cursor stand closers the editor has put there. */
interface Progress {
  readonly text: string;
  at: number;
  closers: Closer[];
  /** White space the editor has put on an empty line and takes away with the next line. */
  blank: string;
}

/** Where slips happen, as they do every sixty keys. */
const slipChance = 1 / 60;
/** Of so many words one is taken back and written again. */
const secondThoughtChance = 4 / 250;
/** A line of what is shown is what the person wants, also where a model knows better what they will write. */
const agreement = 0.85;

/**
 * Types what a plan says into an editor and notes the keys. What is shown is looked at after each thought, and often taken
 * where it is what the person wants to write; then only the rest is typed.
 */
export class Person {
  readonly keys: Key[] = [];
  readonly #editor: ReplayedEditor;
  readonly #rhythm: Rhythm;
  readonly #plan: Plan;
  readonly #unit: string;
  /** Where each site begins now, or where the person stopped in it. */
  readonly #places: Map<Site, number>;
  #now = 1000;

  constructor(parts: { editor: ReplayedEditor; rhythm: Rhythm; plan: Plan; indentUnit: string }) {
    this.#editor = parts.editor;
    this.#rhythm = parts.rhythm;
    this.#plan = parts.plan;
    this.#unit = parts.indentUnit;
    this.#places = new Map(parts.plan.sites.map(site => [site, site.at]));
  }

  async work(): Promise<void> {
    for (const site of this.#plan.order) await this.#do(site);
  }

  async #do(site: Site): Promise<void> {
    const place = this.#places.get(site) ?? 0;
    if (site.kind === 'add') {
      await this.#goTo(place, site);
      return this.#type(site);
    }
    const length = site.text.length;
    await this.#goTo(place + length, site);
    await this.#press(site, this.#rhythm.thought(), { delete: length });
  }

  async #goTo(place: number, site: Site): Promise<void> {
    if (this.#cursor !== place) await this.#press(site, this.#rhythm.move(), { move: place });
  }

  async #type(site: Site): Promise<void> {
    const progress: Progress = { text: site.text, at: 0, closers: [], blank: '' };
    const excursions = [...site.excursions];
    let isFresh = true;
    while (progress.at < site.text.length) {
      // Also one whose place was passed with what was taken.
      while (excursions[0] !== undefined && excursions[0][0] <= progress.at)
        await this.#makeExcursion(site, excursions.shift()?.[1]);
      if (isFresh || this.#mayThink(progress)) await this.#think(site, progress);
      isFresh = false;
      if (progress.at < site.text.length) await this.#typeNext(site, progress);
    }
  }

  async #makeExcursion(site: Site, number: number | undefined): Promise<void> {
    const other = this.#plan.sites.find(one => one.number === number);
    if (other === undefined) throw new Error(`The plan has no ${number}.`);
    this.#places.set(site, this.#cursor);
    await this.#do(other);
    await this.#goTo(this.#places.get(site) ?? 0, site);
  }

  /** At the start of a line, more so of a block, and seldom within one. */
  #mayThink({ text, at }: Progress): boolean {
    const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
    if (line.trim() !== '') return /[(=,] ?$|return $/.test(line) && this.#rhythm.happens(0.06);
    if (line === '' && !text.startsWith('\n', at - 1)) return false;
    return this.#rhythm.happens(/[{(:[]\s*$/.test(text.slice(0, at)) ? 0.85 : 0.6);
  }

  async #think(site: Site, progress: Progress): Promise<void> {
    await this.#wait(this.#rhythm.thought());
    const { insert, replaceSuffix } = this.#editor.ghost ?? { insert: '', replaceSuffix: 0 };
    const isAgreed = this.#rhythm.happens(agreement ** insert.split('\n').length);
    const part = isAgreed ? 'all' : this.#rhythm.pick(['line', 'word', 'none'] as const);
    if (part === 'none' || !this.#wants(part, progress)) return;
    const taken = accepted(part, insert);
    const replaced = taken === insert ? replaceSuffix : 0;
    await this.#press(site, this.#rhythm.look(), { accept: part });
    progress.at += taken.length;
    progress.closers = withoutFirst(progress.closers, replaced);
    await this.#wait(this.#rhythm.look());
  }

  /** What is shown is what the person was going to write, also about the brackets that are closed already. */
  #wants(part: 'all' | 'word' | 'line', { text, at, closers, blank }: Progress): boolean {
    const { ghost } = this.#editor;
    if (ghost === undefined || blank !== '') return false;
    const taken = accepted(part, ghost.insert);
    const passed = closers.filter(closer => closer.at < at + taken.length);
    const replaced = taken === ghost.insert ? ghost.replaceSuffix : 0;
    return text.startsWith(taken, at) && lengthOf(passed) === replaced;
  }

  async #typeNext(site: Site, progress: Progress): Promise<void> {
    const { text, at, closers } = progress;
    const [closer] = closers;
    if (closer?.at === at) return this.#passCloser(site, progress, closer);
    const sign = text.charAt(at);
    if (sign === '\n') return this.#breakLine(site, progress);
    if (/[a-z]/.test(sign) && this.#rhythm.happens(slipChance)) await this.#slip(site, sign);
    const added = closerFor(text, at, this.#editor.before, this.#after);
    if (added === undefined) await this.#press(site, this.#rhythm.key(), { insert: sign });
    else {
      const keys = [{ insert: sign + added.text }, { move: this.#cursor + 1 }];
      await this.#press(site, this.#rhythm.key(), ...keys);
      closers.unshift(added);
    }
    progress.at += 1;
    if (/\w$/.test(sign) && !/^\w/.test(text.slice(at + 1)) && this.#rhythm.happens(secondThoughtChance))
      await this.#takeBackWord(site, progress);
  }

  /** A closing bracket that the editor has put there is typed over, or passed on the way to the next line. */
  async #passCloser(site: Site, progress: Progress, closer: Closer): Promise<void> {
    await this.#press(site, this.#rhythm.key(), { move: this.#cursor + closer.text.length });
    progress.at += closer.text.length;
    progress.closers.shift();
  }

  /** The neighbour on the keyboard, at times noticed one key late. */
  async #slip(site: Site, sign: string): Promise<void> {
    const row = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'].find(keys => keys.includes(sign)) ?? sign;
    const wrong = row.charAt(Math.max(row.indexOf(sign) + (this.#rhythm.happens(0.5) ? 1 : -1), 0)) || row.charAt(0);
    await this.#press(site, this.#rhythm.key(), { insert: wrong });
    const isLate = this.#rhythm.happens(0.4);
    if (isLate) await this.#press(site, this.#rhythm.key(), { insert: sign });
    for (let back = 0; back < (isLate ? 2 : 1); back++)
      await this.#press(site, this.#rhythm.key() * 1.8, { delete: 1 });
  }

  async #takeBackWord(site: Site, progress: Progress): Promise<void> {
    const length = /\w+$/.exec(progress.text.slice(0, progress.at))?.[0].length ?? 0;
    await this.#press(site, this.#rhythm.look(), { delete: length });
    progress.at -= length;
  }

  /** As an editor: the next line gets the indentation of this one, a level more behind an opening bracket or colon. */
  async #breakLine(site: Site, progress: Progress): Promise<void> {
    const { text, at, closers, blank } = progress;
    const indent = /^[^\S\n]*/.exec(this.#line)?.[0] ?? '';
    const [closer] = closers;
    const lead = /^[^\S\n]*/.exec(text.slice(at + 1))?.[0] ?? '';
    if (
      closer !== undefined &&
      isOpener(this.#line.at(-1) ?? '') &&
      text.slice(at, closer.at).endsWith(`\n${indent}`)
    ) {
      const keys = [{ insert: `\n${lead}\n${indent}` }, { move: this.#cursor + 1 + lead.length }];
      await this.#press(site, this.#rhythm.key(), ...keys);
      closers[0] = { text: `\n${indent}${closer.text}`, at: closer.at - indent.length - 1 };
      progress.at += 1 + lead.length;
      return;
    }
    const automatic = indent + (/[{([:]$/.test(this.#line) ? this.#unit : '');
    const trim = blank === '' ? {} : { delete: blank.length };
    await this.#press(site, this.#rhythm.key(), { ...trim, insert: `\n${automatic}` });
    if (text.startsWith('\n', at + 1)) {
      progress.blank = automatic;
      progress.at += 1;
      return;
    }
    progress.blank = '';
    await this.#indentTo(site, automatic, lead);
    progress.at += 1 + lead.length;
  }

  async #indentTo(site: Site, automatic: string, lead: string): Promise<void> {
    for (let length = automatic.length; length > lead.length; length -= this.#unit.length)
      await this.#press(site, this.#rhythm.key(), { delete: this.#unit.length });
    for (let length = automatic.length; length < lead.length; length += this.#unit.length)
      await this.#press(site, this.#rhythm.key(), { insert: this.#unit });
  }

  async #wait(ms: number): Promise<void> {
    this.#now += Math.round(ms);
    await this.#editor.advanceTo(this.#now);
  }

  /** One stroke; the places of all other sites behind the cursor move along. */
  async #press(site: Site, wait: number, ...presses: Press[]): Promise<void> {
    await this.#wait(wait);
    const keys = presses.map(press => ({ at: this.#now, ...press }));
    const { length } = this.#editor.text;
    this.#editor.press(keys);
    this.keys.push(...keys);
    const { sites } = this.#plan;
    for (const later of sites.slice(sites.indexOf(site) + 1))
      this.#places.set(later, (this.#places.get(later) ?? 0) + this.#editor.text.length - length);
  }

  get #cursor(): number {
    return this.#editor.before.length;
  }

  get #line(): string {
    const { before } = this.#editor;
    return before.slice(before.lastIndexOf('\n') + 1);
  }

  get #after(): string {
    return this.#editor.text.slice(this.#cursor, this.#cursor + 1);
  }
}

const lengthOf = (closers: readonly Closer[]): number => closers.reduce((sum, { text }) => sum + text.length, 0);

/** `length` characters of closers are gone. */
function withoutFirst(closers: readonly Closer[], length: number): Closer[] {
  const [first, ...rest] = closers;
  return first === undefined || length <= 0 ? [...closers] : withoutFirst(rest, length - first.text.length);
}
