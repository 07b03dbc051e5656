import type { Reader } from '@xueshi/database';
import { Refused } from '../../platform/refused.ts';
import { searchExpression } from './search-words.ts';
import { findCourse, publishedCourses, searchCourses, type PublishedCourse } from './store.ts';

export type * from './lesson-content.ts';
export {
  findLesson,
  findLessonById,
  findVersion,
  lessonHeads,
  mediaStates,
  publishedCourses,
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
export async function searchPublished(db: Reader, typed: string): Promise<PublishedCourse[]> {
  const all = await publishedCourses(db);
  if (typed.trim() === '') return all;
  const expression = searchExpression(typed);
  if (expression === null) return [];
  const byId = new Map(all.map((one) => [one.course.id, one]));
  return (await searchCourses(db, expression)).flatMap((id) => byId.get(id) ?? []);
}
