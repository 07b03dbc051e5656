// A course as read becomes the current version of its course, whole, or nothing changes.
import { schema, type Tx } from '@xueshi/database';
import {
  materialSeconds,
  trainingYearOf,
  valueCourse,
  type LessonMaterial,
  type RevisionKind,
  type ValuationPolicy,
} from '@xueshi/domain';
import {
  plainText,
  type CourseSource,
  type LessonSource,
  type LocatedError,
  type Statutes,
} from '@xueshi/formats';
import { eq } from 'drizzle-orm';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { registerAsset } from '../media/service.ts';
import { installationRules } from '../requirements/service.ts';
import { keepLessonCitations } from '../statutes/service.ts';
import { replaceCourseEntries } from './bank-entries.ts';
import { matterOf, type CourseMatter } from './course-matter.ts';
import { recordSource } from './kept-sources.ts';
import type { LessonContent, QuizContent } from './lesson-content.ts';
import { moveLearnersAt } from './move-learners.job.ts';
import { judgeRevision } from './revisions.ts';
import { indexWords, initialsWords } from './search-words.ts';
import { findCourse, indexCourse, type PublishedCourse } from './store.ts';

const { courses, courseVersions, lessons } = schema;

/** What belongs into the transaction that publishes; `same`: this very content was published already. */
export type OnPublished = (
  tx: Tx,
  outcome: { readonly source: CourseSource; readonly same: boolean; readonly now: Date },
) => Promise<void>;

export type Publishing =
  /** Not new: this very content is published already. */
  | { readonly ok: true; readonly isNew: boolean }
  | { readonly ok: false; readonly errors: readonly LocatedError[] };

/** Publishes a course as read. Refuses what calls itself a small correction and is more; nothing changes then. */
export async function publishCourse(
  platform: Platform,
  source: CourseSource,
  statutes: Statutes,
  onPublished: OnPublished,
): Promise<Publishing> {
  const { db, write, clock } = platform;
  const now = clock.now();
  const rules = await installationRules(platform, trainingYearOf(now));
  const before = await findCourse(db, source.slug);
  const same = before?.version.contentHash === source.contentHash;
  const matter = await matterOf(platform, source, statutes);
  const judged = same ? null : await judgeRevision(db, before, matter);
  if (judged && judged.errors.length > 0) return { ok: false, errors: judged.errors };
  const kind = judged?.kind ?? 'substantial';
  await write(async (tx) => {
    for (const lecture of matter.lectures.values()) await registerAsset(tx, lecture.asset, now);
    if (same) await recordSource(tx, before.version.id, matter.files);
    else await publish(tx, before, { ...matter, rules, kind, now });
    await replaceCourseEntries(tx, source, quizzesIn(matter.contents));
    await onPublished(tx, { source, same, now });
  });
  return { ok: true, isNew: !same };
}

export const materialOf = (lesson: LessonSource): LessonMaterial => {
  switch (lesson.kind) {
    case 'lecture':
      return { kind: 'lecture', durationMs: lesson.media?.durationMs ?? 0 };
    case 'reading':
      return { kind: 'reading', characters: lesson.characters };
    case 'case':
      return { kind: 'case', minutes: lesson.study.minutes };
    case 'courseware':
      return { kind: 'courseware', minutes: lesson.minutes };
    case 'quiz':
      return { kind: 'quiz', items: lesson.asked };
  }
};

interface NewCourse extends CourseMatter {
  /** By which its value is fixed. */
  readonly rules: ValuationPolicy;
  /** What it is to the version before. */
  readonly kind: RevisionKind;
  readonly now: Date;
}

const quizzesIn = (contents: ReadonlyMap<string, LessonContent>) =>
  new Map(
    [...contents].flatMap(([id, content]): [string, QuizContent][] =>
      content.kind === 'quiz' ? [[id, content]] : [],
    ),
  );

/** Makes the course as read the current one: as a new version, or as the earlier one with this very content. */
async function publish(tx: Tx, before: PublishedCourse | null, matter: NewCourse): Promise<void> {
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
  if (before) await moveLearnersAt(tx, courseId, now);
  await indexCourse(tx, courseId, searchWordsOf(source));
}

async function insertVersion(
  tx: Tx,
  course: { id: string; revision: number },
  { source, contents, lectures, cover, rules, kind, now }: NewCourse,
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
    kind,
    title: source.title,
    summary: source.summary,
    area: source.area,
    tags: source.tags,
    lecturer: source.lecturer,
    audience: [...new Set(source.audience)],
    keyGroups: [...new Set(source.keyGroups)],
    prerequisites: [...new Set(source.prerequisites)],
    cover,
    syllabusPoints: source.syllabusPoints ?? [],
    textbooks: source.textbooks ?? [],
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
