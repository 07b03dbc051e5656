import { basename, resolve } from 'node:path';
import {
  DEFAULT_VALUATION_POLICY,
  SENSITIVE_KEY_GROUP,
  materialSeconds,
  valueCourse,
  type LessonMaterial,
} from '@xueshi/domain';
import type { Static } from 'typebox';
import { createHash } from 'node:crypto';
import { hashFiles, listFiles } from '../folder.ts';
import { inReadingOrder, WHOLE_FILE, type LocatedError } from '../located-error.ts';
import type { Banks } from './bank.ts';
import type { Statutes } from '../statute/statute.ts';
import type {
  CourseSource,
  LectureSource,
  LessonSource,
  MediaFile,
  ValuationSource,
} from './course-source.ts';
import { findPictures, readNamedYaml, refuse, type Inspection } from './inspection.ts';
import { readLessons } from './lessons.ts';
import { NARRATION_CHARACTERS_PER_MINUTE } from './lecture.ts';
import { checkShape } from './shape-errors.ts';
import { CourseShape, EXAMPLES, MOST_LESSONS } from './shapes.ts';
import type { YamlDocument } from './yaml-document.ts';

export interface ReadCourseOptions {
  /** The statutes that quotations and citations are checked against. */
  statutes: Statutes;
  /** The question banks that quizzes draw from; none where left out. */
  banks?: Banks;
  /** Whether video, timeline, slides and subtitles must be there; false for a course being written. */
  requireMedia: boolean;
  /** Leaves `contentHash` empty: gigabytes are not read where only the errors are wanted. */
  withoutHash?: boolean;
}

export type CourseRead = { ok: true; course: CourseSource } | { ok: false; errors: LocatedError[] };

const COURSE_FILE = 'course.yaml';
const SLUG = /^[a-z0-9][a-z0-9-]{0,63}$/;

/**
 * Reads a course folder of format 1 (docs/author/course-format.md) completely, or gives every
 * error found, in reading order. The folder's name is the slug. A file with a wrong shape is not
 * looked at further, so mending one error may bring others to light. Throws only when the disk
 * fails; no content of the folder makes it throw.
 */
export async function readCourse(folder: string, options: ReadCourseOptions): Promise<CourseRead> {
  const inspection: Inspection = {
    folder,
    banks: new Map(),
    ...options,
    errors: [],
    files: new Set(),
  };
  const course = await inspect(inspection);
  if (course === null || inspection.errors.length > 0) {
    return { ok: false, errors: inReadingOrder(inspection.errors) };
  }
  const files = [...inspection.files].sort();
  if (options.withoutHash) return { ok: true, course: { ...course, files, contentHash: '' } };
  const contentHash = withDrawn(await hashFiles(folder, files), course.lessons);
  return { ok: true, course: { ...course, files, contentHash } };
}

/** What may be drawn from banks belongs to the content as the folder's own files do. */
function withDrawn(filesHash: string, lessons: readonly LessonSource[]): string {
  const drawn = lessons.flatMap((lesson): readonly unknown[] => {
    if (lesson.kind === 'quiz') return lesson.draws.length > 0 ? [lesson] : [];
    return lesson.kind === 'lecture' ? lesson.questions.filter((one) => one.isFromBank) : [];
  });
  if (drawn.length === 0) return filesHash;
  return createHash('sha256')
    .update(`${filesHash}\n${JSON.stringify(drawn, withoutPaths)}`)
    .digest('hex');
}

/** Where a picture lies on this machine is no content. */
const withoutPaths = (key: string, value: unknown) => (key === 'path' ? undefined : value);

type CourseFile = Static<typeof CourseShape>;

async function inspect(
  inspection: Inspection,
): Promise<Omit<CourseSource, 'files' | 'contentHash'> | null> {
  const slug = basename(resolve(inspection.folder));
  if ((await listFiles(inspection.folder)) === null) {
    refuse(inspection, 'folder-missing', COURSE_FILE, WHOLE_FILE);
    return null;
  }
  if (!SLUG.test(slug)) refuse(inspection, 'slug-form', COURSE_FILE, WHOLE_FILE, { slug });
  const document = await readNamedYaml(inspection, COURSE_FILE);
  if (document === null) return null;
  const shaped = checkShape(CourseShape, document, [], document.value, EXAMPLES);
  if (!shaped.ok) inspection.errors.push(...shaped.errors);
  const lessons = await readLessons(inspection, document, lessonsIn(document.value));
  if (!shaped.ok) return null;
  const { valuation: _, format: __, cover: named, ...file } = shaped.value;
  checkTags(inspection, document, shaped.value);
  checkDates(inspection, document, shaped.value);
  checkKeyGroups(inspection, document, shaped.value);
  checkPrerequisites(inspection, document, { slug, ...shaped.value });
  const cover = named === undefined ? undefined : await findCover(inspection, document, named);
  const valuation = readValuation(inspection, document, shaped.value.valuation);
  if (valuation.kind === 'linear' && inspection.errors.length === 0) {
    checkMaterial(inspection, document, lessons);
  }
  return {
    slug,
    folder: resolve(inspection.folder),
    ...file,
    ...(cover && { cover }),
    valuation,
    lessons,
  };
}

