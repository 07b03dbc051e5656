import type { CreditEntryView } from '@xueshi/contracts';
import { preparedQuery, schema, type Reader } from '@xueshi/database';
import { and, desc, eq, sql } from 'drizzle-orm';
import { closedYearOf, partKind, wasStudiedOffline } from './entries.ts';
import {
  CORRECTION,
  reinstatementKey,
  snapshotOf,
  type CreditEntry,
  type Snapshot,
} from './ledger.ts';
import { creditFor } from './sources.ts';

const { creditEntries } = schema;

export { accountsOf, accountsOfPeople, yearsOf, type AccountSum } from './accounts.ts';
export {
  creditPart,
  givenInParts,
  givenParts,
  standingPartsIn,
  takeBackParts,
} from './course-parts.ts';
export { creditCompletion } from './credit-completion.ts';
export { postCredit, type Credit } from './post-credit.ts';
export { chainOf, type ChainRows, type PastCredit } from './chain.ts';
export { countCorrectionsToConfirm } from './proposals.ts';
export { correctWithin, countingEntry } from './corrections.ts';
export { checkLedger, rebuildAccounts, type LedgerCheck } from './check.ts';
export { sealLedger } from './seals.ts';
export { fieldsOf, snapshotOf, type CreditEntry, type Snapshot } from './ledger.ts';
export { equivalentCredit, givesWay } from './equivalence.ts';
export {
  correctedBy,
  fateIn,
  fatesOf,
  hashHolds,
  isPart,
  ledgerOf,
  standingEntries,
  standingWithOrigins,
  confirmerOf,
  wasStudiedOffline,
  type FateOfEntry,
} from './entries.ts';
export { accountsThen } from './accounts-then.ts';
export { creditsOfYear, type DatedCredit } from './dated-credits.ts';
export { ownCredits } from './own-data.ts';
export { planTransfer, transferCredits } from './transfer.ts';

/** The credit that completing the course now would not add to, if there is one. */
export async function creditOfCourse(
  db: Reader,
  personId: string,
  course: { courseId: string; repeat: string; now: Date },
): Promise<CreditEntry | null> {
  const { courseId, repeat, now } = course;
  return creditFor(db, personId, { courseId, repeat, at: now });
}

/** The newest entries of a year, as far as a list of titles needs them. */
export async function recentEntries(db: Reader, personId: string, year: number, limit: number) {
  const rows = await recentQuery(db).all({ personId, year, limit });
  return rows.map(({ title, kind, earnedAt, studiedOffline, ...row }) => ({
    ...row,
    studiedOffline: studiedOffline === 1,
    kind: kind as CreditEntryView['kind'],
    title: title === null ? UNTITLED : (JSON.parse(title) as Snapshot['title']),
    earnedAt: earnedAt.toISOString(),
  }));
}

const recentQuery = preparedQuery((db) =>
  db
    .select({
      id: creditEntries.id,
      kind: creditEntries.kind,
      reason: creditEntries.reason,
      /** The snapshot is long; a list needs its title. */
      title: sql<string | null>`json_extract(${creditEntries.courseSnapshot}, '$.title')`,
      hundredths: creditEntries.hundredths,
      halfDays: creditEntries.halfDays,
      earnedAt: creditEntries.earnedAt,
      studiedOffline: sql<
        number | null
      >`json_extract(${creditEntries.evidence}, '$.studiedOffline')`,
    })
    .from(creditEntries)
    .where(
      and(
        eq(creditEntries.personId, sql.placeholder('personId')),
        eq(creditEntries.year, sql.placeholder('year')),
      ),
    )
    .orderBy(desc(creditEntries.sequence))
    .limit(sql.placeholder('limit'))
    .prepare(),
);

export async function entriesOf(
  db: Reader,
  personId: string,
  year: number,
): Promise<CreditEntryView[]> {
  const rows = await db
    .select()
    .from(creditEntries)
    .where(and(eq(creditEntries.personId, personId), eq(creditEntries.year, year)))
    .orderBy(desc(creditEntries.sequence));
  const corrections = await correctionsOf(db, personId);
  return rows.map((row) => viewOf(row, corrections));
}

interface Corrections {
  readonly reversed: ReadonlySet<string | null>;
  /** What was given again in place of which entry, by its key. */
  readonly reinstated: ReadonlyMap<string, Pick<CreditEntry, 'hundredths' | 'halfDays'>>;
}

/** One entry of a person as the record shows it. */
export async function entryView(db: Reader, entry: CreditEntry): Promise<CreditEntryView> {
  return viewOf(entry, await correctionsOf(db, entry.personId));
}

/** Which of a person's entries were taken back, and which of those were given again. */
async function correctionsOf(db: Reader, personId: string): Promise<Corrections> {
  const rows = await db
    .select({
      reversesId: creditEntries.reversesId,
      sourceKey: creditEntries.sourceKey,
      hundredths: creditEntries.hundredths,
      halfDays: creditEntries.halfDays,
    })
    .from(creditEntries)
    .where(and(eq(creditEntries.personId, personId), eq(creditEntries.sourceType, CORRECTION)));
  return {
    reversed: new Set(rows.map((row) => row.reversesId)),
    reinstated: new Map(rows.map((row) => [row.sourceKey, row])),
  };
}

const UNTITLED = { 'zh-CN': '', en: '' };

function viewOf(entry: CreditEntry, corrections: Corrections): CreditEntryView {
  const snapshot = snapshotOf(entry);
  const evidence = JSON.parse(entry.evidence ?? '{}') as {
    lessons?: CreditEntryView['why']['evidence'];
    supplement?: { document: string };
  };
  const again = corrections.reinstated.get(reinstatementKey(entry.id));
  const isLess =
    again !== undefined && (again.hundredths < entry.hundredths || again.halfDays < entry.halfDays);
  return {
    id: entry.id,
    sequence: entry.sequence,
    kind: entry.kind as CreditEntryView['kind'],
    title: snapshot?.title ?? UNTITLED,
    courseSlug: snapshot?.slug ?? null,
    hundredths: entry.hundredths,
    halfDays: entry.halfDays,
    mode: entry.mode as CreditEntryView['mode'],
    intensity: entry.intensity as CreditEntryView['intensity'],
    area: entry.area as CreditEntryView['area'],
    earnedAt: entry.earnedAt.toISOString(),
    postedAt: entry.postedAt.toISOString(),
    orgUnitName: snapshot?.unitName ?? '',
    reversed: corrections.reversed.has(entry.id),
    reinstated: again !== undefined,
    reducedTo: isLess ? { hundredths: again.hundredths, halfDays: again.halfDays } : null,
    reason: entry.reason,
    supplement: evidence.supplement ? { document: evidence.supplement.document } : null,
    studiedOffline: wasStudiedOffline(entry),
    part: partKind(entry),
    closedYear: closedYearOf(entry),
    why: {
      value: snapshot?.value ?? null,
      policyVersion: entry.policyVersion,
      evidence: evidence.lessons ?? [],
      hash: entry.hash,
    },
  };
}
