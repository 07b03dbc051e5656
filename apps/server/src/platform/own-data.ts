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

/** Reads by pages; `read` takes how many rows and how many to leave out, in a fixed order. */
export async function* byPages(
  read: (limit: number, offset: number) => Promise<readonly OwnRow[]>,
): AsyncIterable<readonly OwnRow[]> {
  for (let offset = 0; ; offset += PAGE) {
    const rows = await read(PAGE, offset);
    if (rows.length > 0) yield rows;
    if (rows.length < PAGE) return;
  }
}
