// Imports the course folders: what is new or changed becomes a new published version; a folder
// with errors is refused whole and leaves everything as it was.
import { schema, type Tx } from '@xueshi/database';
import {
  DEFAULT_VALUATION_POLICY,
  materialSeconds,
  valueCourse,
  type LessonMaterial,
} from '@xueshi/domain';
import {
  loadStatutes,
  plainText,
  readCourse,
  type CourseSource,
  type LessonSource,
  type LocatedError,
  type Statutes,
} from '@xueshi/formats';
import { eq } from 'drizzle-orm';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { registerAsset, storeSlides, type StoredLecture } from '../media/service.ts';
import { contentOf } from './content-of-source.ts';
import { stampOf } from './folder-stamp.ts';
import { indexWords, initialsWords } from './search-words.ts';
import { findCourse, indexCourse, type PublishedCourse } from './store.ts';

const { courseImports, courses, courseVersions, lessons } = schema;

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
  const { coursesFolder, statutesFolder } = platform.config;
  const read = await loadStatutes(statutesFolder);
  const statutes: Statutes = read.ok ? read.statutes : new Map();
  const entries = await readdir(coursesFolder, { withFileTypes: true });
  const folders = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const published: string[] = [];
  const unchanged: string[] = [];
  const refused: { folder: string; errors: readonly LocatedError[] }[] = [];
  for (const folder of folders) {
    const folderStamp = await stampOf(join(coursesFolder, folder), statutesFolder);
    if (await isUntouched(platform, folder, folderStamp)) {
      unchanged.push(folder);
      continue;
    }
    onProgress(folder);
    const result = await readCourse(join(coursesFolder, folder), { statutes, requireMedia: true });
    if (!result.ok) {
      await recordRefusal(platform, { folder, folderStamp }, result.errors);
      refused.push({ folder, errors: result.errors });
    } else if (await importCourse(platform, { folder, folderStamp }, result.course, statutes)) {
      published.push(folder);
    } else {
      unchanged.push(folder);
    }
  }
  return { published, unchanged, refused };
}

interface FolderAsFound {
  readonly folder: string;
  readonly folderStamp: string;
}

/** Whether the folder was imported as it is now; one that was refused is always read again. */
async function isUntouched(
  { db, write }: Platform,
  folder: string,
  folderStamp: string,
): Promise<boolean> {
  const mine = eq(courseImports.folder, folder);
  const [last] = await db.select().from(courseImports).where(mine);
  if (!last || last.state === 'refused' || last.folderStamp !== folderStamp) return false;
  if (last.state === 'published')
    await write((tx) => tx.update(courseImports).set({ state: 'unchanged' }).where(mine));
  return true;
}

async function recordRefusal(
  { write, clock }: Platform,
  found: FolderAsFound,
  errors: readonly LocatedError[],
): Promise<void> {
  const { folder, folderStamp } = found;
  const values = {
    folderStamp,
    slug: null,
    contentHash: null,
    state: 'refused',
    errors: [...errors],
    importedAt: clock.now(),
  };
  await write((tx) =>
    tx
      .insert(courseImports)
      .values({ folder, ...values })
      .onConflictDoUpdate({ target: courseImports.folder, set: values }),
  );
}

/** Publishes a course as read. Returns false where this very content is published already. */
async function importCourse(
  platform: Platform,
  { folder, folderStamp }: FolderAsFound,
  source: CourseSource,
  statutes: Statutes,
): Promise<boolean> {
  const { db, write, clock } = platform;
  const now = clock.now();
  const before = await findCourse(db, source.slug);
  const same = before?.version.contentHash === source.contentHash;
  const lectures = new Map<string, StoredLecture>();
  for (const lesson of source.lessons) {
    if (lesson.kind === 'lecture' && lesson.media) {
      lectures.set(lesson.id, await storeSlides(platform, lesson.media));
    }
  }
  await write(async (tx) => {
    for (const lecture of lectures.values()) await registerAsset(tx, lecture.asset, now);
    if (!same) await publish(tx, before, source, statutes, lectures, now);
    const values = {
      folderStamp,
      slug: source.slug,
      contentHash: source.contentHash,
      state: same ? 'unchanged' : 'published',
      errors: [],
      importedAt: now,
    };
    await tx
      .insert(courseImports)
      .values({ folder, ...values })
      .onConflictDoUpdate({ target: courseImports.folder, set: values });
  });
  return !same;
}

const materialOf = (lesson: LessonSource): LessonMaterial => {
  switch (lesson.kind) {
    case 'lecture':
      return { kind: 'lecture', durationMs: lesson.media?.durationMs ?? 0 };
    case 'reading':
      return { kind: 'reading', characters: lesson.characters };
    case 'case':
      return { kind: 'case', minutes: lesson.study.minutes };
    case 'quiz':
      return { kind: 'quiz', items: lesson.items.length };
  }
};

/** Makes the course as read the current one: as a new version, or as the earlier one with this very content. */
async function publish(
  tx: Tx,
  before: PublishedCourse | null,
  source: CourseSource,
  statutes: Statutes,
  lectures: ReadonlyMap<string, StoredLecture>,
  now: Date,
): Promise<void> {
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
    same?.id ??
    (await insertVersion(tx, { id: courseId, revision }, source, statutes, lectures, now));
  await tx
    .update(courses)
    .set({ currentVersionId, state: 'published' })
    .where(eq(courses.id, courseId));
  await indexCourse(tx, courseId, searchWordsOf(source));
}

async function insertVersion(
  tx: Tx,
  course: { id: string; revision: number },
  source: CourseSource,
  statutes: Statutes,
  lectures: ReadonlyMap<string, StoredLecture>,
  now: Date,
): Promise<string> {
  const seconds = materialSeconds(source.lessons.map(materialOf));
  const { hundredths, explanation } = valueCourse({
    valuation: source.valuation,
    materialSeconds: seconds,
    policy: DEFAULT_VALUATION_POLICY,
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
      content: contentOf(lesson, {
        statutes,
        seeking: source.seeking,
        maxRate: source.maxRate,
      }),
      contentHash: source.contentHash,
      mediaAssetId: lectures.get(lesson.id)?.asset.id ?? null,
    });
  }
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
