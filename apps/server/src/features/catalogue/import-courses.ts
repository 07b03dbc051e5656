// Imports the course folders: what is new or changed becomes a new published version; a folder
// with errors is refused whole and leaves everything as it was.
import { schema, type Tx } from '@xueshi/database';
import {
  materialSeconds,
  trainingYearOf,
  valueCourse,
  type LessonMaterial,
  type ValuationPolicy,
} from '@xueshi/domain';
import {
  plainText,
  readCourse,
  type CourseSource,
  type LessonSource,
  type LocatedError,
  type MediaFile,
  type Statutes,
} from '@xueshi/formats';
import { eq } from 'drizzle-orm';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { keepPictures, registerAsset, storeSlides, type StoredLecture } from '../media/service.ts';
import { installationRules } from '../requirements/service.ts';
import { fillCitations, keepLessonCitations, statutesAtHand } from '../statutes/service.ts';
import { replaceCourseEntries } from './bank-entries.ts';
import { contentOf } from './content-of-source.ts';
import { stampOf } from './folder-stamp.ts';
import { indexWords, initialsWords } from './search-words.ts';
import { importBanks } from './import-banks.ts';
import { asKept, keepSource, recordSource, type SourceFile } from './kept-sources.ts';
import { importStatutes } from './import-statutes.ts';
import { isUntouched, recordImport, recordRefusal, type FolderAsFound } from './import-record.ts';
import type { LessonContent, QuizContent } from './lesson-content.ts';
import { findCourse, indexCourse, type PublishedCourse } from './store.ts';

const { courses, courseVersions, lessons } = schema;

export interface ImportSummary {
  readonly published: readonly string[];
  readonly unchanged: readonly string[];
  readonly refused: readonly {
    readonly folder: string;
    readonly errors: readonly LocatedError[];
  }[];
}

/** Imports every folder under the courses folder. Throws only where the disk or database fails. */
export async function importCourses(
  platform: Platform,
  onProgress: (folder: string) => void = () => {},
): Promise<ImportSummary> {
  const { coursesFolder, statutesFolder, banksFolder } = platform.config;
  const refusedStatutes = await importStatutes(platform);
  const statutes = await statutesAtHand(platform);
  const { banks, refused: refusedBanks } = await importBanks(platform, statutes);
  const entries = await readdir(coursesFolder, { withFileTypes: true });
  const folders = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const published: string[] = [];
  const unchanged: string[] = [];
  const refused = [...refusedStatutes, ...refusedBanks];
  for (const folder of folders) {
    const folderStamp = await stampOf(join(coursesFolder, folder), statutesFolder, banksFolder);
    if (await isUntouched(platform, { folder, folderStamp })) {
      unchanged.push(folder);
      continue;
    }
    onProgress(folder);
    const result = await readCourse(join(coursesFolder, folder), {
      statutes,
      banks,
      requireMedia: true,
    });
    if (!result.ok) {
      await recordRefusal(platform, { folder, folderStamp }, result.errors);
      refused.push({ folder, errors: result.errors });
    } else if (
      await publishCourse(platform, result.course, statutes, recording({ folder, folderStamp }))
    ) {
      published.push(folder);
    } else {
      unchanged.push(folder);
    }
  }
  await fillCitations(platform);
  return { published, unchanged, refused };
}

/** What belongs into the transaction that publishes; `same`: this very content was published already. */
export type OnPublished = (
  tx: Tx,
  outcome: { readonly source: CourseSource; readonly same: boolean; readonly now: Date },
) => Promise<void>;

const recording =
  (found: FolderAsFound): OnPublished =>
  (tx, { source, same, now }) =>
    recordImport(tx, {
      ...found,
      slug: source.slug,
      contentHash: source.contentHash,
      state: same ? 'unchanged' : 'published',
      errors: [],
      importedAt: now,
    });

/** Publishes a course as read. Returns false where this very content is published already. */
export async function publishCourse(
  platform: Platform,
  source: CourseSource,
  statutes: Statutes,
  onPublished: OnPublished,
): Promise<boolean> {
  const { db, write, clock } = platform;
  const now = clock.now();
  const rules = await installationRules(platform, trainingYearOf(now));
  const before = await findCourse(db, source.slug);
  const same = before?.version.contentHash === source.contentHash;
  const files = await keepSource(platform, source);
  const lectures = new Map<string, StoredLecture>();
  for (const lesson of source.lessons) {
    if (lesson.kind === 'lecture' && lesson.media) {
      const { video, subtitles, ...media } = lesson.media;
      const kept = (file: MediaFile) => asKept(platform, files, file);
      const subtitlesKept = subtitles.map((one) => ({ ...one, file: kept(one.file) }));
      const lecture = { ...media, video: kept(video), subtitles: subtitlesKept };
      lectures.set(lesson.id, await storeSlides(platform, lecture));
    }
  }
  const keptAs = await keepPictures(platform, source.lessons.flatMap(imagesIn));
  await write(async (tx) => {
    for (const lecture of lectures.values()) await registerAsset(tx, lecture.asset, now);
    const contents = contentsOf(source, statutes, keptAs);
    const matter = { source, files, contents, lectures, rules, now };
    if (same) await recordSource(tx, before.version.id, files);
    else await publish(tx, before, matter);
    await replaceCourseEntries(tx, source, quizzesIn(matter.contents));
    await onPublished(tx, { source, same, now });
  });
  return !same;
}

