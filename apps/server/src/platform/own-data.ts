// The copy of their own data that a person may take with them (Personal Information Protection Law,
// article 45): each feature says what it keeps about a person, features/own-data puts it together.
import type { Reader } from '@xueshi/database';

/** A row of an export: names and plain values; nested values go into JSON as they are. */
export type OwnRow = Readonly<Record<string, unknown>>;

export interface OwnDataPart {
  /** Name of the files, in small letters with hyphens: 'quiz-attempts'. */
  readonly name: string;
  /** The columns in their order; a row has no others. */
  readonly columns: readonly string[];
  /** Everything of this kind about one person and about nobody else, some rows at a time. */
  pages(db: Reader, personId: string): AsyncIterable<readonly OwnRow[]>;
}

/** Rows held in memory at once. */
const PAGE = 500;

type ReadPage = (
  db: Reader,
  personId: string,
  page: { readonly limit: number; readonly offset: number },
) => Promise<readonly OwnRow[]>;

/** A part that is read page by page; `read` must keep the same order from page to page. */
export function ownPart(name: string, columns: object, read: ReadPage): OwnDataPart {
  return {
    name,
    columns: Object.keys(columns),
    async *pages(db, personId) {
      for (let offset = 0; ; offset += PAGE) {
        const rows = await read(db, personId, { limit: PAGE, offset });
        if (rows.length > 0) yield rows;
        if (rows.length < PAGE) return;
      }
    },
  };
}
