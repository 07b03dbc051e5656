import type { ItemForm } from '../course/forms/item-form.ts';
import type { ErrorCode } from '../error-sentences.ts';
import { locatedError, type LocatedError, type Place } from '../located-error.ts';
import { problemsOf } from './check-question.ts';
import type { PackagePicture, TakePicture } from './package-pictures.ts';
import type { Question, QuestionMatter } from './question.ts';

/** One item of a foreign file: the question it became, or why it could not. */
export interface ItemRead {
  /** How the source calls it: identifier or title, or its number from 1. */
  readonly name: string;
  readonly file: string;
  readonly place: Place;
  /** Where the source files it; null where it does not say. */
  readonly category: string | null;
  /** null where `problems` has something, or `form` is all of it. */
  readonly question: Question | null;
  readonly problems: readonly LocatedError[];
  /** What of it was not carried over, or reads or scores otherwise now. */
  readonly notes: readonly LocatedError[];
  /** Whether every answer earns the same share here as by the rules of the source. */
  readonly scoresAlike: boolean;
  /**
   * What the editor shows of it, over what `question` says: all of it where the file is one of ours, which
   * also holds questions that are not finished; `question` is null then without a problem.
   */
  readonly form?: Partial<ItemForm>;
  /** Whether it was out of use where it comes from. */
  readonly isRetired?: boolean;
}

/** All items of a file, in its order; or why the file cannot be read as a whole. */
export type QuestionsRead =
  | {
      readonly ok: true;
      readonly items: readonly ItemRead[];
      /** What of the file beside its items is left out. */
      readonly notes: readonly LocatedError[];
      /** What the questions show, where it was asked for; named by `withPictureNames`. */
      readonly pictures?: readonly PackagePicture[];
      /** Texts that several items ask about, by the ids that their forms name. */
      readonly groups?: readonly { readonly id: string; readonly text: string }[];
      /** What holds for items that say no area or source themselves. */
      readonly origin?: { readonly area: string; readonly source: string };
    }
  | { readonly ok: false; readonly errors: readonly LocatedError[] };

type Params = Record<string, string | number>;

/** What is found out about one item while it is read. */
export class ItemReading {
  readonly #problems: LocatedError[] = [];
  readonly #notes: LocatedError[] = [];
  #scoresAlike = true;
  readonly file: string;
  readonly place: Place;
  readonly name: string;
  category: string | null = null;
  explanation: string | null = null;
  points = 1;
  difficulty: Question['difficulty'] = null;
  tags: string[] = [];
  takePicture: TakePicture | undefined;

  constructor(file: string, place: Place, name: string) {
    this.file = file;
    this.place = place;
    this.name = name;
  }

  /** The item cannot come in. */
  refuse(code: ErrorCode, params: Params = {}, place: Place = this.place): void {
    this.#problems.push(locatedError(code, this.file, place, { item: this.name, ...params }));
  }

  /**
   * Refuses more than `limit` of something before anything is tried out with them, which would take
   * ever longer; says whether it did.
   */
  refusesMore(key: string, count: number, limit: number): boolean {
    if (count > limit) this.refuse('too-many', { key, limit });
    return count > limit;
  }

  /** Something of it stays behind; said once for each wording. */
  leave(code: ErrorCode, params: Params = {}, place: Place = this.place): void {
    const note = locatedError(code, this.file, place, { item: this.name, ...params });
    const words = JSON.stringify(note);
    if (!this.#notes.some((earlier) => JSON.stringify(earlier) === words)) this.#notes.push(note);
  }

  /** Some answers earn another share here than in the source. */
  scoreOtherwise(code: ErrorCode, params: Params = {}): void {
    this.#scoresAlike = false;
    this.leave(code, params);
  }

  get isRefused(): boolean {
    return this.#problems.length > 0;
  }

  /** Closes an item of a file of ours. */
  asForm(form: ItemForm, isRetired: boolean): ItemRead {
    const { name, file, place, category } = this;
    const found = this.isRefused ? {} : { form, isRetired };
    return {
      ...{ name, file, place, category, question: null, ...found },
      ...{ problems: this.#problems, notes: this.#notes, scoresAlike: true },
    };
  }

  /** Closes the item; null as matter where it has been refused. */
  done(stem: string, matter: QuestionMatter | null): ItemRead {
    const { name, file, place, category } = this;
    const question =
      matter === null || this.isRefused
        ? null
        : {
            id: '',
            stem,
            explanation: this.explanation,
            difficulty: this.difficulty,
            points: this.points,
            tags: this.tags,
            ...matter,
          };
    if (question !== null) {
      for (const { code, params } of problemsOf(question)) this.refuse(code, params);
    } else if (!this.isRefused) {
      this.refuse('question-empty');
    }
    return {
      name,
      file,
      place,
      category,
      question: this.isRefused ? null : question,
      problems: this.#problems,
      notes: this.#notes,
      scoresAlike: this.#scoresAlike,
    };
  }
}

const ID = /^[A-Za-z0-9_-]{1,40}$/;

/** Gives every question an id: the source's own where it has the form of one and is free. */
export function withIds(items: readonly ItemRead[]): ItemRead[] {
  const taken = new Set<string>();
  return items.map((item, at) => {
    if (item.question === null) return item;
    const wished = ID.test(item.name) ? item.name : `q${at + 1}`;
    let id = wished;
    for (let count = 2; taken.has(id); count += 1) id = `${wished.slice(0, 34)}-${count}`;
    taken.add(id);
    return { ...item, question: { ...item.question, id } };
  });
}
