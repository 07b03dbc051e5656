import { readCourseware } from '../courseware/read-courseware.ts';
import type { CoursewareSource } from './course-source.ts';
import {
  checkExtension,
  findNamedFile,
  LIMITS,
  refuse,
  type Inspection,
  type Mention,
} from './inspection.ts';
import type { YamlDocument } from './yaml-document.ts';

/** Reads a package of courseware that a course names; null, and its errors noted, when it cannot be played. */
export async function readCoursewareLesson(
  inspection: Inspection,
  name: string,
  mention: Mention,
): Promise<Pick<CoursewareSource, 'file' | 'courseware'> | null> {
  if (!checkExtension(inspection, name, '.zip', mention)) return null;
  const found = await findNamedFile(inspection, name, mention, LIMITS.coursewareBytes);
  if (found === null) return null;
  const read = await readCourseware(name, found.path);
  if (read.ok) return { file: { name, ...found }, courseware: read.courseware };
  inspection.errors.push(...read.errors);
  return null;
}

/**
 * What courseware says of its learner is its word only: hours rest on a quiz that is marked
 * here, so a course with courseware has one that every learner must pass.
 */
export function checkQuizBeside(
  inspection: Inspection,
  document: YamlDocument,
  index: number,
  lessons: readonly unknown[],
): void {
  if (lessons.some(isRequiredQuiz)) return;
  const place = document.placeOf(['lessons', index]);
  refuse(inspection, 'courseware-without-quiz', document.file, place);
}

/** Whether course.yaml lists it as such; what else is wrong with the quiz is said there. */
const isRequiredQuiz = (lesson: unknown): boolean =>
  typeof lesson === 'object' &&
  lesson !== null &&
  'kind' in lesson &&
  lesson.kind === 'quiz' &&
  !('required' in lesson && lesson.required === false);
