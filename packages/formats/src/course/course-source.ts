import type {
  ContentArea,
  Courseware,
  DrawRule,
  KeptPart,
  MAX_RATES,
  Repeat,
} from '@xueshi/domain';
import type { Static } from 'typebox';
import type { SubtitleCue } from './webvtt.ts';
import type { ItemShapes, REVIEW_POLICIES } from './quiz-shapes.ts';
import type { CaseShape, CourseShape, LectureShape } from './shapes.ts';

type CourseFile = Static<typeof CourseShape>;
type LectureFile = Static<typeof LectureShape>;
type CaseFile = Static<typeof CaseShape>;

export type InBothLanguages = CourseFile['title'];
export type LectureChapter = LectureFile['chapters'][number];
export type CaseStudy = CaseFile;
export type SubtitleLanguage = 'zh-CN' | 'en';

/** A file of the course: its name in the folder, its real absolute path and its size. */
export interface MediaFile {
  name: string;
  path: string;
  bytes: number;
}

/** How the course's credit is found: by its material, or fixed in hundredths of an hour. */
export type ValuationSource = { kind: 'linear' } | { kind: 'authored'; hundredths: number };

/** A course as read from its folder: complete, checked, ready to be imported. */
export interface CourseSource {
  slug: string;
  /** The folder that it was read from: absolute. */
  folder: string;
  title: InBothLanguages;
  summary: InBothLanguages;
  area: ContentArea;
  tags: string[];
  /** `register`: the code of an entry of a lecturer register, which need not be known where the course is read. */
  lecturer: { name: string; title: string; register?: string };
  repeat: Repeat;
  /** Codes of the categories that it is meant for, which need not be known here. */
  audience?: string[];
  /** Codes of the key groups that it is meant for beside them, known here or not; both left out: everybody. */
  keyGroups?: string[];
  /** Courses (their slugs) that are better learned before; they need not be known here. */
  prerequisites?: string[];
  /** The picture that stands for the course; left out: that of its first lecture, where it has one. */
  cover?: MediaFile;
  /** While a lecture is watched for the first time: anywhere, or forwards only where one has been. */
  seeking?: 'free' | 'watched';
  /** The fastest play of a lecture that counts, and that is offered the first time; 1 is real time. */
  maxRate?: (typeof MAX_RATES)[number];
  /** Courses that name the same have the same content: in one training year one of them counts. */
  equivalence?: string;
  /** Points of syllabuses that it covers, each as `<syllabus>/<point>`; they need not be known here. */
  syllabusPoints?: string[];
  /** Textbooks by the codes of a register, which need not be known here. */
  textbooks?: string[];
  valuation: ValuationSource;
  revision: number;
  /** The revision of which this one is a small correction, if that is the current one where it is published. */
  corrects?: number;
  sources: { title: string; issuer: string; date: string }[];
  lessons: LessonSource[];
  /** SHA-256 (hex) over the names and bytes of `files`. */
  contentHash: string;
  /** The files that make the course, sorted; without the media when they were not asked for. */
  files: string[];
}

export type LessonSource =
  | LectureSource
  | ReadingSource
  | CaseSource
  | QuizSource
  | CoursewareSource;

interface LessonBase {
  id: string;
  title: InBothLanguages;
  required: boolean;
}

export interface LectureSource extends LessonBase {
  kind: 'lecture';
  chapters: LectureChapter[];
  /** Characters of all `say` together. */
  narrationCharacters: number;
  /** Null when the media were not asked for. */
  media: LectureMedia | null;
  /** What is asked within it, in the order of time. */
  questions: LectureQuestionSource[];
}

/** The author's own question at a moment of a lecture (课中问题). */
export interface LectureQuestionSource {
  atMs: number;
  item: QuizItem;
  /** Whether it is a bank's, which lies outside the course's folder. */
  isFromBank: boolean;
}

/** In the time of the lecture, which begins where the kept part of the recording does. */
export interface LectureMedia {
  video: MediaFile;
  durationMs: number;
  /** What is kept of the recording, in its own time, and how long the recording is; left out: all of it. */
  trim?: KeptPart & { recordingMs: number };
  chapters: { startMs: number; title: InBothLanguages }[];
  slides: { startMs: number; image: MediaFile; title: string; text: string }[];
  /** The moment whose picture stands for the lecture, before its end; left out, it is chosen by itself. */
  posterMs?: number;
  subtitles: {
    language: SubtitleLanguage;
    file: MediaFile;
    cues: SubtitleCue[];
  }[];
}

export interface ReadingSource extends LessonBase {
  kind: 'reading';
  markdown: string;
  /** Characters of text as the valuation counts them. */
  characters: number;
  images: MediaFile[];
}

export interface CaseSource extends LessonBase {
  kind: 'case';
  study: CaseStudy;
  /** Of its situation, materials, decisions, consequences, endings and commentary. */
  images: MediaFile[];
}

export interface QuizSource extends LessonBase, QuizMatter {
  kind: 'quiz';
}

/** Courseware that others made (课件包): a package of SCORM or cmi5, played as it is. */
export interface CoursewareSource extends LessonBase {
  kind: 'courseware';
  /** How long it takes, 1–300: what it is valued by, and the time by which its study is measured. */
  minutes: number;
  /** The package, a zip. */
  file: MediaFile;
  courseware: Courseware;
}

/** What learners see of a quiz once it is handed in. */
export type ReviewPolicy = (typeof REVIEW_POLICIES)[number];

export interface QuizMatter {
  /** Per cent, 1–100. */
  passMark: number;
  /** 0 means as many as wanted. */
  attempts: number;
  /** null: no limit. */
  timeLimitMinutes: number | null;
  /** Whether items come in another order each time. */
  shuffle: boolean;
  review: ReviewPolicy;
  /** The texts that case-sets share. */
  groups: QuizGroup[];
  /** All that may be asked: the quiz's own items and what may be drawn from banks. */
  items: QuizItem[];
  /** Ids of the items that are always asked. */
  own: string[];
  draws: DrawRule[];
  /** How many items an attempt has; at least, where case-sets of several lengths are drawn. */
  asked: number;
}

export interface QuizGroup {
  id: string;
  /** Markdown. */
  text: string;
  /** The pictures it shows. */
  images: MediaFile[];
}

/** A question bank: items and case-sets that quizzes draw from. */
export interface QuizBank {
  name: string;
  title: InBothLanguages;
  /** What its items are about, unless they say otherwise. */
  area: ContentArea;
  groups: QuizGroup[];
  items: QuizItem[];
}

/** An item as its file has it. */
export type ItemFile = {
  [Kind in keyof typeof ItemShapes]: Static<(typeof ItemShapes)[Kind]>;
}[keyof typeof ItemShapes];

export type QuizItem = ItemFile & {
  /** The pictures that its stem and explanation show. */
  images: MediaFile[];
};
