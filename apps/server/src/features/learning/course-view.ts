import type { CourseCard, CourseDetail, LessonOutline, ValueExplanation } from '@xueshi/contracts';
import type { Reader } from '@xueshi/database';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import {
  findVersion,
  lessonHeads,
  isOpen,
  knownCourse,
  publishedCatalogue,
  type CourseVersion,
  type LessonHead,
  type PublishedCourse,
} from '../catalogue/service.ts';
import { creditOfCourse, givenInParts } from '../credit/service.ts';
import { namedKeyGroups } from '../key-groups/service.ts';
import { lecturerBlock } from '../lecturers/service.ts';
import { mediaUrl, pictureUrl } from '../media/service.ts';
import { coveredPoints } from '../syllabuses/service.ts';
import { courseTextbooks } from '../textbooks/service.ts';
import { creditTerms } from './credit-terms.ts';
import { currentEnrolment, isOver } from './enrolment.ts';
import { prerequisitesOf } from './prerequisites.ts';
import {
  enrolmentsOf,
  lessonsDone,
  progressOf,
  type Enrolment,
  type LessonProgress,
} from './store.ts';

/** What lists of courses need beside the courses themselves, read once for all of them. */
interface Shelf {
  readonly heads: ReadonlyMap<string, readonly LessonHead[]>;
  readonly readyMedia: ReadonlySet<string>;
  readonly enrolments: ReadonlyMap<string, Enrolment>;
  readonly done: ReadonlyMap<string, number>;
}

async function readShelf(
  platform: Platform,
  personId: string,
  courses: readonly PublishedCourse[],
  now: Date,
): Promise<Shelf> {
  const { db } = platform;
  const { heads, readyMedia } = await publishedCatalogue(platform);
  const enrolments = new Map<string, Enrolment>();
  const versions = new Map(courses.map((one) => [one.course.id, one.version]));
  for (const enrolment of await enrolmentsOf(db, personId)) {
    const repeat = versions.get(enrolment.courseId)?.repeat;
    const newer = enrolments.get(enrolment.courseId);
    if (repeat === undefined || isOver(enrolment, repeat, now)) continue;
    if (!newer || newer.startedAt < enrolment.startedAt)
      enrolments.set(enrolment.courseId, enrolment);
  }
  const pinned = [...enrolments.values()]
    .map((one) => one.courseVersionId)
    .filter((id) => !heads.has(id));
  const older = Map.groupBy(await lessonHeads(db, pinned), (head) => head.courseVersionId);
  return {
    heads: older.size > 0 ? new Map([...heads, ...older]) : heads,
    readyMedia,
    enrolments,
    done: enrolments.size > 0 ? await lessonsDone(db, personId) : new Map<string, number>(),
  };
}

function cardOf(published: PublishedCourse, shelf: Shelf): CourseCard {
  const { course, version } = published;
  const enrolment = shelf.enrolments.get(course.id);
  const heads = shelf.heads.get(enrolment?.courseVersionId ?? version.id) ?? [];
  return {
    slug: course.slug,
    title: version.title,
    summary: version.summary,
    area: version.area as CourseCard['area'],
    tags: version.tags,
    valueHundredths: enrolment?.valueHundredths ?? version.valueHundredths,
    materialSeconds: version.materialSeconds,
    lessonKinds: heads.map((head) => head.kind as CourseCard['lessonKinds'][number]),
    posterUrl: posterOf(version, heads, shelf.readyMedia),
    progress: {
      state: !enrolment ? 'not_started' : enrolment.completedAt ? 'completed' : 'in_progress',
      lessonsDone: enrolment ? (shelf.done.get(enrolment.id) ?? 0) : 0,
      lessonsTotal: heads.length,
    },
  };
}

/** Its cover, or the picture of its first lecture. */
function posterOf(
  { cover }: Pick<CourseVersion, 'cover'>,
  heads: readonly LessonHead[],
  ready: ReadonlySet<string>,
): string | null {
  if (cover !== null) return pictureUrl(cover);
  const assetId = heads.find((head) => head.mediaAssetId !== null)?.mediaAssetId;
  return assetId && ready.has(assetId) ? mediaUrl(assetId, 'poster.jpg') : null;
}

