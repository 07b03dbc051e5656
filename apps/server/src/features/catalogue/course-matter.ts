// What a course as read consists of once its files are kept: the matter of each lesson, and its packages.
import type { CourseSource, LessonSource, MediaFile, Statutes } from '@xueshi/formats';
import type { Platform } from '../../platform/platform.ts';
import { keepPictures, storeSlides, unpackKept, type StoredLecture } from '../media/service.ts';
import { contentOf } from './content-of-source.ts';
import { asKept, keepSource, type SourceFile } from './kept-sources.ts';
import type { LessonContent } from './lesson-content.ts';
import { judgeRevision } from './revisions.ts';
import { findCourse } from './store.ts';

/** A course as read, with all that is kept of it outside the database. */
export interface CourseMatter {
  readonly source: CourseSource;
  readonly files: readonly SourceFile[];
  /** What is kept of each lesson, by its id. */
  readonly contents: ReadonlyMap<string, LessonContent>;
  readonly lectures: ReadonlyMap<string, StoredLecture>;
  /** The name that its cover picture is kept under; null: it has none. */
  readonly cover: string | null;
}

/** The pictures that a lesson's texts show. */
function imagesIn(lesson: LessonSource): readonly MediaFile[] {
  if (lesson.kind === 'reading' || lesson.kind === 'case') return lesson.images;
  if (lesson.kind === 'lecture') return lesson.questions.flatMap(({ item }) => item.images);
  if (lesson.kind !== 'quiz') return [];
  return [...lesson.items, ...lesson.groups].flatMap((one) => one.images);
}

/** Keeps the files of a course as read. Those of one that is never published are swept up later. */
export async function matterOf(
  platform: Platform,
  source: CourseSource,
  statutes: Statutes,
): Promise<CourseMatter> {
  const files = await keepSource(platform, source);
  const hashOf = (file: MediaFile) => files.find(({ name }) => name === file.name)?.sha256 ?? '';
  const lectures = new Map<string, StoredLecture>();
  for (const lesson of source.lessons) {
    if (lesson.kind === 'lecture' && lesson.media) {
      const { video, subtitles, ...media } = lesson.media;
      const kept = (file: MediaFile) => asKept(platform, files, file);
      const subtitlesKept = subtitles.map((one) => ({ ...one, file: kept(one.file) }));
      const lecture = { ...media, video: kept(video), subtitles: subtitlesKept };
      lectures.set(lesson.id, await storeSlides(platform, lecture));
    }
    if (lesson.kind === 'courseware') await unpackKept(platform, hashOf(lesson.file));
  }
  const covers = source.cover ? [source.cover] : [];
  const images = [...covers, ...source.lessons.flatMap(imagesIn)];
  const keptAs = await keepPictures(platform, images);
  const { seeking, maxRate } = source;
  const around = { statutes, keptAs, hashOf, seeking, maxRate };
  const contents = new Map(source.lessons.map((lesson) => [lesson.id, contentOf(lesson, around)]));
  const cover = source.cover ? keptAs(source.cover) : null;
  return { source, files, contents, lectures, cover };
}

/**
 * The lessons of a course as read in which more than words changed since the version that learners have:
 * their titles, none where it is a small correction of it. A course that was never published is none.
 */
export async function changedBeyondWords(
  platform: Platform,
  source: CourseSource,
  statutes: Statutes,
): Promise<readonly string[]> {
  const before = await findCourse(platform.db, source.slug);
  if (!before) return [source.title['zh-CN']];
  const corrects = before.version.revision;
  const matter = await matterOf(platform, { ...source, corrects }, statutes);
  const { errors } = await judgeRevision(platform.db, before, matter);
  return errors.map(({ params }) => String(params['lesson']));
}
