// Whom a course is meant for (DOMAIN 1b, C7): people of audience categories, and whoever holds a key group.
import { SENSITIVE_KEY_GROUP } from '../people/key-group.ts';

/** Whom a course names by codes; nobody in both lists: it is for everybody. */
export interface CourseAudience {
  readonly audience: readonly string[];
  readonly keyGroups: readonly string[];
}

/** What somebody is today: the category (null: of none) and the key groups that are held. */
export interface PostToday {
  readonly category: string | null;
  readonly keyGroups: readonly string[];
}

/** Whether a course names nobody, and so is for everybody. */
export const isForEverybody = ({ audience, keyGroups }: CourseAudience): boolean =>
  audience.length === 0 && keyGroups.length === 0;

/**
 * The key groups for which a course is meant for somebody, in the course's order. Never that of reserve cadres:
 * whom something is suggested to would be known as one (DOMAIN K3).
 */
export const keyGroupsMeant = (
  { keyGroups }: Pick<CourseAudience, 'keyGroups'>,
  held: Pick<PostToday, 'keyGroups'>,
): string[] =>
  keyGroups.filter((code) => code !== SENSITIVE_KEY_GROUP && held.keyGroups.includes(code));

/**
 * Whether a course is meant for somebody: it names nobody, or the category, or one of the key groups that are held
 * today. It is advice: nobody is kept from a course. Source: DOMAIN 1b, C7.
 */
export const isMeantFor = (course: CourseAudience, post: PostToday): boolean =>
  isForEverybody(course) ||
  (post.category !== null && course.audience.includes(post.category)) ||
  keyGroupsMeant(course, post).length > 0;
