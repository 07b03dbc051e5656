import type { CourseCard } from '@xueshi/contracts';
import { localText } from '#lib/format.ts';
import { areaLabel } from './labels.ts';

/** What a card shows of a course, in the reader's language: less than half of what the API says of it, for a poor link. */
export interface ShownCourse extends Pick<
  CourseCard,
  'slug' | 'valueHundredths' | 'materialSeconds' | 'posterUrl' | 'progress'
> {
  title: string;
  summary: string;
  area: string;
  /** That it is compulsory, and by when. */
  mark?: string | undefined;
  /** Why it is shown; nothing where that needs no words. */
  reason?: string | undefined;
}

/** Only where a page is loaded: what takes many words to say is no script that a phone must fetch. */
export function shownCourse(
  course: CourseCard,
  words: Pick<ShownCourse, 'mark' | 'reason'> = {},
): ShownCourse {
  const { slug, valueHundredths, materialSeconds, posterUrl, progress } = course;
  return {
    ...{ slug, valueHundredths, materialSeconds, posterUrl, progress },
    title: localText(course.title),
    summary: localText(course.summary),
    area: areaLabel(course.area),
    ...words,
  };
}