/** The list of lessons even when something else in the file is wrong, to check their files too. */
function lessonsIn(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null || !('lessons' in value)) return [];
  return Array.isArray(value.lessons) ? value.lessons.slice(0, MOST_LESSONS) : [];
}

function checkTags(inspection: Inspection, document: YamlDocument, { tags }: CourseFile): void {
  for (const [index, tag] of tags.entries()) {
    if (tags.indexOf(tag) === index) continue;
    refuse(inspection, 'tag-twice', COURSE_FILE, document.placeOf(['tags', index]), { tag });
  }
}

/** Whom a course is suggested to, and why, is on a page: nobody may be known as a reserve cadre by it. */
function checkKeyGroups(
  inspection: Inspection,
  document: YamlDocument,
  { keyGroups = [] }: Pick<CourseFile, 'keyGroups'>,
): void {
  for (const [index, code] of keyGroups.entries()) {
    if (code !== SENSITIVE_KEY_GROUP) continue;
    const place = document.placeOf(['keyGroups', index]);
    refuse(inspection, 'key-group-confidential', COURSE_FILE, place, { code });
  }
}

function checkPrerequisites(
  inspection: Inspection,
  document: YamlDocument,
  { slug, prerequisites = [] }: Pick<CourseFile, 'prerequisites'> & { slug: string },
): void {
  const itself = prerequisites.indexOf(slug);
  if (itself < 0) return;
  const place = document.placeOf(['prerequisites', itself]);
  refuse(inspection, 'prerequisite-itself', COURSE_FILE, place);
}

async function findCover(
  inspection: Inspection,
  document: YamlDocument,
  name: string,
): Promise<MediaFile | undefined> {
  const place = document.placeOf(['cover']);
  const [found] = await findPictures(inspection, COURSE_FILE, [{ name, place, words: '' }]);
  return found;
}

function checkDates(inspection: Inspection, document: YamlDocument, { sources }: CourseFile): void {
  for (const [index, { date }] of sources.entries()) {
    const instant = new Date(`${date}T00:00:00Z`);
    // JavaScript turns 30 February into 1 or 2 March, or into no date at all.
    if (!Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(date)) continue;
    const place = document.placeOf(['sources', index, 'date']);
    refuse(inspection, 'date-impossible', COURSE_FILE, place, { date });
  }
}

function readValuation(
  inspection: Inspection,
  document: YamlDocument,
  valuation: CourseFile['valuation'],
): ValuationSource {
  if (valuation === 'linear') return { kind: 'linear' };
  const place = document.placeOf(['valuation']);
  const hundredths = Math.round(valuation * 100);
  if (valuation < 0.01 || valuation > 100) {
    const [code, limit] =
      valuation < 0.01
        ? (['number-too-small', 0.01] as const)
        : (['number-too-large', 100] as const);
    refuse(inspection, code, COURSE_FILE, place, { key: 'valuation', limit });
  } else if (Math.abs(valuation * 100 - hundredths) > 1e-6) {
    refuse(inspection, 'valuation-step', COURSE_FILE, place, {
      hours: valuation,
    });
  }
  return { kind: 'authored', hundredths };
}

/** docs/author/course-format.md: what comes to less than a step of credit (a quarter) is refused. */
function checkMaterial(
  inspection: Inspection,
  document: YamlDocument,
  lessons: readonly LessonSource[],
): void {
  const seconds = materialSeconds(lessons.map(materialOf));
  const policy = DEFAULT_VALUATION_POLICY;
  const request = { valuation: { kind: 'linear' }, materialSeconds: seconds, policy } as const;
  if (valueCourse(request).hundredths > 0) return;
  const place = document.placeOf(['valuation']);
  const minutes = Math.floor(seconds / 60);
  refuse(inspection, 'too-little-material', COURSE_FILE, place, { minutes });
}

/** Before the video is made, its length is taken from the narration. */
function materialOf(lesson: LessonSource): LessonMaterial {
  switch (lesson.kind) {
    case 'lecture':
      return { kind: 'lecture', durationMs: lesson.media?.durationMs ?? spokenMs(lesson) };
    case 'reading':
      return { kind: 'reading', characters: lesson.characters };
    case 'case':
      return { kind: 'case', minutes: lesson.study.minutes };
    case 'quiz':
      return { kind: 'quiz', items: lesson.asked };
    case 'courseware':
      return { kind: 'courseware', minutes: lesson.minutes };
  }
}

const spokenMs = ({ narrationCharacters }: LectureSource): number =>
  narrationCharacters * (60_000 / NARRATION_CHARACTERS_PER_MINUTE);
