// Which articles are cited where: kept with what cites them, so that a new edition finds them.
import { schema, type Tx } from '@xueshi/database';
import { trainingDayOf } from '@xueshi/domain';
import { editionFor, editionOfYear, findCitations } from '@xueshi/formats';
import { and, eq, isNull, ne } from 'drizzle-orm';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';

const { bankItems, courses, courseVersions, lessons, statuteCitations, statuteEditions, statutes } =
  schema;

export interface Cited {
  readonly statute: string;
  readonly article: string;
  readonly year: number | null;
}

const ARTICLE = /^第[^条]+条(?:之[一二三四五六七八九十]+)?/u;
/** statute: 信访工作条例, then article: 第十七条, as cases and quizzes refer to an article in YAML. */
const REFERENCE =
  /statute:\s{0,99}['"]?([^\s'",}]+)['"]?\s{0,99},?\s{0,99}article:\s{0,99}['"]?(第[^\s'",}]+)/gu;

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

/** Of every edition what decides which one a citation means. */
const held = (tx: Tx) =>
  tx
    .select({
      id: statuteEditions.id,
      title: statutes.title,
      fullTitle: statutes.fullTitle,
      adoptedOn: statuteEditions.adoptedOn,
      inForceFrom: statuteEditions.inForceFrom,
      repealedOn: statuteEditions.repealedOn,
    })
    .from(statuteEditions)
    .innerJoin(statutes, eq(statutes.id, statuteEditions.statuteId));

type Held = Awaited<ReturnType<typeof held>>;

/** The edition that a citation means on a day; null where the library lacks it. */
function meantBy({ statute, year }: Cited, all: Held, day: string): string | null {
  const editions = all.filter(({ title, fullTitle }) => [title, fullTitle].includes(statute));
  const edition = year === null ? editionFor(editions, day) : editionOfYear(editions, year);
  return edition?.id ?? null;
}

type Row = Omit<typeof statuteCitations.$inferInsert, 'id'>;

async function insert(tx: Tx, rows: readonly Row[]): Promise<void> {
  for (let from = 0; from < rows.length; from += 100)
    await tx
      .insert(statuteCitations)
      .values(rows.slice(from, from + 100).map((row) => ({ ...row, id: newId() })));
}

/** Keeps what the lessons of a version cite: articles as in force on the day of its publication. */
export async function keepLessonCitations(
  tx: Tx,
  courseVersionId: string,
  contents: Iterable<readonly [lessonKey: string, content: unknown]>,
  publishedAt: Date,
): Promise<void> {
  const all = await held(tx);
  const day = trainingDayOf(publishedAt);
  const rows = Array.from(contents, ([lessonKey, content]) =>
    citedIn(content).map((one) => ({
      courseVersionId,
      lessonKey,
      ...one,
      editionId: meantBy(one, all, day),
    })),
  );
  await insert(tx, rows.flat());
}

/** What was cited before goes on meaning the edition that it meant: only so is a later one news. */
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
  const known = new Map(before.map((row) => [idOf(row), row.editionId]));
  // Saved with every pause in typing, and asked for at every start: most often nothing is new.
  const isSame = known.size === cited.length && cited.every((one) => known.get(idOf(one)));
  if (isSame) return;
  await tx.delete(statuteCitations).where(mine);
  if (cited.length === 0) return;
  const all = await held(tx);
  const day = trainingDayOf(now);
  await insert(
    tx,
    cited.map((one) => ({
      ...place,
      ...one,
      editionId: known.get(idOf(one)) ?? meantBy(one, all, day),
    })),
  );
}

/** Keeps what a lesson of a draft cites as it is saved. */
export const keepDraftCitations = (
  tx: Tx,
  place: { readonly draftId: string; readonly lessonKey: string },
  text: string,
  now: Date,
): Promise<void> => replace(tx, { ...place }, citedInText(text), now);

/** Keeps what an item of a bank cites as it is saved; null: it was retired, and cites nothing any more. */
export const keepBankCitations = (
  tx: Tx,
  place: { readonly bank: string; readonly itemId: string },
  content: unknown,
  now: Date,
): Promise<void> => replace(tx, { ...place }, content === null ? [] : citedIn(content), now);

/** A draft that was published has been looked at: what it cites is cited as of that day. */
export async function draftWasReviewed(tx: Tx, draftId: string, now: Date): Promise<void> {
  const mine = eq(statuteCitations.draftId, draftId);
  const cited = await tx.select().from(statuteCitations).where(mine);
  const all = await held(tx);
  const day = trainingDayOf(now);
  await tx.delete(statuteCitations).where(mine);
  await insert(
    tx,
    cited.map((row) => ({ ...row, editionId: meantBy(row, all, day) })),
  );
}

/** Brings the citations of the banks, and of versions older than the library, up to date. */
export async function fillCitations({ db, write, clock }: Platform): Promise<void> {
  const now = clock.now();
  const unread = await db
    .select({ lesson: lessons, publishedAt: courseVersions.publishedAt })
    .from(lessons)
    .innerJoin(courses, eq(courses.currentVersionId, lessons.courseVersionId))
    .innerJoin(courseVersions, eq(courseVersions.id, lessons.courseVersionId))
    .leftJoin(statuteCitations, eq(statuteCitations.courseVersionId, lessons.courseVersionId))
    .where(isNull(statuteCitations.id));
  const items = await db
    .select()
    .from(bankItems)
    .where(and(eq(bankItems.origin, 'bank'), ne(bankItems.state, 'retired')));
  await write(async (tx) => {
    for (const { lesson, publishedAt } of unread) {
      const contents = [[lesson.key, lesson.content]] as const;
      await keepLessonCitations(tx, lesson.courseVersionId, contents, publishedAt);
    }
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
