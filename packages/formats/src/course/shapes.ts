/** The shapes of the files of a course, format 1 (docs/author/course-format.md). */
import {
  AUDIENCE_CATEGORY_CODE,
  CONTENT_AREAS,
  KEY_GROUP_CODE,
  MAX_RATES,
  MOST_LECTURE_QUESTIONS,
  REPEATS,
} from '@xueshi/domain';
import { Type } from 'typebox';

export const NON_BLANK = '\\S';
/** The name of a course: that of its folder. */
const SLUG = '^[a-z0-9][a-z0-9-]{0,63}$';
export const LESSON_ID = '^[a-z0-9-]{1,40}$';
export const STEP_ID = '^[A-Za-z0-9_-]{1,40}$';
/** As `KEY_GROUP_CODE`: examples go by the pattern, and a category's code looks the same. */
const KEY_GROUP = `(?:${KEY_GROUP_CODE})`;
const DATE = '^\\d{4}-\\d{2}-\\d{2}$';
const ARTICLE =
  '^第[〇零一二三四五六七八九十百千]+条(之[一二三四五六七八九十]+)?(第[一二三四五六七八九十]+款)?(第[一二三四五六七八九十]+项)?$';
const STATUTE = '^[^《》\\s]+$';
const FILE = '^[^\\s](.*[^\\s])?$';
export const LETTER = '^[A-H]$';
/** A point of a syllabus: the code of the syllabus, and of the point. */
export const SYLLABUS_POINT = '^[a-z0-9-]{1,40}/[a-z0-9][a-z0-9.-]{0,19}$';
/** A moment of a lecture: minutes and seconds, or hours before them. */
const MOMENT = '^(\\d{1,2}:[0-5]\\d|\\d{1,3}):[0-5]\\d$';

/** What a text of a certain form looks like, by pattern. */
export const EXAMPLES: Readonly<Record<string, string>> = {
  [SLUG]: 'jiceng-zhili-rumen',
  [LESSON_ID]: 'reading-2',
  [STEP_ID]: 'first',
  [DATE]: '2022-02-25',
  [ARTICLE]: '第十七条',
  [STATUTE]: '信访工作条例',
  [FILE]: 'reading.md',
  [LETTER]: 'B',
  [SYLLABUS_POINT]: 'jcgb-2026/1.2',
  [MOMENT]: '3:20',
  [AUDIENCE_CATEGORY_CODE]: 'township',
  [KEY_GROUP]: 'village_secretary',
};

/** Of one course. */
export const MOST_LESSONS = 200;
const MOST_PREREQUISITES = 10;
const MOST_SYLLABUS_POINTS = 60;
const MOST_TEXTBOOKS = 20;
const MOST_CATEGORIES = 30;
const MOST_KEY_GROUPS = 30;

export const CLOSED = { additionalProperties: false } as const;
export const text = (maxLength: number) => Type.String({ pattern: NON_BLANK, maxLength });
export const formed = (pattern: string) => Type.String({ pattern });
export const count = (minimum: number, maximum: number) => Type.Integer({ minimum, maximum });
export const list = <Item extends Parameters<typeof Type.Array>[0]>(
  item: Item,
  minItems: number,
  maxItems: number,
) => Type.Array(item, { minItems, maxItems });

/** A short text in both languages of the product. */
export const inBoth = (maxLength: number) =>
  Type.Object({ 'zh-CN': text(maxLength), en: text(maxLength) }, CLOSED);

export const CourseShape = Type.Object(
  {
    format: Type.Literal(1),
    title: inBoth(120),
    summary: inBoth(1000),
    area: Type.Enum(CONTENT_AREAS),
    tags: list(text(12), 1, 8),
    // `register`: who it is in the lecturer register, where that has the code.
    lecturer: Type.Object(
      { name: text(60), title: text(60), register: Type.Optional(formed(LESSON_ID)) },
      CLOSED,
    ),
    repeat: Type.Enum([...REPEATS]),
    // Whom it is meant for; left out, everybody. A code of an installation's own need not be known where the course is read.
    audience: Type.Optional(list(formed(AUDIENCE_CATEGORY_CODE), 1, MOST_CATEGORIES)),
    // Beside the categories: whoever holds one of these key groups. Known here or not, as they are.
    keyGroups: Type.Optional(list(formed(KEY_GROUP), 1, MOST_KEY_GROUPS)),
    prerequisites: Type.Optional(list(formed(SLUG), 1, MOST_PREREQUISITES)),
    cover: Type.Optional(formed(FILE)),
    seeking: Type.Optional(Type.Enum(['free', 'watched'])),
    maxRate: Type.Optional(Type.Enum(MAX_RATES)),
    equivalence: Type.Optional(formed(LESSON_ID)),
    syllabusPoints: Type.Optional(list(formed(SYLLABUS_POINT), 1, MOST_SYLLABUS_POINTS)),
    // What a register of textbooks calls them, where that has the code.
    textbooks: Type.Optional(list(formed(LESSON_ID), 1, MOST_TEXTBOOKS)),
    // linear, or hours: told apart afterwards, for a plainer message than "no branch fits".
    valuation: Type.Union([Type.Literal('linear'), Type.Number()]),
    revision: count(1, 1_000_000),
    corrects: Type.Optional(count(1, 1_000_000)),
    sources: list(
      Type.Object({ title: text(200), issuer: text(200), date: formed(DATE) }, CLOSED),
      1,
      50,
    ),
    lessons: list(Type.Unknown(), 1, MOST_LESSONS),
  },
  CLOSED,
);

