import { letterOfPlace } from '@xueshi/domain';
import type { LessonSource, MediaFile, QuizItem as SourceItem } from '@xueshi/formats';
import type { QuizContent, QuizItem, StatuteReference } from './lesson-content.ts';
import { picturesOf } from '../media/service.ts';

interface Surroundings {
  readonly keptAs: (picture: MediaFile) => string;
  readonly articleText: (reference: StatuteReference) => string;
}

/** A quiz as a version keeps it, with the words of the articles its items rest on. */
export function quizContentOf(
  quiz: Extract<LessonSource, { kind: 'quiz' }>,
  around: Surroundings,
): QuizContent {
  return {
    kind: 'quiz',
    passMark: quiz.passMark,
    attempts: quiz.attempts === 0 ? null : quiz.attempts,
    timeLimitMinutes: quiz.timeLimitMinutes,
    shuffle: quiz.shuffle,
    review: quiz.review,
    items: quiz.items.map((item) => quizItemOf(item, around)),
    groups: quiz.groups.map(({ id, text, images }) => ({
      id,
      text,
      pictures: picturesOf(images, around.keptAs),
    })),
    own: quiz.own,
    draws: quiz.draws,
    asked: quiz.asked,
  };
}

export function quizItemOf(item: SourceItem, around: Surroundings): QuizItem {
  const { statute } = item;
  return {
    id: item.id,
    kind: item.kind,
    stem: item.stem,
    explanation: item.explanation,
    statute: statute ? { ...statute, text: around.articleText(statute) } : null,
    difficulty: item.difficulty,
    points: item.points ?? 1,
    ...(item.group === undefined ? {} : { group: item.group }),
    pictures: picturesOf(item.images, around.keptAs),
    ...keyOf(item),
  };
}

const lettered = (texts: readonly string[]) =>
  texts.map((text, at) => ({ id: letterOfPlace(at), text }));
const lettersFor = (texts: readonly unknown[]) => texts.map((_, at) => letterOfPlace(at));

function keyOf(
  item: SourceItem,
): Pick<QuizItem, 'options' | 'answer' | 'lefts' | 'blanks' | 'guide'> {
  switch (item.kind) {
    case 'single':
      return { options: lettered(item.options), answer: [item.answer] };
    case 'multiple':
      return { options: lettered(item.options), answer: item.answer };
    case 'true_false':
      return { options: [], answer: item.answer };
    case 'fill_in':
      return {
        options: [],
        answer: false,
        blanks: item.blanks.map((wordings) => wordings.map(String)),
      };
    case 'ordering':
      return { options: lettered(item.steps), answer: lettersFor(item.steps) };
    case 'matching':
      return {
        lefts: item.pairs.map(({ left }) => left),
        options: lettered([...item.pairs.map(({ right }) => right), ...(item.extra ?? [])]),
        answer: lettersFor(item.pairs),
      };
    case 'short_answer':
      return { options: [], answer: false, guide: item.guide };
  }
}
