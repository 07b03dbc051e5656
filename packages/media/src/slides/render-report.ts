// What is said between the server and the process that reads a PDF.
import type { StopReason } from '../run-program.ts';
import type { PageWords } from './page-words.ts';

/** What the process is told. */
export interface RenderOrder {
  readonly source: string;
  /** Pixels across a page as wide as it is high or wider. */
  readonly width: number;
  /** The most of a page's words, in UTF-16 units. */
  readonly textLength: number;
  readonly mostPages: number;
  /** Width × height of one picture within the file. */
  readonly mostPixels: number;
  /** A font with Chinese letters for files that bring none. */
  readonly font: string | null;
}

/** Why a PDF is of no use. */
export type RenderRefusalReason =
  | 'not-a-pdf'
  | 'has-password'
  | 'has-script'
  | 'too-many-pages'
  | StopReason;

/** A page as a picture in the folder that was given; sizes in pixels. */
export interface RenderedPage extends PageWords {
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

/** A heading of the file's own list: on one line, at most 120 UTF-16 units, never empty. */
export interface OutlineHeading {
  readonly title: string;
  /** 1 for the topmost. */
  readonly level: number;
  /** From 1. */
  readonly page: number;
}

export type RenderReport =
  | {
      readonly ok: true;
      readonly pages: readonly RenderedPage[];
      readonly outline: readonly OutlineHeading[];
    }
  | { readonly ok: false; readonly reason: RenderRefusalReason; readonly detail: string };