/** The pictures that a lesson's texts show. */
function imagesIn(lesson: LessonSource): readonly MediaFile[] {
  if (lesson.kind === 'reading') return lesson.images;
  if (lesson.kind === 'lecture') return lesson.questions.flatMap(({ item }) => item.images);
  if (lesson.kind !== 'quiz') return [];
  return [...lesson.items, ...lesson.groups].flatMap((one) => one.images);
}

export const materialOf = (lesson: LessonSource): LessonMaterial => {
  switch (lesson.kind) {
    case 'lecture':
      return { kind: 'lecture', durationMs: lesson.media?.durationMs ?? 0 };
    case 'reading':
      return { kind: 'reading', characters: lesson.characters };
    case 'case':
      return { kind: 'case', minutes: lesson.study.minutes };
    case 'quiz':
      return { kind: 'quiz', items: lesson.asked };
  }
};

/** A course as read, with all that is kept of it outside the database. */
interface ReadCourse {
  readonly source: CourseSource;
  readonly files: readonly SourceFile[];
  /** What is kept of each lesson, by its id. */
  readonly contents: ReadonlyMap<string, LessonContent>;
  readonly lectures: ReadonlyMap<string, StoredLecture>;
  /** By which its value is fixed. */
  readonly rules: ValuationPolicy;
  readonly now: Date;
}

const contentsOf = (
  source: CourseSource,
  statutes: Statutes,
  keptAs: (picture: MediaFile) => string,
) =>
  new Map(
    source.lessons.map((lesson) => [
      lesson.id,
      contentOf(lesson, {
        statutes,
        keptAs,
        seeking: source.seeking,
        maxRate: source.maxRate,
      }),
    ]),
  );

const quizzesIn = (contents: ReadonlyMap<string, LessonContent>) =>
  new Map(
    [...contents].flatMap(([id, content]): [string, QuizContent][] =>
      content.kind === 'quiz' ? [[id, content]] : [],
    ),
  );

/** Makes the course as read the current one: as a new version, or as the earlier one with this very content. */
async function publish(tx: Tx, before: PublishedCourse | null, matter: ReadCourse): Promise<void> {
  const { source, now } = matter;
  const courseId = before?.course.id ?? newId();
  if (!before)
    await tx
      .insert(courses)
      .values({ id: courseId, slug: source.slug, state: 'published', createdAt: now });
  const versions = await tx
    .select({
      id: courseVersions.id,
      revision: courseVersions.revision,
      contentHash: courseVersions.contentHash,
    })
    .from(courseVersions)
    .where(eq(courseVersions.courseId, courseId));
  const same = versions.find((version) => version.contentHash === source.contentHash);
  const revision = Math.max(source.revision, ...versions.map((version) => version.revision + 1));
  const currentVersionId =
    same?.id ?? (await insertVersion(tx, { id: courseId, revision }, matter));
  await recordSource(tx, currentVersionId, matter.files);
  await tx
    .update(courses)
    .set({ currentVersionId }) // What was withdrawn stays so until somebody puts it back.
    .where(eq(courses.id, courseId));
  await indexCourse(tx, courseId, searchWordsOf(source));
}

async function insertVersion(
  tx: Tx,
  course: { id: string; revision: number },
  { source, contents, lectures, rules, now }: ReadCourse,
): Promise<string> {
  const seconds = materialSeconds(source.lessons.map(materialOf));
  const { hundredths, explanation } = valueCourse({
    valuation: source.valuation,
    materialSeconds: seconds,
    policy: rules,
  });
  const versionId = newId();
  await tx.insert(courseVersions).values({
    id: versionId,
    courseId: course.id,
    revision: course.revision,
    contentHash: source.contentHash,
    title: source.title,
    summary: source.summary,
    area: source.area,
    tags: source.tags,
    lecturer: source.lecturer,
    sources: source.sources.map((one) => ({ ...one, url: null })),
    repeat: source.repeat,
    equivalenceGroup: source.equivalence ?? null,
    valuation: {
      kind: explanation.kind,
      materialSeconds: explanation.materialSeconds,
      academicHourMinutes: explanation.academicHourMinutes,
      unroundedHundredths: explanation.unroundedHundredths,
      stepHundredths: explanation.stepHundredths,
      hundredths: explanation.hundredths,
    },
    valueHundredths: hundredths,
    materialSeconds: seconds,
    publishedAt: now,
  });
  for (const [position, lesson] of source.lessons.entries()) {
    await tx.insert(lessons).values({
      id: newId(),
      courseVersionId: versionId,
      key: lesson.id,
      position,
      kind: lesson.kind,
      title: lesson.title,
      required: lesson.required,
      materialSeconds: materialSeconds([materialOf(lesson)]),
      content: contents.get(lesson.id),
      contentHash: source.contentHash,
      mediaAssetId: lectures.get(lesson.id)?.asset.id ?? null,
    });
  }
  await keepLessonCitations(tx, versionId, contents, now);
  return versionId;
}

function searchWordsOf(source: CourseSource) {
  const body = source.lessons.map((lesson) => {
    if (lesson.kind === 'reading') return plainText(lesson.markdown);
    if (lesson.kind === 'lecture')
      return (lesson.media?.slides ?? []).map((slide) => `${slide.title} ${slide.text}`).join(' ');
    return lesson.title['zh-CN'];
  });
  return {
    title: indexWords(`${source.title['zh-CN']} ${source.title.en}`),
    tags: indexWords(source.tags.join(' ')),
    summary: indexWords(`${source.summary['zh-CN']} ${source.summary.en}`),
    body: indexWords(body.join(' ')),
    initials: initialsWords([source.title['zh-CN'], ...source.tags]),
  };
}
