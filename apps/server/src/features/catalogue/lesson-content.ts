// The matter of a lesson as a published version keeps it: what the course format's reader gives,
// less the files. Written once by the import, parsed back by type only, since nobody else writes it.
import type { LocalText } from '@xueshi/contracts';
import type { Courseware, DrawRule, QuizItemKind } from '@xueshi/domain';
import type { ReviewPolicy } from '@xueshi/formats';
import type { Pictures } from '../media/service.ts';

export interface StatuteReference {
  readonly statute: string;
  readonly article: string;
}

export interface LectureContent {
  readonly kind: 'lecture';
  readonly chapters: readonly { readonly startMs: number; readonly title: LocalText }[];
  readonly slides: readonly {
    readonly startMs: number;
    readonly image: string;
    readonly title: string;
    readonly text: string;
  }[];
  readonly durationMs: number;
  /** SHA-256 (hex) of the video file, and the part of it that is kept. Missing in versions from before 2026-12. */
  readonly recording?: string;
  /** The first time: anywhere, or forwards only to where one has been. Missing in old versions: free. */
  readonly seeking?: 'free' | 'watched';
  /** The fastest play that counts, 1 … 2. Missing in old versions: 1, real time. */
  readonly maxRate?: number;
  readonly subtitles: readonly { readonly lang: string; readonly label: string }[];
  /** The author's own, in order. Missing in old versions: none. */
  readonly questions?: readonly { readonly atMs: number; readonly item: QuizItem }[];
}

export interface ReadingContent {
  readonly kind: 'reading';
  readonly markdown: string;
  readonly characters: number;
  /** Missing in old versions, whose pictures were not kept. */
  readonly pictures?: Pictures;
}

export interface CaseOption {
  readonly id: string;
  readonly text: string;
  readonly consequence: string;
  readonly judgement: 'sound' | 'arguable' | 'poor';
  readonly next: string;
}

export interface CaseContent {
  readonly kind: 'case';
  readonly minutes: number;
  readonly situation: string;
  readonly roles: readonly { readonly name: string; readonly text: string }[];
  readonly materials: readonly { readonly title: string; readonly text: string }[];
  readonly timeline: readonly { readonly when: string; readonly what: string }[];
  readonly start: string;
  readonly nodes: readonly {
    readonly id: string;
    readonly text: string;
    readonly question: string;
    readonly options: readonly CaseOption[];
  }[];
  readonly endings: readonly {
    readonly id: string;
    readonly title: string;
    readonly text: string;
  }[];
  readonly commentary: string;
  readonly statutes: readonly (StatuteReference & {
    readonly note: string;
    readonly text: string;
  })[];
  readonly reflection: string | null;
  /** Whether those who have finished it discuss it; missing where not. */
  readonly discussion?: boolean;
  /** Missing in versions from before cases had any. */
  readonly pictures?: Pictures;
}

export interface QuizItem {
  readonly id: string;
  readonly kind: QuizItemKind;
  readonly stem: string;
  /** Options; the steps of an order in the right order; the right-hand sides of a matching. */
  readonly options: readonly { readonly id: string; readonly text: string }[];
  /** The left-hand sides of a matching. */
  readonly lefts?: readonly string[];
  /** Letters for options, steps and sides; false for the kinds that have no such key. */
  readonly answer: boolean | readonly string[];
  /** Every accepted wording of each blank. */
  readonly blanks?: readonly (readonly string[])[];
  /** What the marker of a short answer goes by. */
  readonly guide?: string;
  readonly explanation: string;
  readonly statute: (StatuteReference & { readonly text: string }) | null;
  readonly difficulty: number;
  readonly points?: number;
  /** The case-set whose text it asks about. */
  readonly group?: string;
  readonly pictures?: Pictures;
}

/** What versions published before a part existed lack is optional. */
export interface QuizContent {
  readonly kind: 'quiz';
  readonly passMark: number;
  /** null: as many as wanted. */
  readonly attempts: number | null;
  /** All that may be asked. */
  readonly items: readonly QuizItem[];
  readonly groups?: readonly {
    readonly id: string;
    readonly text: string;
    readonly pictures: Pictures;
  }[];
  readonly timeLimitMinutes?: number | null;
  readonly shuffle?: boolean;
  readonly review?: ReviewPolicy;
  /** Ids of the items that are always asked. */
  readonly own?: readonly string[];
  readonly draws?: readonly DrawRule[];
  /** How many items an attempt has. */
  readonly asked?: number;
}

export interface CoursewareContent {
  readonly kind: 'courseware';
  readonly minutes: number;
  /** SHA-256 (hex) of the package, under which it lies unpacked. */
  readonly packedAs: string;
  readonly courseware: Courseware;
}

export type LessonContent =
  | LectureContent
  | ReadingContent
  | CaseContent
  | CoursewareContent
  | QuizContent;
