// The questions within a lecture, as their editor shows them. They stand in the outline, as course.yaml has
// them, and have a version of their own: whoever writes facts meanwhile is in nobody's way.
import type { DraftFault, DraftLectureQuestions, LectureQuestionForm } from '@xueshi/contracts';
import { readLectureQuestionForms, writeLectureQuestions } from '@xueshi/formats';
import { isDeepStrictEqual } from 'node:util';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { keepDraftCitations } from '../statutes/service.ts';
import { picturesOfDraft, readLectureForm } from '../uploads/service.ts';
import { withQuestions } from './kept-questions.ts';
import { faultsOfDraft, shownLesson } from './read.ts';
import {
  findDraft,
  findText,
  nameOf,
  outlineOf,
  textsOf,
  updateDraft,
  type DraftRow,
} from './store.ts';
import { demandOpen } from './write.ts';

export interface LecturePlace {
  readonly draftId: string;
  readonly lessonId: string;
}

function lectureIn(draft: DraftRow, lessonId: string) {
  const lesson = outlineOf(draft).lessons.find(({ id }) => id === lessonId);
  if (lesson?.kind !== 'lecture') throw new Refused('not-found');
  return lesson;
}

const FIRST_VERSION = 1;
const versionOf = (draft: DraftRow, lessonId: string): number =>
  outlineOf(draft).questionVersions?.[lessonId] ?? FIRST_VERSION;

/** `questions.0.at` is `0.at` here. */
const amongQuestions = (faults: readonly DraftFault[]): DraftFault[] =>
  faults.flatMap((fault) =>
    fault.field?.startsWith('questions.')
      ? [{ ...fault, line: null, field: fault.field.slice('questions.'.length) }]
      : [],
  );

export async function readDraftLectureQuestions(
  platform: Platform,
  { draftId, lessonId }: LecturePlace,
): Promise<DraftLectureQuestions> {
  const { db } = platform;
  const draft = await findDraft(db, draftId);
  const lesson = lectureIn(draft, lessonId);
  const { facts } = outlineOf(draft);
  const form = readLectureForm((await findText(db, draftId, lessonId)).text);
  const faults = await faultsOfDraft(platform, draft, await textsOf(db, draftId));
  return {
    draft: { id: draftId, title: { ...facts.title }, state: stateOf(draft) },
    lesson: shownLesson(lesson),
    version: versionOf(draft, lessonId),
    savedAt: draft.savedAt.toISOString(),
    savedBy: (await nameOf(db, draft.savedBy)) ?? '',
    questions: readLectureQuestionForms(lesson.questions ?? []),
    faults: amongQuestions(faults.filter((fault) => fault.lessonId === lessonId)),
    recording: form?.recording ?? null,
    part: { startMs: form?.trim?.startMs ?? null, endMs: form?.trim?.endMs ?? null },
    pictures: await picturesOfDraft(db, draftId),
  };
}

const stateOf = ({ state }: DraftRow) => state as DraftLectureQuestions['draft']['state'];

/** Saves them as they are, faults included, which the check tells; saving the same again changes nothing. */
export async function saveDraftLectureQuestions(
  { write, clock }: Platform,
  actor: Actor,
  { draftId, lessonId }: LecturePlace,
  saved: { readonly version: number; readonly questions: readonly LectureQuestionForm[] },
): Promise<{ version: number }> {
  return write(async (tx) => {
    const draft = await findDraft(tx, draftId);
    demandOpen(draft);
    const { questions: before = [] } = lectureIn(draft, lessonId);
    const version = versionOf(draft, lessonId);
    if (version !== saved.version) throw new Refused('draft-changed-elsewhere');
    const questions = writeLectureQuestions(saved.questions, before);
    if (questions === null) throw new Refused('invalid-request');
    if (isDeepStrictEqual(questions, before)) return { version };
    const outline = outlineOf(draft);
    const next = version + 1;
    const now = clock.now();
    await updateDraft(tx, draftId, {
      outline: {
        ...outline,
        lessons: outline.lessons.map((lesson) =>
          lesson.id === lessonId ? { ...lesson, questions } : lesson,
        ),
        questionVersions: { ...outline.questionVersions, [lessonId]: next },
      },
      state: 'draft',
      savedBy: actor.personId,
      savedAt: now,
    });
    const { text } = await findText(tx, draftId, lessonId);
    const cited = withQuestions(text, questions);
    await keepDraftCitations(tx, { draftId, lessonKey: lessonId }, cited, now);
    return { version: next };
  });
}
