/** So many words without anything new are a circle. */
const stretch = 40;

/** New phrases that may stand among them: a loop need not be word for word. */
const mostNew = 3;

/** A phrase was said so often before when it is nothing new: a question may be quoted twice. */
const saidBefore = 2;

/** Words that are remembered: longer circles are not seen. */
const memory = 2400;

/**
 * Notices that a text says nothing new: each three words in a row of the last stretch stood there twice before. Text that
 * goes on, even in the same wording about other things, has phrases of its own in every sentence.
 */
export class NothingNew {
  readonly #words: string[] = [];
  readonly #counts = new Map<string, number>();
  readonly #recent: boolean[] = [];
  #newOnes = 0;

  get loops(): boolean {
    return this.#recent.length === stretch && this.#newOnes <= mostNew;
  }

  add(word: string): void {
    // Numbers alone are tables and sums; whether they count up is another question.
    if (/^\d/.test(word)) return;
    this.#words.push(word);
    if (this.#words.length < 3) return;
    const phrase = this.#words.slice(-3).join(' ');
    const count = this.#counts.get(phrase) ?? 0;
    this.#counts.set(phrase, count + 1);
    this.#note(count < saidBefore);
    if (this.#words.length > memory) this.#forget();
  }

  #note(isNew: boolean): void {
    this.#recent.push(isNew);
    if (isNew) this.#newOnes += 1;
    if (this.#recent.length > stretch && this.#recent.shift() === true) this.#newOnes -= 1;
  }

  /** Half of the memory at once: each word is forgotten once. */
  #forget(): void {
    const gone = this.#words.splice(0, memory / 2);
    for (let at = 0; at + 2 < gone.length; at++) {
      const phrase = gone.slice(at, at + 3).join(' ');
      const count = (this.#counts.get(phrase) ?? 1) - 1;
      if (count > 0) this.#counts.set(phrase, count);
      else this.#counts.delete(phrase);
    }
  }
}
