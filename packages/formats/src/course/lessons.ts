import { readCase } from './case-study.ts';
import type { LessonSource } from './course-source.ts';
import { checkQuizBeside, readCoursewareLesson } from './courseware-lesson.ts';
import { checkExtension, refuse, type Inspection, type Mention } from './inspection.ts';
import { checkKind } from './kinds.ts';
import { readLectureMedia } from './lecture-media.ts';
import { readLectureQuestions } from './lecture-questions.ts';
import { readLecture, type LectureRead } from './lecture.ts';
import { readQuiz } from './quiz.ts';
import { readingCharacters, readReading } from './reading.ts';
import { checkShape } from './shape-errors.ts';
import { EXAMPLES, LessonShapes } from './shapes.ts';
import type { YamlDocument } from './yaml-document.ts';

/** Reads every lesson that course.yaml lists; those that cannot be used are left out, with errors. */
export async function readLessons(
  inspection: Inspection,
  document: YamlDocument,
  parts: readonly unknown[],
): Promise<LessonSource[]> {
  const lessons: LessonSource[] = [];
  const ids = new Set<string>();
  for (const [index, part] of parts.entries()) {
    const entry = readEntry(inspection, document, index, part);
    if (entry === null) continue;
    if (ids.has(entry.id)) {
      const place = document.placeOf(['lessons', index, 'id']);
      refuse(inspection, 'id-twice', document.file, place, { id: entry.id });
    }
    ids.add(entry.id);
    if (entry.kind === 'courseware') checkQuizBeside(inspection, document, index, parts);
    const lesson = await readLesson(inspection, entry, (...keys) => ({
      file: document.file,
      place: document.placeOf(['lessons', index, ...keys]),
    }));
    const questions =
      entry.kind === 'lecture'
        ? await readLectureQuestions(inspection, document, index, entry, lesson)
        : [];
    if (lesson?.kind === 'lecture') lessons.push({ ...lesson, questions });
    else if (lesson !== null) lessons.push(lesson);
  }
  return lessons;
}

const LESSON_KINDS = ['lecture', 'reading', 'case', 'quiz', 'courseware'] as const;

type LessonEntry = NonNullable<ReturnType<typeof readEntry>>;

function readEntry(inspection: Inspection, document: YamlDocument, index: number, part: unknown) {
  const path = ['lessons', index];
  const kind = checkKind(inspection, document, path, part, LESSON_KINDS);
  if (kind === null) return null;
  const shaped = checkShape(LessonShapes[kind], document, path, part, EXAMPLES);
  if (shaped.ok) return shaped.value;
  inspection.errors.push(...shaped.errors);
  return null;
}

/** What the lecture maker makes a video from; of a recording nothing needs to be written. */
async function readWritten(
  inspection: Inspection,
  source: string | undefined,
  mention: Mention,
): Promise<LectureRead | null> {
  if (source === undefined) return { chapters: [], narrationCharacters: 0 };
  if (!checkExtension(inspection, source, '.yaml', mention)) return null;
  return readLecture(inspection, source, mention);
}

async function readLesson(
  inspection: Inspection,
  entry: LessonEntry,
  mentionOf: (...keys: string[]) => Mention,
): Promise<LessonSource | null> {
  const { id, title, required = true } = entry;
  const base = { id, title, required };
  if (entry.kind === 'lecture') {
    const lecture = await readWritten(inspection, entry.source, mentionOf('source'));
    const media = inspection.requireMedia
      ? await readLectureMedia(inspection, entry, mentionOf)
      : null;
    return lecture === null
      ? null
      : { ...base, kind: entry.kind, ...lecture, media, questions: [] };
  }
  const { source } = entry;
  const mention = mentionOf('source');
  if (entry.kind === 'courseware') {
    const read = await readCoursewareLesson(inspection, source, mention);
    return read === null ? null : { ...base, kind: entry.kind, minutes: entry.minutes, ...read };
  }
  const extension = entry.kind === 'reading' ? '.md' : '.yaml';
  if (!checkExtension(inspection, source, extension, mention)) return null;
  if (entry.kind === 'reading') {
    const reading = await readReading(inspection, source, mention);
    if (reading === null) return null;
    return {
      ...base,
      kind: entry.kind,
      ...reading,
      characters: readingCharacters(reading.markdown),
    };
  }
  if (entry.kind === 'case') {
    const found = await readCase(inspection, source, mention);
    return found === null ? null : { ...base, kind: entry.kind, ...found };
  }
  const quiz = await readQuiz(inspection, source, mention);
  return quiz === null ? null : { ...base, kind: entry.kind, ...quiz };
}
