// Which of the questions that were read may be there already.
import type { ItemForm, ReadQuestion } from '@xueshi/contracts';
import type { Reader } from '@xueshi/database';
import { KnownTexts, type ComparedText } from '@xueshi/domain';
import { readQuizForm } from '@xueshi/formats';
import { bankQuestions } from '../assessment/service.ts';

type Alike = ReadQuestion['alike'];
type Where = NonNullable<Alike>['where'];

const partsOf = (item: ItemForm): ComparedText => ({
  parts: [
    item.stem,
    ...(item.kind === 'single' || item.kind === 'multiple'
      ? item.options.map(({ text }) => text)
      : []),
    ...(item.kind === 'ordering' ? item.steps : []),
    ...(item.kind === 'matching' ? item.pairs.flatMap(({ left, right }) => [left, right]) : []),
  ],
});

/** What questions are compared with: the quiz, the installation's banks, and those read before. */
export class Likenesses {
  readonly #known = new KnownTexts();
  readonly #named: { readonly where: Where; readonly stem: string }[] = [];

  #add(where: Where, stem: string, text: ComparedText): void {
    this.#known.add(text);
    this.#named.push({ where, stem });
  }

  static async of(db: Reader, quizText: string | null): Promise<Likenesses> {
    const likenesses = new Likenesses();
    const quiz = quizText === null ? null : readQuizForm(quizText);
    for (const item of quiz?.items ?? []) likenesses.#add('quiz', item.stem, partsOf(item));
    for (const { item } of await bankQuestions(db)) {
      const parts = [item.stem, ...item.options.map(({ text }) => text), ...(item.lefts ?? [])];
      likenesses.#add('bank', item.stem, { parts });
    }
    return likenesses;
  }

  /** The likeness of one more; later ones are compared with it too. */
  take(item: ItemForm): Alike {
    const text = partsOf(item);
    const found = this.#known.mostLike(text);
    this.#add('reading', item.stem, text);
    const named = found && this.#named[found.at];
    return named ? { ...named, percent: Math.round(found.share * 100) } : null;
  }
}
