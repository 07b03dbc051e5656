// A course that lies in a folder, taken apart into what a draft consists of.
import type { CoursewareForm, LectureForm } from '@xueshi/contracts';
import {
  lessonFile,
  readLectureTimeline,
  readOutline,
  type CourseOutline,
  type LectureTimeline,
  type OutlineLesson,
} from '@xueshi/formats';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CourseFile, TakenFile } from '../uploads/service.ts';

export interface CourseFolder {
  /** Absolute. */
  readonly folder: string;
  /** SHA-256 (hex) of every file of the course, by its name. */
  readonly hashes: ReadonlyMap<string, string>;
}

export interface CourseAtHand {
  readonly outline: CourseOutline;
  /** What was written of each lesson, by the lesson's id; none of courseware. */
  readonly texts: ReadonlyMap<string, string>;
  /** Of each lecture, by its lesson's id. */
  readonly timelines: ReadonlyMap<string, LectureTimeline>;
  readonly files: readonly CourseFile[];
}

/** What pictures of texts end in, as the reader of courses has it. */
const PICTURE = /\.(?:webp|png|jpe?g|gif|avif)$/i;

/**
 * Reads a course that was in order when it was published or checked; null where its form is one that is no
 * longer read. Whether its texts still hold against statutes and banks is for the check of the draft to say.
 */
export async function takeApart(course: CourseFolder): Promise<CourseAtHand | null> {
  const textIn = (name: string) => readFile(join(course.folder, name), 'utf8');
  const courseFile = await textIn('course.yaml');
  const outline = readOutline(withoutMark(courseFile));
  if (outline === null) return null;
  const texts = new Map<string, string>();
  const timelines = new Map<string, LectureTimeline>();
  for (const lesson of outline.lessons) {
    if (lesson.kind === 'courseware') continue;
    const text = withoutMark(await textIn(lessonFile(lesson))).replaceAll('\r\n', '\n');
    texts.set(lesson.id, text);
    if (lesson.kind !== 'lecture') continue;
    const timeline = readLectureTimeline(text);
    if (timeline === null) return null;
    timelines.set(lesson.id, timeline);
  }
  const shown = [...texts].flatMap(([id, text]) => (timelines.has(id) ? [] : text));
  const files = filesOf(course, outline, { timelines, written: [courseFile, ...shown] });
  return { outline, texts, timelines, files };
}

/** Editors of Windows begin a text with a mark that nobody sees. */
const withoutMark = (text: string): string => text.replace(/^\uFEFF/, '');

interface Written {
  readonly timelines: CourseAtHand['timelines'];
  /** What may show pictures: texts, and the questions of lectures in the course file. */
  readonly written: readonly string[];
}

function filesOf(
  { folder, hashes }: CourseFolder,
  { lessons }: CourseOutline,
  { timelines, written }: Written,
): CourseFile[] {
  const found = new Map<string, CourseFile>();
  const add = (kind: CourseFile['kind'], name: string, durationMs: number | null = null) => {
    const sha256 = hashes.get(name);
    if (sha256 !== undefined)
      found.set(keyOf(kind, name), { kind, name, path: join(folder, name), sha256, durationMs });
  };
  const slides = new Set<string>();
  for (const { id, recording, courseware } of lessons) {
    const timeline = timelines.get(id);
    if (recording) add('recording', recording.video, timeline?.durationMs ?? null);
    for (const name of Object.values(recording?.subtitles ?? {})) add('subtitles', name);
    for (const { image } of timeline?.slides ?? []) slides.add(image);
    if (courseware) add('courseware', courseware.source);
  }
  for (const name of slides) add('slide', name);
  // A picture that is a slide may be shown by a text besides.
  const isNamed = (name: string) =>
    written.some((text) => text.includes(name) || text.includes(encodeURI(name)));
  for (const name of hashes.keys())
    if (PICTURE.test(name) && (!slides.has(name) || isNamed(name))) add('picture', name);
  return [...found.values()];
}

const keyOf = (kind: CourseFile['kind'], name: string) => `${kind} ${name}`;

/** Ids of files by what they are and what the course calls them. */
export type IdOf = (kind: CourseFile['kind'], name: string) => string | null;

export function idsOf(files: readonly TakenFile[]): IdOf {
  const ids = new Map(files.map(({ id, kind, name }) => [keyOf(kind, name), id]));
  return (kind, name) => ids.get(keyOf(kind, name)) ?? null;
}

/** Longer ones have no place in the form of a lecture. */
const LONGEST_SLIDE_TEXT = 4_000;

/** What the draft keeps of a lesson: its text, or its form where the studio has one in the text's place. */
export function draftTextOf(
  { texts, timelines }: Pick<CourseAtHand, 'texts' | 'timelines'>,
  lesson: OutlineLesson,
  idOf: IdOf,
): string {
  const timeline = timelines.get(lesson.id);
  if (lesson.recording && timeline) {
    const { video, subtitles } = lesson.recording;
    const form: LectureForm = {
      recording: idOf('recording', video),
      subtitles: {
        'zh-CN': idOf('subtitles', subtitles['zh-CN']),
        en: subtitles.en === undefined ? null : idOf('subtitles', subtitles.en),
      },
      chapters: timeline.chapters.map(({ startMs, title }) => ({ startMs, title })),
      slides: timeline.slides.flatMap(({ startMs, image, title, text }) => {
        const file = idOf('slide', image);
        return file === null
          ? []
          : { startMs, file, title, text: text.slice(0, LONGEST_SLIDE_TEXT) };
      }),
      posterMs: timeline.posterMs ?? null,
      trim: timeline.trim
        ? { startMs: timeline.trim.startMs ?? null, endMs: timeline.trim.endMs ?? null }
        : null,
    };
    return JSON.stringify(form);
  }
  if (lesson.courseware) {
    const { source, minutes } = lesson.courseware;
    const form: CoursewareForm = { file: idOf('courseware', source), minutes };
    return JSON.stringify(form);
  }
  return texts.get(lesson.id) ?? '';
}
