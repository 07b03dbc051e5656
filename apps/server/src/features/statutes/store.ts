// Statutes and their editions as kept; read once and remembered, because a text never changes under its hash.
import { schema, type Reader, type Tx } from '@xueshi/database';
import {
  compareEditions,
  inOrderOfForce,
  statutesOn,
  type ArticleChange,
  type Heading,
  type StatuteEdition,
  type Statutes,
} from '@xueshi/formats';
import { trainingDayOf } from '@xueshi/domain';
import { and, asc, eq } from 'drizzle-orm';
import { createHash } from 'node:crypto';
import { newId } from '../../platform/new-id.ts';
import { onePerInstallation } from '../../platform/per-installation.ts';
import type { Platform } from '../../platform/platform.ts';
import { initialsOf } from '../people/service.ts';

const { statuteArticles, statuteEditions, statutes } = schema;

export interface KeptEdition extends StatuteEdition {
  readonly id: string;
  /** The day of its passing, or 'undated'. */
  readonly key: string;
  readonly origin: 'folder' | 'studio';
  readonly textHash: string;
}

export interface KeptStatute {
  readonly title: string;
  readonly fullTitle: string;
  readonly initials: string;
  /** From the oldest to the newest; never empty. */
  readonly editions: readonly KeptEdition[];
}

export const UNDATED = 'undated';
export const keyOf = ({ adoptedOn }: Pick<StatuteEdition, 'adoptedOn'>): string =>
  adoptedOn ?? UNDATED;
export const hashOf = (markdown: string): string =>
  createHash('sha256').update(markdown).digest('hex');

const remembered = onePerInstallation(() => new Map<string, KeptEdition>());

const heads = (db: Reader) =>
  db
    .select({ edition: statuteEditions.id, hash: statuteEditions.textHash, statute: statutes })
    .from(statuteEditions)
    .innerJoin(statutes, eq(statutes.id, statuteEditions.statuteId))
    .orderBy(asc(statutes.title));

type Head = Awaited<ReturnType<typeof heads>>[number];

async function loadEdition(db: Reader, { edition: id, statute }: Head): Promise<KeptEdition> {
  const [row] = await db.select().from(statuteEditions).where(eq(statuteEditions.id, id));
  if (!row) throw new Error('an edition vanished while it was read');
  const articles = await db
    .select({ number: statuteArticles.number, text: statuteArticles.text })
    .from(statuteArticles)
    .where(eq(statuteArticles.editionId, id))
    .orderBy(asc(statuteArticles.position));
  return {
    id,
    key: row.key,
    origin: row.origin as KeptEdition['origin'],
    textHash: row.textHash,
    title: statute.title,
    fullTitle: statute.fullTitle,
    adoptedOn: row.adoptedOn,
    change: row.change as KeptEdition['change'],
    issuer: row.issuer,
    documentNumber: row.documentNumber,
    inForceFrom: row.inForceFrom,
    repealedOn: row.repealedOn,
    notes: row.notes,
    partial: row.partial,
    contents: row.contents as Heading[],
    articles: new Map(articles.map((article) => [article.number, article])),
  };
}

/** The library, in the order of the titles' code points; `db` where it is read within a transaction. */
export async function keptStatutes(
  platform: Platform,
  db: Reader = platform.db,
): Promise<KeptStatute[]> {
  const known = remembered(platform);
  const byTitle = new Map<string, KeptStatute & { editions: KeptEdition[] }>();
  for (const head of await heads(db)) {
    const key = `${head.edition} ${head.hash}`;
    const edition = known.get(key) ?? (await loadEdition(db, head));
    known.set(key, edition);
    const { title, fullTitle, initials } = head.statute;
    const statute = byTitle.get(title) ?? { title, fullTitle, initials, editions: [] };
    statute.editions.push(edition);
    byTitle.set(title, statute);
  }
  return [...byTitle.values()].map((statute) => ({
    ...statute,
    editions: inOrderOfForce(statute.editions),
  }));
}

const bare = (title: string): string => title.replaceAll(/\s/gu, '');

/** Finds a statute by its short or full title; spaces do not matter. */
export const statuteNamed = (
  all: readonly KeptStatute[],
  title: string,
): KeptStatute | undefined => {
  const wanted = bare(title);
  return (
    all.find((one) => one.title === wanted) ?? all.find((one) => bare(one.fullTitle) === wanted)
  );
};

/** All statutes as a course is to be checked against them today. */
export async function statutesAtHand(platform: Platform): Promise<Statutes> {
  const editions = (await keptStatutes(platform)).flatMap((statute) => statute.editions);
  return statutesOn(editions, trainingDayOf(platform.clock.now()));
}

const compared = onePerInstallation(() => new Map<string, readonly ArticleChange[]>());
const MOST_COMPARED = 50;

/** What changed from one edition to another; a large code takes seconds, so it is done once. */
export function changesBetween(
  platform: Platform,
  before: KeptEdition,
  after: KeptEdition,
): readonly ArticleChange[] {
  const done = compared(platform);
  const key = `${before.id} ${before.textHash} ${after.id} ${after.textHash}`;
  const changes = done.get(key) ?? compareEditions(before, after);
  done.delete(key);
  done.set(key, changes);
  for (const oldest of done.keys()) {
    if (done.size <= MOST_COMPARED) break;
    done.delete(oldest);
  }
  return changes;
}

/** An edition that is to be kept, and where it comes from. */
export interface Taken {
  readonly edition: StatuteEdition;
  readonly markdown: string;
  readonly origin: 'folder' | 'studio';
  readonly takenBy: string | null;
  readonly now: Date;
}

async function statuteRow(tx: Tx, { title, fullTitle }: StatuteEdition): Promise<string> {
  const values = { title, fullTitle, initials: initialsOf(title) };
  const [row] = await tx
    .insert(statutes)
    .values({ id: newId(), ...values })
    .onConflictDoUpdate({ target: statutes.title, set: { fullTitle, initials: values.initials } })
    .returning({ id: statutes.id });
  if (!row) throw new Error('a statute was neither added nor found');
  return row.id;
}

/** Keeps an edition, in the place of the one that was passed on the same day. */
export async function keepEdition(tx: Tx, taken: Taken): Promise<{ id: string; isNew: boolean }> {
  const { edition, markdown, origin, takenBy, now } = taken;
  const statuteId = await statuteRow(tx, edition);
  const mine = and(
    eq(statuteEditions.statuteId, statuteId),
    eq(statuteEditions.key, keyOf(edition)),
  );
  const [before] = await tx.select({ id: statuteEditions.id }).from(statuteEditions).where(mine);
  const id = before?.id ?? newId();
  const values = {
    adoptedOn: edition.adoptedOn,
    change: edition.change,
    issuer: edition.issuer,
    documentNumber: edition.documentNumber,
    inForceFrom: edition.inForceFrom,
    repealedOn: edition.repealedOn,
    notes: edition.notes,
    contents: edition.contents,
    partial: edition.partial,
    origin,
    markdown,
    textHash: hashOf(markdown),
    takenBy,
    takenAt: now,
  };
  if (before) await tx.update(statuteEditions).set(values).where(eq(statuteEditions.id, id));
  else await tx.insert(statuteEditions).values({ id, statuteId, key: keyOf(edition), ...values });
  await tx.delete(statuteArticles).where(eq(statuteArticles.editionId, id));
  const rows = [...edition.articles.values()].map((article, position) => ({
    editionId: id,
    position,
    ...article,
  }));
  for (let from = 0; from < rows.length; from += 100)
    await tx.insert(statuteArticles).values(rows.slice(from, from + 100));
  return { id, isNew: before === undefined };
}
