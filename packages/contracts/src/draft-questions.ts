// What the editors of quizzes and cases do beyond reading: save, take questions in, try them, take them out.
import { Type, type Static } from 'typebox';
import { CaseForm, ItemForm, QuizForm } from './draft-forms.ts';
import { AskedItem, QuizAnswer, QuizItemResult } from './assessment.ts';
import { CaseView } from './learning.ts';
import { CaseScript } from './offline.ts';
import { BinaryFile, closed, endpoint, Id, LocalText, nullable, oneOf, text } from './shared.ts';

const LessonId = Type.String({ pattern: '^[a-z0-9-]{1,40}$' });
const ofLesson = {
  tag: 'drafts',
  access: 'author',
  params: closed({ id: Id, lessonId: LessonId }),
} as const;
/** A quiz of 200 questions in Chinese, with room. */
const FORM_BYTES = 2 * 1024 * 1024;
const Version = closed({ version: Type.Integer() });

export const saveDraftQuiz = endpoint({
  ...ofLesson,
  method: 'PUT',
  url: '/api/v1/drafts/:id/lessons/:lessonId/quiz',
  summary: 'Save a quiz from its editor; its text keeps the comments of what did not change',
  bodyBytes: FORM_BYTES,
  body: closed({ version: Type.Integer(), quiz: QuizForm }),
  ok: { status: 200, schema: Version },
  problems: [400, 401, 403, 404, 409, 413],
});

export const saveDraftCase = endpoint({
  ...ofLesson,
  method: 'PUT',
  url: '/api/v1/drafts/:id/lessons/:lessonId/case',
  summary: 'Save a case from its editor; its text keeps the comments of what did not change',
  bodyBytes: FORM_BYTES,
  body: closed({ version: Type.Integer(), study: CaseForm }),
  ok: { status: 200, schema: Version },
  problems: [400, 401, 403, 404, 409, 413],
});

/** A question as learners see it, with its key: for authors only. */
export const QuestionPreview = closed({
  asked: AskedItem,
  groupHtml: nullable(Type.String()),
  rightAnswer: nullable(QuizAnswer),
  explanationHtml: Type.String(),
});
export type QuestionPreview = Static<typeof QuestionPreview>;

const Note = closed({
  /** Of what was pasted, or of a Word document's text; null for other files and for the whole. */
  line: nullable(Type.Integer()),
  /** The cell of a workbook, such as B12. */
  cell: nullable(Type.String()),
  message: LocalText,
});

export const ReadQuestion = closed({
  /** How the source calls it. */
  name: Type.String(),
  /** null exactly where there are faults. */
  item: nullable(ItemForm),
  preview: nullable(QuestionPreview),
  faults: Type.Array(Note),
  /** What of it is not carried over. */
  notes: Type.Array(LocalText),
  scoresAlike: Type.Boolean(),
  /** The question that it is most like, where it may be the same. */
  alike: nullable(
    closed({
      where: oneOf(['reading', 'quiz', 'bank'] as const),
      stem: Type.String(),
      percent: Type.Integer(),
    }),
  ),
  /** It was out of use where it comes from. */
  isRetired: Type.Boolean(),
});
export type ReadQuestion = Static<typeof ReadQuestion>;

export const QuestionsReading = closed({
  /** What was pasted, or what a Word document says: to be mended and read again. */
  text: nullable(Type.String()),
  /** Why nothing could be read. */
  errors: Type.Array(Note),
  notes: Type.Array(LocalText),
  questions: Type.Array(ReadQuestion),
  /** Texts that several of them ask about, for a bank; a quiz gets them in the stems. */
  groups: Type.Array(closed({ id: Type.String(), text: Type.String() })),
  /** Found in all; only some are shown, from the `first` on, counted from 1. */
  total: Type.Integer(),
  first: Type.Integer(),
});
export type QuestionsReading = Static<typeof QuestionsReading>;

export const readDraftQuestions = endpoint({
  ...ofLesson,
  method: 'POST',
  url: '/api/v1/drafts/:id/lessons/:lessonId/question-readings',
  summary:
    'Read questions from a file (application/octet-stream: text as of a Chinese paper, Word, Excel, GIFT, Moodle XML, QTI); of it only the pictures that they show are kept, as files of the draft',
  query: closed({ fileName: text(200), form: oneOf(['pasted', 'file'] as const) }),
  ok: { status: 200, schema: QuestionsReading },
  problems: [400, 401, 403, 404, 413, 415],
});

