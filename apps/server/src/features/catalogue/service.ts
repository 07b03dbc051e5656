import type { CourseChoice } from '@xueshi/contracts';
import type { Reader } from '@xueshi/database';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import { searchExpression } from './search-words.ts';
import { isOpen, publishedCatalogue } from './published.ts';
import { findCourse, searchCourses, type PublishedCourse } from './store.ts';

export type * from './lesson-content.ts';
export { importStatutes } from './import-statutes.ts';
export { MOVE_LEARNERS, moveLearnersAt, type MoveLearners } from './move-learners.job.ts';
export { changedBeyondWords } from './course-matter.ts';
export { materialOf, publishCourse } from './publish-course.ts';
export { carriedBy, revisionBetween, type Revision } from './revisions.ts';
export { checkSources } from './check-sources.ts';
export { sweepFiles } from './sweep-files.ts';
export { sourceOf, withSource, type SourceFile } from './kept-sources.ts';
export { isOpen, publishedCatalogue, type PublishedCatalogue } from './published.ts';
export { articleTextIn } from './content-of-source.ts';
export { keepBankEntry, type BankEntry, type BankEntryState } from './bank-entries.ts';
export {
  BANK_PICTURE,
  bankPictures,
  bankPicturePath,
  bankPicturesFolder,
  bankPictureUrl,
  bankPictureUrls,
} from './bank-pictures.ts';
export {
  banksAtHand,
  formOfRow,
  keptBankOf,
  type BankItemRow,
  type BankRow,
} from './banks-at-hand.ts';
export {
  findCourse,
  findCourseLessons,
  setCourseState,
  versionsOf,
  findLesson,
  findLessonById,
  findVersion,
  lessonHeads,
  mediaStates,
  type CourseVersion,
  type Lesson,
  type LessonHead,
  type MediaAsset,
  type PublishedCourse,
} from './store.ts';

/** What a course can name as better learned before. */
export async function courseChoices(platform: Platform): Promise<CourseChoice[]> {
  const { courses } = await publishedCatalogue(platform);
  return courses.map(({ course, version }) => ({
    slug: course.slug,
    title: version.title,
    area: version.area as CourseChoice['area'],
  }));
}

/** A course that was published, be it withdrawn since. */
export async function knownCourse(db: Reader, slug: string): Promise<PublishedCourse> {
  const found = await findCourse(db, slug);
  if (!found) throw new Refused('not-found');
  return found;
}

/** A course that may be begun now. */
export async function openCourse(db: Reader, slug: string): Promise<PublishedCourse> {
  const found = await knownCourse(db, slug);
  if (!isOpen(found)) throw new Refused('course-not-available');
  return found;
}

/** Published courses that match what was typed, best first; all of them where nothing was typed. */
export async function searchPublished(
  platform: Platform,
  typed: string,
): Promise<readonly PublishedCourse[]> {
  const { courses, byId } = await publishedCatalogue(platform);
  if (typed.trim() === '') return courses;
  const expression = searchExpression(typed);
  if (expression === null) return [];
  const found = await searchCourses(platform.db, expression);
  return found.flatMap((id) => byId.get(id) ?? []).filter(isOpen);
}
