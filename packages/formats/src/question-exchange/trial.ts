// Whether every answer earns here what the rules of its source give it: tried out, answer by answer.
import type { ItemReading } from './item-reading.ts';
import { readPoints } from './weighted-answers.ts';

/** Answers by the identifier of what is asked; a part that is not answered may be missing. */
export type Answers = ReadonlyMap<string, readonly string[]>;

const NEAR = 0.001;

/** The answers of an item and what they earn by its rules, as a share of what the right ones earn. */
export class Trial {
  readonly #item: ItemReading;
  readonly #score: (answers: Answers) => number;
  readonly #right: Answers;
  readonly #full: number;

  /** `right` are the answers that ours takes for right. What `score` throws comes through. */
  constructor(item: ItemReading, score: (answers: Answers) => number, right: Answers) {
    this.#item = item;
    this.#score = score;
    this.#right = right;
    this.#full = score(right);
    if (!(this.#full > 0)) item.refuse('scoring-not-answer');
  }

  /** Keeps what the right answers earn as the item's points. */
  keepPoints(): void {
    if (this.#full > 0) readPoints(this.#item, String(Math.round(this.#full * 1e6) / 1e6));
  }

  /** What texts earn as the answer to `identifier`, the others being right; 1 is all. */
  shareOf(identifier: string, texts: readonly string[]): number {
    if (!(this.#full > 0)) return 0;
    return this.#score(new Map([...this.#right, [identifier, texts]])) / this.#full;
  }

  isFull(identifier: string, texts: readonly string[]): boolean {
    return this.shareOf(identifier, texts) > 1 - NEAR;
  }

  /** Options of which one is chosen. */
  compareOne(identifier: string, options: readonly string[], answer: string): void {
    const others = options.filter((option) => option !== answer);
    let alsoRight = 0;
    for (const option of others) {
      const share = this.shareOf(identifier, [option]);
      if (share > 1 - NEAR) alsoRight += 1;
      else if (share > NEAR) {
        const percent = Math.round(share * 100);
        this.#item.scoreOtherwise('score-partial', { answer: option, percent });
      } else if (share < -NEAR) this.#item.scoreOtherwise('score-negative');
    }
    if (alsoRight > 0) this.#item.refuse('several-right', { count: alsoRight + 1 });
  }

  /** Options of which several are chosen, `most` at most: all sets of them are tried. */
  compareSets(
    identifier: string,
    options: readonly string[],
    right: readonly string[],
    most: number,
  ): void {
    const wanted = options.reduce(
      (bits, each, at) => bits | (right.includes(each) ? 1 << at : 0),
      0,
    );
    for (let bits = 1; bits < 1 << Math.min(options.length, 8); bits += 1) {
      const chosen = options.filter((_, at) => (bits & (1 << at)) !== 0);
      if (bits === wanted || chosen.length > most) continue;
      this.#compareWrong(this.shareOf(identifier, chosen));
    }
  }

  /** Orders that are not the right one: every two places changed, turned round, moved on. */
  compareOrders(identifier: string, right: readonly string[]): void {
    const [first = '', ...rest] = right;
    const orders = [right.toReversed(), [...rest, first]];
    for (let at = 1; at < right.length; at += 1) {
      orders.push(right.with(at, right[at - 1] ?? '').with(at - 1, right[at] ?? ''));
    }
    for (const order of orders) this.#compareWrong(this.shareOf(identifier, order));
  }

  #compareWrong(share: number): void {
    if (share > NEAR) this.#item.scoreOtherwise('score-whole');
    else if (share < -NEAR) this.#item.scoreOtherwise('score-negative');
  }

  /** One of `of` parts is wrong or left out: here the others still earn their share. */
  comparePart(share: number, of: number): void {
    if (Math.abs(share - (of - 1) / of) <= NEAR) return;
    this.#item.scoreOtherwise(share <= NEAR ? 'score-parts' : 'score-unequal');
  }
}
