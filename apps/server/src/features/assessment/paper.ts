// An attempt's paper: the items drawn for it, in the order they are shown.
import type { AskedItem, QuizAnswer } from '@xueshi/contracts';
import {
  couldAnswer,
  drawItems,
  letterOfPlace,
  shuffleItems,
  toShownAnswer,
  toSourceAnswer,
  type QuizItemKey,
  type ShuffledItem,
} from '@xueshi/domain';
import { renderMarkdown } from '@xueshi/formats';
import { Refused } from '../../platform/refused.ts';
import type { QuizContent, QuizItem } from '../catalogue/service.ts';
import { pictureUrlIn, type Pictures } from '../media/service.ts';

export interface PaperItem {
  readonly item: QuizItem;
  readonly shown: ShuffledItem;
}

/** The items an attempt of this quiz asks; null where it is all of them, always. */
export function drawPaper(content: QuizContent, seed: number): string[] | null {
  const { own, draws = [] } = content;
  return own && draws.length > 0 ? drawItems(own, draws, seed) : null;
}

export const shuffleOf = (item: QuizItem) => ({
  id: item.id,
  kind: item.kind,
  optionCount: item.options.length,
  group: item.group ?? null,
});

/** The same attempt gives the same paper for ever. */
export function paperOf(
  content: QuizContent,
  attempt: { readonly seed: number; readonly itemIds: readonly string[] | null },
): PaperItem[] {
  const byId = new Map(content.items.map((item) => [item.id, item]));
  const asked = attempt.itemIds?.flatMap((id) => byId.get(id) ?? []) ?? content.items;
  const order = shuffleItems(asked.map(shuffleOf), attempt.seed, {
    keepsItemOrder: content.shuffle === false,
  });
  return order.flatMap((shown) => {
    const item = asked[shown.sourceIndex];
    return item ? [{ item, shown }] : [];
  });
}

/** Letters of the source would give an order or a matching away: there they stand for places. */
const hidesLetters = ({ kind }: QuizItem) => kind === 'ordering' || kind === 'matching';

/** An answer as it is stored, from an answer as it is given; refuses what cannot be one. */
export function storedAnswer({ item, shown }: PaperItem, given: QuizAnswer): QuizAnswer {
  const answerable = {
    kind: item.kind,
    letters: item.options.map((option) => option.id),
    places: item.blanks?.length ?? item.lefts?.length ?? 0,
  };
  if (!couldAnswer(answerable, given)) throw new Refused('quiz-answer-malformed');
  const stored = hidesLetters(item) ? toSourceAnswer(shown, item.kind, given) : given;
  if (stored === null) throw new Refused('quiz-answer-malformed');
  return mutable(stored);
}

/** An answer as it is given, from an answer as it is stored. */
export function givenAnswer({ item, shown }: PaperItem, stored: QuizAnswer): QuizAnswer {
  const given = hidesLetters(item) ? toShownAnswer(shown, item.kind, stored) : stored;
  if (given === null) throw new Error('a stored answer names an option that there is not');
  return mutable(given);
}

const mutable = (answer: boolean | string | readonly string[]): QuizAnswer =>
  typeof answer === 'boolean' || typeof answer === 'string' ? answer : [...answer];

export const renderIn = (markdown: string, pictures: Pictures | undefined, idPrefix?: string) =>
  renderMarkdown(markdown, {
    pictureUrl: pictureUrlIn(pictures),
    ...(idPrefix === undefined ? {} : { idPrefix }),
  });

/** Blanks are drawn with a mark that Markdown does not read. */
function stemOf({ kind, stem }: QuizItem): string {
  let blank = 0;
  if (kind !== 'fill_in') return stem;
  return stem.replaceAll(/_{3,}/g, () => `＿＿(${(blank += 1)})＿＿`);
}

/** An item as it is asked: nothing in it tells the answer. */
export function askedItem({ item, shown }: PaperItem): AskedItem {
  const options = shown.optionOrder.flatMap((at) => item.options[at] ?? []);
  return {
    id: item.id,
    kind: item.kind,
    points: item.points ?? 1,
    group: item.group ?? null,
    stemHtml: renderIn(stemOf(item), item.pictures),
    options: options.map(({ id, text }, place) => ({
      id: hidesLetters(item) ? letterOfPlace(place) : id,
      text,
    })),
    lefts: [...(item.lefts ?? [])],
    blanks: item.blanks?.length ?? 0,
  };
}

/** The right answer as it would be given; of a blank the first accepted wording. */
export function rightAnswer(paperItem: PaperItem): QuizAnswer | null {
  const { item } = paperItem;
  if (item.kind === 'short_answer') return null;
  if (item.kind === 'fill_in') return (item.blanks ?? []).map(([first]) => first ?? '');
  return givenAnswer(paperItem, typeof item.answer === 'boolean' ? item.answer : [...item.answer]);
}

/** What grading needs of an item. */
export function keyOf(item: QuizItem): QuizItemKey {
  const { id, points = 1 } = item;
  const letters = typeof item.answer === 'boolean' ? [] : item.answer;
  switch (item.kind) {
    case 'true_false':
      return { id, points, kind: 'true_false', answer: item.answer === true };
    case 'single':
      return { id, points, kind: 'single', answer: letters[0] ?? '' };
    case 'multiple':
    case 'ordering':
    case 'matching':
      return { id, points, kind: item.kind, answer: letters };
    case 'fill_in':
      return { id, points, kind: 'fill_in', blanks: item.blanks ?? [] };
    case 'short_answer':
      return { id, points, kind: 'short_answer' };
  }
}
