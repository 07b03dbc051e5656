// course.yaml as the studio keeps it: the other direction of write-course.ts.
import type { Static } from 'typebox';
import { checkShape } from './shape-errors.ts';
import { CourseShape, EXAMPLES, LessonShapes, TimelineShape } from './shapes.ts';
import type { CourseOutline, OutlineLesson } from './write-course.ts';
import { readYaml, type YamlDocument } from './yaml-document.ts';

type Entry = Static<(typeof LessonShapes)[keyof typeof LessonShapes]>;

/**
 * What a course.yaml of format 1 says, as `writeCourseFile` writes it again. Null for one that `readCourse`
 * refuses for its shape. What a lecture was narrated by (`source`) is left out: its recording speaks for
 * itself, and learners see nothing of it.
 */
export function readOutline(courseFile: string): CourseOutline | null {
  const read = readYaml('course.yaml', courseFile);
  if (!read.ok) return null;
  const { document } = read;
  const shaped = checkShape(CourseShape, document, [], document.value, EXAMPLES);
  if (!shaped.ok) return null;
  const { format: _, revision, corrects, lessons: entries, valuation, ...facts } = shaped.value;
  const lessons = entries.flatMap((entry) => lessonIn(document, entry) ?? []);
  if (lessons.length < entries.length) return null;
  return {
    facts: { ...facts, ...(valuation !== 'linear' && { valuation: fixed(valuation) }) },
    revision,
    ...(corrects !== undefined && { corrects }),
    lessons,
  };
}

export type LectureTimeline = Static<typeof TimelineShape>;

/** What a lecture's timeline says; null for one that `readCourse` refuses for its shape. */
export function readLectureTimeline(file: string): LectureTimeline | null {
  const read = readYaml('timeline.json', file);
  if (!read.ok) return null;
  const { document } = read;
  const shaped = checkShape(TimelineShape, document, [], document.value, EXAMPLES);
  return shaped.ok ? shaped.value : null;
}

const fixed = (hours: number) =>
  ({ kind: 'authored', hundredths: Math.round(hours * 100) }) as const;

function entryIn(document: YamlDocument, part: unknown): Entry | null {
  for (const shape of Object.values(LessonShapes)) {
    const shaped = checkShape(shape, document, ['lessons'], part, EXAMPLES);
    if (shaped.ok) return shaped.value;
  }
  return null;
}

function lessonIn(document: YamlDocument, part: unknown): OutlineLesson | null {
  const entry = entryIn(document, part);
  if (entry === null) return null;
  const { id, kind, title, required = true } = entry;
  const base = { id, kind, title, required };
  if (entry.kind === 'courseware') {
    const { source, minutes } = entry;
    return { ...base, courseware: { source, minutes } };
  }
  if (entry.kind !== 'lecture') return { ...base, file: entry.source };
  const { video, subtitles, timeline, questions } = entry;
  return {
    ...base,
    file: timeline,
    recording: { video, subtitles },
    ...(questions && { questions }),
  };
}
