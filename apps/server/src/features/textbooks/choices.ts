// What courses name: which textbooks authors are offered, and what a course page says of those that it names.
import type { CourseTextbook, TextbookChoice } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { inArray } from 'drizzle-orm';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { textbooksSeen } from './store.ts';
import { headOf } from './views.ts';

const { textbooks } = schema;

const MOST_CHOICES = 1000;

async function offered(db: Reader, actor: Actor): Promise<TextbookChoice[]> {
  const seen = await textbooksSeen(db, actor, false);
  return seen
    .filter(({ row }) => row.state === 'ready')
    .map(({ row: { code, title, authors, edition } }) => ({ code, title, authors, edition }));
}

export async function listTextbookChoices(
  { db }: Platform,
  actor: Actor,
): Promise<{ items: TextbookChoice[] }> {
  return { items: (await offered(db, actor)).slice(0, MOST_CHOICES) };
}

/** Refuses textbooks that the actor may not newly name in a course. */
export async function demandTextbooksOffered(
  db: Reader,
  actor: Actor,
  codes: readonly string[],
): Promise<void> {
  if (codes.length === 0) return;
  const known = new Set((await offered(db, actor)).map(({ code }) => code));
  const foreign = codes.find((code) => !known.has(code));
  if (foreign !== undefined) throw new Refused('textbook-not-offered', { name: foreign });
}

/** Those that are known here and have a file to read, in the order in which the course names them. */
export async function courseTextbooks(
  db: Reader,
  codes: readonly string[],
): Promise<CourseTextbook[]> {
  if (codes.length === 0) return [];
  const rows = await db
    .select()
    .from(textbooks)
    .where(inArray(textbooks.code, [...codes]));
  const byCode = new Map(rows.map((row) => [row.code, row]));
  return codes.flatMap((code) => {
    const row = byCode.get(code);
    return row && (row.state === 'ready' || row.state === 'preparing') ? [headOf(row)] : [];
  });
}
