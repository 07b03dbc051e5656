import type { Home } from '@xueshi/contracts';
import { localText } from '#lib/format.ts';

/** What a card shows of a course that was begun, in the reader's language, for a poor link. */
export interface ShownContinuation {
  slug: string;
  title: string;
  lessonsDone: number;
  lessonsTotal: number;
  /** The lesson that comes next; null where all were done. */
  next: { key: string; title: string } | null;
}

/** Only where a page is loaded. */
export function shownContinuation(item: Home['continueWith'][number]): ShownContinuation {
  const { slug, title, progress } = item.course;
  const { nextLessonKey: key, nextLessonTitle: next } = item;
  return {
    slug,
    title: localText(title),
    lessonsDone: progress.lessonsDone,
    lessonsTotal: progress.lessonsTotal,
    next: key === null || next === null ? null : { key, title: localText(next) },
  };
}