/** Courses as lists show them, with how far the caller is. */
export async function cardsOf(
  platform: Platform,
  actor: Actor,
  courses: readonly PublishedCourse[],
): Promise<CourseCard[]> {
  const shelf = await readShelf(platform, actor.personId, courses, platform.clock.now());
  return courses.map((one) => cardOf(one, shelf));
}

/** Chooses among courses that were not begun, and may say something of each. */
type Choose<Why extends object> = (
  fresh: readonly PublishedCourse[],
) => Promise<readonly (Why & { readonly published: PublishedCourse })[]>;

/** Courses to go on with, latest first, and some of those not begun yet, as they are chosen. */
export async function homeShelf<Why extends object>(
  platform: Platform,
  actor: Actor,
  choose: Choose<Why>,
) {
  const { db, clock } = platform;
  const { courses, withdrawn, byId } = await publishedCatalogue(platform);
  const shelf = await readShelf(platform, actor.personId, [...courses, ...withdrawn], clock.now());
  const started = [...shelf.enrolments.values()]
    .filter((enrolment) => enrolment.completedAt === null)
    .sort((a, b) => b.lastActiveAt.getTime() - a.lastActiveAt.getTime())
    .slice(0, 3);
  const continueWith = await Promise.all(
    started.flatMap((enrolment) => {
      const published = byId.get(enrolment.courseId);
      return published ? [goOnWith(db, published, enrolment, shelf)] : [];
    }),
  );
  const chosen = await choose(freshOf(courses, shelf));
  return {
    continueWith,
    suggestions: chosen.map(({ published, ...why }) => ({
      ...why,
      course: cardOf(published, shelf),
    })),
  };
}

/** Courses not begun, without those whose content was completed under another name. */
function freshOf(courses: readonly PublishedCourse[], { enrolments }: Shelf): PublishedCourse[] {
  const known = new Set(
    courses.flatMap(({ course, version }) =>
      enrolments.get(course.id)?.completedAt ? [version.equivalenceGroup] : [],
    ),
  );
  return courses.filter(
    ({ course, version: { equivalenceGroup: group } }) =>
      !enrolments.has(course.id) && (group === null || !known.has(group)),
  );
}

/** Courses whose credit is still to be had: those begun, latest first, then the others, those of most worth first. */
export async function coursesToFinish(
  platform: Platform,
  actor: Actor,
  worth: (published: PublishedCourse) => number,
): Promise<CourseCard[]> {
  const { courses, withdrawn } = await publishedCatalogue(platform);
  const all = [...courses, ...withdrawn];
  const shelf = await readShelf(platform, actor.personId, all, platform.clock.now());
  const lastActive = ({ course }: PublishedCourse) =>
    shelf.enrolments.get(course.id)?.lastActiveAt.getTime() ?? 0;
  return all
    .filter((one) => isOpen(one) || shelf.enrolments.has(one.course.id))
    .filter(({ course }) => !shelf.enrolments.get(course.id)?.completedAt)
    .sort((one, other) => lastActive(other) - lastActive(one) || worth(other) - worth(one))
    .map((one) => cardOf(one, shelf))
    .filter(({ valueHundredths }) => valueHundredths > 0);
}

async function goOnWith(
  db: Reader,
  published: PublishedCourse,
  enrolment: Enrolment,
  shelf: Shelf,
) {
  const done = new Set(
    (await progressOf(db, enrolment.id))
      .filter((row) => row.completedAt)
      .map((row) => row.lessonId),
  );
  const next = (shelf.heads.get(enrolment.courseVersionId) ?? []).find(
    (head) => !done.has(head.id),
  );
  return {
    course: cardOf(published, shelf),
    nextLessonKey: next?.key ?? null,
    nextLessonTitle: next?.title ?? null,
  };
}

