import type { KeptPart } from '@xueshi/domain';
import type { LectureQuestionSource, LessonSource, QuizItem } from './course-source.ts';
import { refuse, type Inspection } from './inspection.ts';
import { clock, momentMs } from './moments.ts';
import { readItem } from './quiz-items.ts';
import { checkShape } from './shape-errors.ts';
import { EXAMPLES, LectureQuestionShape } from './shapes.ts';
import type { Path, YamlDocument } from './yaml-document.ts';

/** What can be read and answered while the picture rests. */
const KINDS = ['single', 'multiple', 'true_false'] as const;

/** A question needs something said before it, and somebody still there after it; ms. */
const FROM_ENDS_MS = 15_000;
/** Between two questions, ms. */
const APART_MS = 20_000;

/**
 * Reads the questions that course.yaml has for a lecture (docs/author/course-format.md). Whether
 * they come before its end is looked at only where the media are. Their moments are written in the time of the
 * recording, and come back in that of the lecture.
 */
export async function readLectureQuestions(
  inspection: Inspection,
  document: YamlDocument,
  lessonAt: number,
  entry: { readonly questions?: readonly unknown[] },
  lesson: LessonSource | null,
): Promise<LectureQuestionSource[]> {
  const { questions: parts = [] } = entry;
  const kept = partOf(lesson);
  const questions: LectureQuestionSource[] = [];
  let beforeMs: number | null = null;
  for (const [index, part] of parts.entries()) {
    const path = ['lessons', lessonAt, 'questions', index];
    const question = await readQuestion(inspection, document, path, part);
    if (question === null) continue;
    checkMoment(inspection, document, path, question.atMs, {
      beforeMs,
      kept,
    });
    beforeMs = question.atMs;
    if (questions.some(({ item }) => item.id === question.item.id)) {
      const place = document.placeOf([...path, question.isFromBank ? 'bankItem' : 'item', 'id']);
      refuse(inspection, 'id-twice', document.file, place, { id: question.item.id });
    }
    questions.push({ ...question, atMs: question.atMs - (kept?.startMs ?? 0) });
  }
  return questions;
}

/** What of the recording is the lecture; null where the media are not there to tell. */
function partOf(lesson: LessonSource | null): KeptPart | null {
  const media = lesson?.kind === 'lecture' ? lesson.media : null;
  return media && (media.trim ?? { startMs: 0, endMs: media.durationMs });
}

async function readQuestion(
  inspection: Inspection,
  document: YamlDocument,
  path: Path,
  part: unknown,
): Promise<LectureQuestionSource | null> {
  const shaped = checkShape(LectureQuestionShape, document, path, part, EXAMPLES);
  if (!shaped.ok) {
    inspection.errors.push(...shaped.errors);
    return null;
  }
  const { at, item: own, bankItem } = shaped.value;
  if ((own === undefined) === (bankItem === undefined)) {
    refuse(inspection, 'question-source', document.file, document.placeOf(path));
    return null;
  }
  const allowed = { groups: [], kinds: KINDS };
  const item = bankItem
    ? bankItemOf(inspection, document, [...path, 'bankItem'], bankItem)
    : await readItem(inspection, document, [...path, 'item'], own, allowed);
  return item && { atMs: momentMs(at), item, isFromBank: bankItem !== undefined };
}

function bankItemOf(
  inspection: Inspection,
  document: YamlDocument,
  path: Path,
  named: { readonly bank: string; readonly id: string },
): QuizItem | null {
  const bank = inspection.banks.get(named.bank);
  if (bank === undefined) {
    const place = document.placeOf([...path, 'bank']);
    refuse(inspection, 'bank-unknown', document.file, place, { bank: named.bank });
    return null;
  }
  const place = document.placeOf([...path, 'id']);
  const item = bank.items.find(({ id }) => id === named.id);
  if (item === undefined) {
    refuse(inspection, 'question-unknown', document.file, place, named);
    return null;
  }
  if (!KINDS.some((kind) => kind === item.kind) || item.group !== undefined) {
    refuse(inspection, 'question-kind', document.file, place, { id: named.id });
    return null;
  }
  // As a quiz names what it draws: its own items have short ids.
  return { ...item, id: `${bank.name}--${item.id}` };
}

function checkMoment(
  inspection: Inspection,
  document: YamlDocument,
  path: Path,
  atMs: number,
  { beforeMs, kept }: { beforeMs: number | null; kept: KeptPart | null },
): void {
  const { file } = document;
  const place = document.placeOf([...path, 'at']);
  const at = clock(atMs);
  const firstMs = (kept?.startMs ?? 0) + FROM_ENDS_MS;
  const lastMs = kept === null ? Infinity : kept.endMs - FROM_ENDS_MS;
  if (atMs < firstMs || atMs > lastMs) {
    refuse(inspection, 'question-time', file, place, {
      at,
      from: clock(firstMs),
      to: kept === null ? '…' : clock(Math.max(0, lastMs)),
      seconds: FROM_ENDS_MS / 1000,
    });
  }
  if (beforeMs === null || atMs >= beforeMs + APART_MS) return;
  const params = { at, before: clock(beforeMs), seconds: APART_MS / 1000 };
  refuse(inspection, 'question-too-close', file, place, params);
}