const lessonKeys = {
  id: formed(LESSON_ID),
  title: inBoth(120),
  source: formed(FILE),
  required: Type.Optional(Type.Boolean()),
};

/** Of one lesson of courseware; a longer one is several lessons. */
const MOST_MINUTES = 300;

/** A question within a lecture: an item of its own, or one of a bank. */
export const LectureQuestionShape = Type.Object(
  {
    at: formed(MOMENT),
    item: Type.Optional(Type.Unknown()),
    bankItem: Type.Optional(Type.Object({ bank: formed(LESSON_ID), id: formed(STEP_ID) }, CLOSED)),
  },
  CLOSED,
);

/** A lesson as course.yaml lists it, by kind. */
export const LessonShapes = {
  lecture: Type.Object(
    {
      ...lessonKeys,
      kind: Type.Literal('lecture'),
      // A recording speaks for itself.
      source: Type.Optional(lessonKeys.source),
      video: formed(FILE),
      timeline: formed(FILE),
      subtitles: Type.Object({ 'zh-CN': formed(FILE), en: Type.Optional(formed(FILE)) }, CLOSED),
      questions: Type.Optional(list(Type.Unknown(), 1, MOST_LECTURE_QUESTIONS)),
    },
    CLOSED,
  ),
  reading: Type.Object({ ...lessonKeys, kind: Type.Literal('reading') }, CLOSED),
  case: Type.Object({ ...lessonKeys, kind: Type.Literal('case') }, CLOSED),
  quiz: Type.Object({ ...lessonKeys, kind: Type.Literal('quiz') }, CLOSED),
  courseware: Type.Object(
    { ...lessonKeys, kind: Type.Literal('courseware'), minutes: count(1, MOST_MINUTES) },
    CLOSED,
  ),
};

export const LectureShape = Type.Object(
  {
    chapters: list(
      Type.Object(
        {
          title: inBoth(120),
          slides: list(
            Type.Object(
              {
                title: text(60),
                points: list(text(24), 2, 5),
                quote: Type.Optional(Type.Object({ text: text(500), cite: text(100) }, CLOSED)),
                say: text(4000),
              },
              CLOSED,
            ),
            1,
            4,
          ),
        },
        CLOSED,
      ),
      3,
      6,
    ),
  },
  CLOSED,
);

export const statuteReference = { statute: formed(STATUTE), article: formed(ARTICLE) };

const CaseOptionShape = Type.Object(
  {
    id: formed(STEP_ID),
    text: text(1000),
    consequence: text(4000),
    judgement: Type.Enum(['sound', 'arguable', 'poor']),
    next: formed(STEP_ID),
  },
  CLOSED,
);

export const CaseShape = Type.Object(
  {
    minutes: count(5, 30),
    situation: text(8000),
    roles: list(Type.Object({ name: text(60), text: text(500) }, CLOSED), 1, 20),
    materials: list(Type.Object({ title: text(120), text: text(8000) }, CLOSED), 1, 4),
    timeline: Type.Optional(list(Type.Object({ when: text(60), what: text(500) }, CLOSED), 1, 50)),
    start: formed(STEP_ID),
    nodes: list(
      Type.Object(
        {
          id: formed(STEP_ID),
          text: text(4000),
          question: text(500),
          options: list(CaseOptionShape, 2, 4),
        },
        CLOSED,
      ),
      2,
      5,
    ),
    endings: list(
      Type.Object({ id: formed(STEP_ID), title: text(120), text: text(4000) }, CLOSED),
      2,
      4,
    ),
    commentary: text(8000),
    statutes: list(Type.Object({ ...statuteReference, note: text(500) }, CLOSED), 0, 20),
    reflection: text(1000),
    discussion: Type.Optional(Type.Boolean()),
  },
  CLOSED,
);

const MAX_MS = 24 * 60 * 60 * 1000;
const startMs = count(0, MAX_MS);

export const TimelineShape = Type.Object(
  {
    format: Type.Literal(1),
    durationMs: count(1, MAX_MS),
    chapters: list(Type.Object({ startMs, title: inBoth(120) }, CLOSED), 1, 100),
    slides: list(
      Type.Object({ startMs, image: formed(FILE), title: text(120), text: Type.String() }, CLOSED),
      0,
      500,
    ),
    // The moment whose picture stands for the lecture; left out, it is chosen by itself.
    posterMs: Type.Optional(startMs),
    // The part of the recording that is the lecture; all times here stay those of the recording.
    trim: Type.Optional(
      Type.Object({ startMs: Type.Optional(startMs), endMs: Type.Optional(startMs) }, CLOSED),
    ),
    // The lecture maker's fingerprint of what it made the video from; a recording has none.
    madeFrom: Type.Optional(text(200)),
  },
  CLOSED,
);