/** The lessons of a version with the learner's progress in each. */
export function outlineOf(
  heads: readonly LessonHead[],
  progress: readonly LessonProgress[],
  readyMedia: ReadonlySet<string>,
): LessonOutline[] {
  const rows = new Map(progress.map((row) => [row.lessonId, row]));
  return heads.map((head) => {
    const row = rows.get(head.id);
    return {
      key: head.key,
      kind: head.kind as LessonOutline['kind'],
      title: head.title,
      required: head.required,
      state: !row ? 'not_started' : row.completedAt ? 'completed' : 'in_progress',
      materialSeconds: head.materialSeconds,
      ready: head.mediaAssetId === null || readyMedia.has(head.mediaAssetId),
    };
  });
}

export async function readOutline(
  platform: Platform,
  enrolment: Enrolment,
): Promise<LessonOutline[]> {
  const { readyMedia } = await publishedCatalogue(platform);
  const heads = await headsOf(platform, enrolment.courseVersionId);
  return outlineOf(heads, await progressOf(platform.db, enrolment.id), readyMedia);
}

async function headsOf(platform: Platform, versionId: string): Promise<readonly LessonHead[]> {
  const { heads } = await publishedCatalogue(platform);
  return heads.get(versionId) ?? (await lessonHeads(platform.db, [versionId]));
}

export async function readCourse(
  platform: Platform,
  actor: Actor,
  slug: string,
): Promise<CourseDetail> {
  const { db, clock } = platform;
  const now = clock.now();
  const published = await knownCourse(db, slug);
  const enrolment = await currentEnrolment(db, actor.personId, published, now);
  if (!enrolment && !isOpen(published)) throw new Refused('course-not-available');
  const version =
    (enrolment && (await findVersion(db, enrolment.courseVersionId))) ?? published.version;
  const { readyMedia } = await publishedCatalogue(platform);
  const heads = await headsOf(platform, version.id);
  const progress = enrolment ? await progressOf(db, enrolment.id) : [];
  const lessons = outlineOf(heads, progress, readyMedia);
  const group = version.equivalenceGroup;
  const hundredths = enrolment?.valueHundredths ?? version.valueHundredths;
  const credit = await creditOfCourse(db, actor.personId, {
    courseId: published.course.id,
    repeat: version.repeat,
    now,
  });
  const partHundredths = await partsGiven(db, enrolment, version.repeat);
  return {
    slug,
    isOpen: isOpen(published),
    revision: version.revision,
    title: version.title,
    summary: version.summary,
    area: version.area as CourseDetail['area'],
    tags: version.tags,
    lecturer: {
      name: version.lecturer.name,
      title: version.lecturer.title,
      entry: await lecturerBlock(platform, version.lecturer.register, slug),
    },
    audience: version.audience as CourseDetail['audience'],
    keyGroups: await namedKeyGroups(db, version.keyGroups),
    prerequisites: await prerequisitesOf(platform, actor.personId, version),
    syllabusPoints: await coveredPoints(platform, actor, version.syllabusPoints),
    textbooks: await courseTextbooks(db, version.textbooks),
    sources: version.sources as CourseDetail['sources'],
    repeat: version.repeat as CourseDetail['repeat'],
    value: version.valuation as ValueExplanation,
    posterUrl: posterOf(version, heads, readyMedia),
    terms: await creditTerms(platform, actor, { slug, group, hundredths }, heads, progress),
    lessons,
    nextLessonKey:
      (lessons.find((lesson) => lesson.state !== 'completed') ?? lessons[0])?.key ?? null,
    enrolment: enrolment && {
      id: enrolment.id,
      startedAt: enrolment.startedAt.toISOString(),
      completedAt: enrolment.completedAt?.toISOString() ?? null,
      valueHundredths: enrolment.valueHundredths,
      partHundredths,
    },
    credited: credit && {
      entryId: credit.id,
      year: credit.year,
      hundredths: credit.hundredths + partHundredths,
    },
  };
}

const partsGiven = async (db: Reader, enrolment: Enrolment | null, repeat: string) =>
  enrolment ? givenInParts(db, { ...enrolment, enrolmentId: enrolment.id, repeat }) : 0;
