import type { CourseDetail } from '@xueshi/contracts';
import type { Platform } from '../../platform/platform.ts';
import { publishedCatalogue, type CourseVersion } from '../catalogue/service.ts';
import { enrolmentsOf } from './store.ts';

/** Courses that are better learned before this one, as far as they can be begun here, with how far somebody is. */
export async function prerequisitesOf(
  platform: Platform,
  personId: string,
  { prerequisites }: Pick<CourseVersion, 'prerequisites'>,
): Promise<CourseDetail['prerequisites']> {
  if (prerequisites.length === 0) return [];
  const { courses } = await publishedCatalogue(platform);
  const bySlug = new Map(courses.map((one) => [one.course.slug, one]));
  const enrolments = Map.groupBy(await enrolmentsOf(platform.db, personId), (one) => one.courseId);
  return prerequisites.flatMap((slug) => {
    const found = bySlug.get(slug);
    if (!found) return [];
    const own = enrolments.get(found.course.id) ?? [];
    const isDone = own.some(({ completedAt }) => completedAt !== null);
    const state = isDone ? 'completed' : own.length > 0 ? 'in_progress' : 'not_started';
    return [{ slug, title: found.version.title, state }];
  });
}
