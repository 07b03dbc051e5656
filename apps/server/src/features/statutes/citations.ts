// Which articles are cited where: kept with what cites them, so that a new edition finds them.
import { schema, type Tx } from '@xueshi/database';
import { trainingDayOf } from '@xueshi/domain';
import { findCitations } from '@xueshi/formats';
import { and, eq, isNull } from 'drizzle-orm';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';

const { bankItems, courses, lessons, statuteCitations } = schema;

export interface Cited {
  readonly statute: string;
  readonly article: string;
  readonly year: number | null;
}

const ARTICLE = /^第[^条]+条(?:之[一二三四五六七八九十]+)?/u;
/** statute: 信访工作条例, then article: 第十七条, as cases and quizzes refer to an article in YAML. */
const REFERENCE = /statute:\s*['"]?([^\s'",}]+)['"]?\s*,?\s*article:\s*['"]?(第[^\s'",}]+)/gu;

const idOf = ({ statute, article, year }: Cited): string => `${statute} ${year ?? ''} ${article}`;

function distinct(found: readonly Cited[]): Cited[] {
  const tidied = found.map(({ statute, article, year }) => ({
    statute: statute.replaceAll(/\s/gu, ''),
    article: ARTICLE.exec(article)?.[0] ?? article,
    year,
  }));
  return [...new Map(tidied.map((one) => [idOf(one), one])).values()];
}

/** Everything cited in a text of the source form: Markdown, or the YAML of a case or quiz. */
export const citedInText = (text: string): Cited[] =>
  distinct([
    ...findCitations(text),
    ...Array.from(text.matchAll(REFERENCE), ([, statute = '', article = '']) => ({
      statute,
      article,
      year: null,
    })),
  ]);

/** Everything cited anywhere in a lesson's matter: in its words, or as a reference to an article. */
export function citedIn(content: unknown): Cited[] {
  const found: Cited[] = [];
  const walk = (value: unknown): void => {
    if (typeof value === 'string') found.push(...findCitations(value));
    else if (Array.isArray(value)) value.forEach(walk);
    else if (value !== null && typeof value === 'object') walkObject(value);
  };
  const walkObject = (value: object): void => {
    const { statute, article } = value as { statute?: unknown; article?: unknown };
    const isReference = typeof statute === 'string' && typeof article === 'string';
    if (isReference) found.push({ statute, article, year: null });
    for (const [key, inner] of Object.entries(value)) {
      // The article's own words may name other statutes; nobody here cites those.
      if (!(isReference && key === 'text')) walk(inner);
    }
  };
  walk(content);
  return distinct(found);
}

async function insert(
  tx: Tx,
  place: Partial<typeof statuteCitations.$inferInsert>,
  cited: readonly (Cited & { readonly citedOn?: string })[],
): Promise<void> {
  const rows = cited.map((one) => ({ id: newId(), ...place, ...one }));
  for (let from = 0; from < rows.length; from += 100)
    await tx.insert(statuteCitations).values(rows.slice(from, from + 100));
}

/** Keeps what a lesson of a version that is being published cites. */
export const keepLessonCitations = (
  tx: Tx,
  place: { readonly courseVersionId: string; readonly lessonKey: string },
  content: unknown,
): Promise<void> => insert(tx, place, citedIn(content));

/** What was cited before keeps the day on which it was: only then is a later edition news. */
async function replace(
  tx: Tx,
  place: { draftId: string; lessonKey: string } | { bank: string; itemId: string },
  cited: readonly Cited[],
  now: Date,
): Promise<void> {
  const mine =
    'draftId' in place
      ? and(
          eq(statuteCitations.draftId, place.draftId),
          eq(statuteCitations.lessonKey, place.lessonKey),
        )
      : and(eq(statuteCitations.bank, place.bank), eq(statuteCitations.itemId, place.itemId));
  const before = await tx.select().from(statuteCitations).where(mine);
  const known = new Map(before.map((row) => [idOf(row), row.citedOn]));
  await tx.delete(statuteCitations).where(mine);
  const today = trainingDayOf(now);
  await insert(
    tx,
    place,
    cited.map((one) => ({ ...one, citedOn: known.get(idOf(one)) ?? today })),
  );
}

/** Keeps what a lesson of a draft cites as it is saved. */
export const keepDraftCitations = (
  tx: Tx,
  place: { readonly draftId: string; readonly lessonKey: string },
  text: string,
  now: Date,
): Promise<void> => replace(tx, { ...place }, citedInText(text), now);

/** A draft that was published has been looked at: what it cites is cited as of that day. */
export async function draftWasReviewed(tx: Tx, draftId: string, now: Date): Promise<void> {
  await tx
    .update(statuteCitations)
    .set({ citedOn: trainingDayOf(now) })
    .where(eq(statuteCitations.draftId, draftId));
}

/** Brings the citations of the banks, and of versions older than the library, up to date. */
export async function fillCitations({ db, write, clock }: Platform): Promise<void> {
  const now = clock.now();
  const unread = await db
    .select({ versionId: lessons.courseVersionId, key: lessons.key, content: lessons.content })
    .from(lessons)
    .innerJoin(courses, eq(courses.currentVersionId, lessons.courseVersionId))
    .leftJoin(statuteCitations, eq(statuteCitations.courseVersionId, lessons.courseVersionId))
    .where(isNull(statuteCitations.id));
  const items = await db.select().from(bankItems).where(eq(bankItems.origin, 'bank'));
  await write(async (tx) => {
    for (const { versionId, key, content } of unread)
      await keepLessonCitations(tx, { courseVersionId: versionId, lessonKey: key }, content);
    for (const { originName, id, content } of items)
      await replace(tx, { bank: originName, itemId: id }, citedIn(content), now);
    const kept = new Set(items.map(({ id }) => id));
    const gone = await tx
      .selectDistinct({ bank: statuteCitations.bank, itemId: statuteCitations.itemId })
      .from(statuteCitations);
    for (const { bank, itemId } of gone)
      if (bank !== null && itemId !== null && !kept.has(itemId))
        await tx.delete(statuteCitations).where(eq(statuteCitations.itemId, itemId));
  });
}
