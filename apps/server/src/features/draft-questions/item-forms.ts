// Between a question as it is exchanged, as the editor shows it, and as learners see it.
import type { ItemForm, QuestionPreview } from '@xueshi/contracts';
import { letterOfPlace } from '@xueshi/domain';
import { EMPTY_ITEM, findCitations } from '@xueshi/formats';
import type { Question } from '@xueshi/formats/question-exchange';
import { askedItem, explanationHtml, rightAnswer } from '../assessment/service.ts';
import type { QuizItem } from '../catalogue/service.ts';
import type { Pictures } from '../media/service.ts';

const emptyItem = (): ItemForm => structuredClone(EMPTY_ITEM);

/** A question that was read, as the editor shows it. The first article that it cites is its statute. */
export function formOfQuestion(question: Question): ItemForm {
  const { id, kind, stem, explanation, difficulty, points, tags } = question;
  const [cited] = findCitations(explanation ?? '');
  return {
    ...emptyItem(),
    id,
    kind,
    stem,
    explanation: explanation ?? '',
    statute: cited?.statute ?? '',
    article: cited?.article ?? '',
    difficulty,
    points: points === 1 ? null : points,
    tags: [...tags],
    ...matterOf(question),
  };
}

function matterOf(question: Question): Partial<ItemForm> {
  switch (question.kind) {
    case 'single':
      return { options: ticked(question.options, [question.answer]) };
    case 'multiple':
      return { options: ticked(question.options, question.answer) };
    case 'true_false':
      return { truth: question.answer };
    case 'fill_in':
      return { blanks: question.blanks.map((wordings) => [...wordings]) };
    case 'ordering':
      return { steps: [...question.steps] };
    case 'matching':
      return {
        pairs: question.pairs.map((pair) => ({ ...pair })),
        extra: [...question.extra],
      };
    case 'short_answer':
      return { guide: question.guide ?? '' };
  }
}

const ticked = (options: readonly string[], answer: readonly string[]): ItemForm['options'] =>
  options.map((text, at) => ({ text, right: answer.includes(letterOfPlace(at)) }));

const rightLetters = ({ options }: ItemForm): string[] =>
  options.flatMap(({ right }, at) => (right ? [letterOfPlace(at)] : []));

/** The question for another system; null where it has no answer yet, which none could take. */
export function questionOfForm(item: ItemForm): Question | null {
  const base = {
    id: item.id,
    stem: item.stem,
    explanation: item.explanation || null,
    difficulty: ([1, 2, 3] as const).find((level) => level === item.difficulty) ?? null,
    points: item.points ?? 1,
    tags: item.tags,
  };
  const right = rightLetters(item);
  const options = item.options.map(({ text }) => text);
  switch (item.kind) {
    case 'single': {
      const [answer] = right;
      return answer === undefined ? null : { ...base, kind: 'single', options, answer };
    }
    case 'multiple':
      return right.length < 2 ? null : { ...base, kind: 'multiple', options, answer: right };
    case 'true_false':
      return item.truth === null ? null : { ...base, kind: 'true_false', answer: item.truth };
    case 'fill_in':
      return { ...base, kind: 'fill_in', blanks: item.blanks };
    case 'ordering':
      return { ...base, kind: 'ordering', steps: item.steps };
    case 'matching':
      return { ...base, kind: 'matching', pairs: item.pairs, extra: item.extra };
    case 'short_answer':
      return { ...base, kind: 'short_answer', guide: item.guide || null };
  }
}

const lettered = (texts: readonly string[]) =>
  texts.map((text, at) => ({ id: letterOfPlace(at), text }));
const lettersFor = (texts: readonly unknown[]) => texts.map((_, at) => letterOfPlace(at));

type ArticleText = (reference: { readonly statute: string; readonly article: string }) => string;

/** As a version would keep it, with the pictures of the draft. */
export function contentOf(
  item: ItemForm,
  articleText: ArticleText | null,
  pictures: Pictures = {},
): QuizItem {
  const { statute, article } = item;
  return {
    id: item.id,
    kind: item.kind,
    stem: item.stem,
    explanation: item.explanation,
    statute:
      articleText && statute && article
        ? { statute, article, text: articleText({ statute, article }) }
        : null,
    ...(item.group ? { group: item.group } : {}),
    difficulty: ([1, 2, 3] as const).find((level) => level === item.difficulty) ?? 1,
    points: item.points ?? 1,
    pictures,
    options: [],
    answer: false,
    ...contentMatterOf(item),
  };
}

function contentMatterOf(item: ItemForm): Partial<QuizItem> {
  switch (item.kind) {
    case 'single':
    case 'multiple':
      return {
        options: lettered(item.options.map(({ text }) => text)),
        answer: rightLetters(item),
      };
    case 'true_false':
      return { answer: item.truth === true };
    case 'fill_in':
      return { blanks: item.blanks };
    case 'ordering':
      return { options: lettered(item.steps), answer: lettersFor(item.steps) };
    case 'matching':
      return {
        lefts: item.pairs.map(({ left }) => left),
        options: lettered([...item.pairs.map(({ right }) => right), ...item.extra]),
        answer: lettersFor(item.pairs),
      };
    case 'short_answer':
      return { guide: item.guide };
  }
}

/** As learners see it, options in the order of the author. */
export function previewOf(form: ItemForm, pictures: Pictures = {}): QuestionPreview {
  const item = contentOf(form, null, pictures);
  const optionOrder = item.options.map((_, at) => at);
  const paperItem = { item, shown: { id: item.id, sourceIndex: 0, optionOrder } };
  return {
    asked: askedItem(paperItem),
    groupHtml: null,
    rightAnswer: rightAnswer(paperItem),
    explanationHtml: explanationHtml(item),
  };
}
