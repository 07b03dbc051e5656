import type { Reader } from '@xueshi/database';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import { searchExpression } from './search-words.ts';
import { publishedCatalogue } from './published.ts';
import { findCourse, searchCourses, type PublishedCourse } from './store.ts';

export type * from './lesson-content.ts';
export { materialOf, publishCourse } from './import-courses.ts';
export { publishedCatalogue, type PublishedCatalogue } from './published.ts';
export { articleTextIn } from './content-of-source.ts';
export type { BankEntry } from './bank-entries.ts';
export {
  findCourseLessons,
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

/** A course that may be learned now. */
export async function openCourse(db: Reader, slug: string): Promise<PublishedCourse> {
  const found = await findCourse(db, slug);
  if (!found) throw new Refused('not-found');
  if (found.course.state !== 'published') throw new Refused('course-not-available');
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
  return (await searchCourses(platform.db, expression)).flatMap((id) => byId.get(id) ?? []);
}