export const addDraftQuestions = endpoint({
  ...ofLesson,
  method: 'POST',
  url: '/api/v1/drafts/:id/lessons/:lessonId/questions',
  summary: 'Add questions at the end of a quiz, all in one save, under ids that are free',
  bodyBytes: FORM_BYTES,
  body: closed({ items: Type.Array(ItemForm, { minItems: 1, maxItems: 200 }) }),
  ok: {
    status: 200,
    schema: closed({ version: Type.Integer(), added: Type.Integer() }),
  },
  problems: [400, 401, 403, 404, 409, 413],
});

export const readQuestionTemplate = endpoint({
  tag: 'drafts',
  access: 'author',
  method: 'GET',
  url: '/api/v1/drafts/question-template',
  summary: 'A workbook to write questions in, with examples',
  ok: { status: 200, schema: BinaryFile },
  problems: [401, 403],
});

const Seed = Type.Integer({ minimum: 0, maximum: 2_147_483_647 });
const SharedTexts = Type.Array(closed({ id: Type.String(), html: Type.String() }));

export const QuizTrial = closed({
  seed: Seed,
  passMark: Type.Integer(),
  groups: SharedTexts,
  items: Type.Array(AskedItem),
  /** Questions that are left out until they are mended. */
  leftOut: Type.Integer(),
  /** Rules by which questions are drawn from banks: not tried here. */
  draws: Type.Integer(),
});
export type QuizTrial = Static<typeof QuizTrial>;

export const CaseTrial = closed({
  minutes: Type.Integer(),
  situationHtml: Type.String(),
  roles: CaseView.properties.roles,
  materials: CaseView.properties.materials,
  timeline: CaseView.properties.timeline,
  script: CaseScript,
});
export type CaseTrial = Static<typeof CaseTrial>;

export const readDraftTrial = endpoint({
  ...ofLesson,
  method: 'GET',
  url: '/api/v1/drafts/:id/lessons/:lessonId/trial',
  summary: 'A quiz or case as learners would meet it; null while it has faults that forbid it',
  query: closed({ seed: Seed }),
  ok: { status: 200, schema: closed({ quiz: nullable(QuizTrial), study: nullable(CaseTrial) }) },
  problems: [400, 401, 403, 404],
});

export const GradedTrial = closed({
  passMark: Type.Integer(),
  percent: Type.Integer(),
  /** null: not before somebody has marked the short answers. */
  passed: nullable(Type.Boolean()),
  correct: Type.Integer(),
  groups: SharedTexts,
  items: Type.Array(
    closed({ ...AskedItem.properties, answer: nullable(QuizAnswer), result: QuizItemResult }),
  ),
});
export type GradedTrial = Static<typeof GradedTrial>;

export const gradeDraftTrial = endpoint({
  ...ofLesson,
  method: 'POST',
  url: '/api/v1/drafts/:id/lessons/:lessonId/trial',
  summary: 'Grade answers to the quiz as it is written now; nothing is kept',
  body: closed({
    seed: Seed,
    answers: Type.Record(Type.String({ pattern: '^[A-Za-z0-9_-]{1,80}$' }), nullable(QuizAnswer), {
      additionalProperties: false,
    }),
  }),
  ok: { status: 200, schema: GradedTrial },
  problems: [400, 401, 403, 404, 409],
});

const Left = closed({ item: Type.String(), message: LocalText });

export const QuestionExports = closed({
  questions: Type.Integer(),
  moodle: Type.Array(Left),
  qti: Type.Array(Left),
});
export type QuestionExports = Static<typeof QuestionExports>;

export const readQuestionExports = endpoint({
  ...ofLesson,
  method: 'GET',
  url: '/api/v1/drafts/:id/lessons/:lessonId/question-exports',
  summary: 'How many questions can go out to other systems, and what of them stays behind',
  ok: {
    status: 200,
    schema: QuestionExports,
  },
  problems: [400, 401, 403, 404],
});

export const exportDraftQuestions = endpoint({
  ...ofLesson,
  method: 'GET',
  url: '/api/v1/drafts/:id/lessons/:lessonId/question-export',
  summary:
    'The questions of a quiz with their pictures as Moodle XML, or as a QTI 2.1 package (zip)',
  query: closed({ form: oneOf(['moodle', 'qti'] as const) }),
  ok: { status: 200, schema: BinaryFile },
  problems: [400, 401, 403, 404, 409],
});
