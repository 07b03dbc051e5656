// The textbooks of units as their administrators and authors see them.
import type { TextbookCard, TextbookEntry } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { eq } from 'drizzle-orm';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from '../../platform/sessions.ts';
import { publishedCatalogue } from '../catalogue/service.ts';
import { refOf } from '../organisations/service.ts';
import { keepsAt, keptTextbook, unitsToKeepAt } from './permission.ts';
import { textbooksSeen, wasNamed, type Held } from './store.ts';
import { headOf, preparationOf } from './views.ts';

const { people } = schema;

const PAGE_SIZE = 24;

interface Wanted {
  readonly query?: string | undefined;
  readonly retired?: boolean | undefined;
  readonly page?: number | undefined;
}

function isFound({ row }: Held, words: readonly string[]): boolean {
  const said = [row.title, row.authors, row.publisher, row.edition, row.isbn, row.code].map(
    (text) => text.toLowerCase(),
  );
  return words.every((word) => said.some((text) => text.includes(word)));
}

const wordsOf = (typed: string): string[] =>
  typed
    .normalize('NFKC')
    .toLowerCase()
    .split(/[\s,，、]+/u)
    .filter((word) => word !== '');

async function coursesNaming(platform: Platform): Promise<ReadonlyMap<string, number>> {
  const { courses } = await publishedCatalogue(platform);
  const counts = new Map<string, number>();
  for (const code of courses.flatMap(({ version }) => version.textbooks))
    counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}

export async function listTextbooks(platform: Platform, actor: Actor, wanted: Wanted) {
  const { db } = platform;
  const { retired = false, query = '', page = 1 } = wanted;
  const words = wordsOf(query);
  const seen = await textbooksSeen(db, actor, retired);
  const found = seen.filter((held) => isFound(held, words));
  const courses = await coursesNaming(platform);
  const shown = found.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
  const items = shown.map(async ({ row, unit }): Promise<TextbookCard> => ({
    ...headOf(row),
    state: (await preparationOf(db, row)).state,
    unit: refOf(unit),
    retiredAt: row.retiredAt?.toISOString() ?? null,
    courses: courses.get(row.code) ?? 0,
    mayEdit: keepsAt(actor, unit.path),
  }));
  return {
    items: await Promise.all(items),
    total: found.length,
    page,
    pageSize: PAGE_SIZE,
    mayAddAt: (await unitsToKeepAt(db, actor)).map(refOf),
  };
}

async function nameOf(db: Reader, personId: string | null): Promise<string | null> {
  if (personId === null) return null;
  const [row] = await db.select({ name: people.name }).from(people).where(eq(people.id, personId));
  return row?.name ?? null;
}

export async function readTextbookEntry(
  { db }: Platform,
  actor: Actor,
  code: string,
): Promise<TextbookEntry> {
  const { row, unit } = await keptTextbook(db, actor, code);
  const { state, percent, problem } = await preparationOf(db, row);
  const { title, authors, publisher, edition, format, parts } = headOf(row);
  return {
    code,
    version: row.version,
    unit: refOf(unit),
    form: { title, authors, publisher, edition, isbn: row.isbn, rights: row.rights },
    ...{ state, format, parts, percent, problem },
    problemDetail: row.problemDetail,
    fileName: row.fileName,
    bytes: row.bytes,
    maySendFile: !(await wasNamed(db, code)),
    retiredAt: row.retiredAt?.toISOString() ?? null,
    savedAt: row.savedAt.toISOString(),
    savedBy: await nameOf(db, row.savedBy),
  };
}
