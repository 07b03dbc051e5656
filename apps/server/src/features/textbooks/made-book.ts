import type { LocalText } from '@xueshi/contracts';

/** A page or chapter as it is kept. */
export interface PreparedPart {
  /** A chapter's heading; empty for a page. */
  readonly title: string;
  /** A page's words, or a chapter's Markdown. */
  readonly text: string;
  /** What is searched. */
  readonly words: string;
  /** Of a page's picture; null for a chapter. */
  readonly width: number | null;
  readonly height: number | null;
}

export interface PreparedBook {
  readonly parts: readonly PreparedPart[];
  readonly outline: readonly {
    readonly title: string;
    readonly level: number;
    readonly number: number;
  }[];
  readonly language: 'zh-CN' | 'en';
}

/** What came of a file; or why nothing did, with words where the reader has more to say. */
export type MadeBook =
  | { readonly ok: true; readonly book: PreparedBook }
  | { readonly ok: false; readonly problem: string; readonly detail: LocalText | null };
