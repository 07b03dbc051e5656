// The questions within a lecture of a draft (课中问题), as their editor shows them.
import { MOST_LECTURE_QUESTIONS } from '@xueshi/domain';
import { Type, type Static } from 'typebox';
import { ItemForm } from './draft-forms.ts';
import { DRAFT_STATES, DraftFault, DraftLesson, DraftPicture } from './drafts.ts';
import { closed, endpoint, Id, Instant, LocalText, Ms, nullable, oneOf, text } from './shared.ts';

/** An item of its own, or one of a bank; neither: no field could show it, and it is kept as it is. */
export const LectureQuestionForm = closed({
  /** Its place (from 0) among those that were read; null: it is new. */
  from: nullable(Type.Integer({ minimum: 0 })),
  /** A moment of the recording, as typed: `m:ss` or `h:mm:ss` where it is in order. */
  at: text(20, 0),
  item: nullable(ItemForm),
  bankItem: nullable(closed({ bank: text(1_000, 0), id: text(1_000, 0) })),
});
export type LectureQuestionForm = Static<typeof LectureQuestionForm>;

export const DraftLectureQuestions = closed({
  draft: closed({ id: Id, title: LocalText, state: oneOf(DRAFT_STATES) }),
  lesson: DraftLesson,
  /** Of the questions alone; saving names it. */
  version: Type.Integer(),
  /** When and by whom something of the draft was saved last. */
  savedAt: Instant,
  savedBy: Type.String(),
  questions: Type.Array(LectureQuestionForm),
  /** What is to be mended in them; fields begin with the place from 0: `0.at`, `0.item.options.1`. */
  faults: Type.Array(DraftFault),
  /** The recording that is chosen for the lecture, and what of it is published. */
  recording: nullable(Id),
  part: closed({ startMs: nullable(Ms), endMs: nullable(Ms) }),
  pictures: Type.Array(DraftPicture),
});
export type DraftLectureQuestions = Static<typeof DraftLectureQuestions>;

const ofLecture = {
  tag: 'drafts',
  access: 'author',
  params: closed({ id: Id, lessonId: DraftLesson.properties.id }),
  url: '/api/v1/drafts/:id/lessons/:lessonId/lecture-questions',
} as const;

export const readDraftLectureQuestions = endpoint({
  ...ofLecture,
  method: 'GET',
  summary: 'What a lecture of a draft asks, with what is to be mended in it',
  ok: { status: 200, schema: DraftLectureQuestions },
  problems: [400, 401, 403, 404],
});

export const saveDraftLectureQuestions = endpoint({
  ...ofLecture,
  method: 'PUT',
  summary:
    'Save what a lecture asks, in the order of time; version is that of the questions as they were read',
  bodyBytes: 1_250_000,
  body: closed({
    version: Type.Integer(),
    questions: Type.Array(LectureQuestionForm, { maxItems: MOST_LECTURE_QUESTIONS }),
  }),
  ok: { status: 200, schema: closed({ version: Type.Integer() }) },
  problems: [400, 401, 403, 404, 409, 413],
});
