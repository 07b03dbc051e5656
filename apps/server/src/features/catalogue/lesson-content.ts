// The matter of a lesson as a published version keeps it: what the course format's reader gives,
// less the files. Written once by the import, parsed back by type only, since nobody else writes it.
import type { LocalText } from '@xueshi/contracts';

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
  /** The first time: anywhere, or forwards only to where one has been. Missing in old versions: free. */
  readonly seeking?: 'free' | 'watched';
  /** The fastest play that counts, 1 … 2. Missing in old versions: 1, real time. */
  readonly maxRate?: number;
  readonly subtitles: readonly { readonly lang: string; readonly label: string }[];
}

export interface ReadingContent {
  readonly kind: 'reading';
  readonly markdown: string;
  readonly characters: number;
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
}

export interface QuizItem {
  readonly id: string;
  readonly kind: 'single' | 'multiple' | 'true_false';
  readonly stem: string;
  readonly options: readonly { readonly id: string; readonly text: string }[];
  readonly answer: boolean | readonly string[];
  readonly explanation: string;
  readonly statute: (StatuteReference & { readonly text: string }) | null;
  readonly difficulty: number;
}

export interface QuizContent {
  readonly kind: 'quiz';
  readonly passMark: number;
  /** null: as many as wanted. */
  readonly attempts: number | null;
  readonly items: readonly QuizItem[];
}

export type LessonContent = LectureContent | ReadingContent | CaseContent | QuizContent;
