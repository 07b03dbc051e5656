import type { CompletionNews, CreditEntryView } from '@xueshi/contracts';
import { preparedQuery, schema, type Reader, type Tx } from '@xueshi/database';
import { trainingYearOf } from '@xueshi/domain';
import { and, desc, eq, sql } from 'drizzle-orm';
import type { Platform } from '../../platform/platform.ts';
import type { CourseVersion } from '../catalogue/service.ts';
import { policyWithin } from '../requirements/service.ts';
import { equivalentCredit, givesWay, replaceLesser } from './equivalence.ts';
import { unitOfPerson } from '../organisations/service.ts';
import { wasStudiedOffline } from './entries.ts';
import {
  CORRECTION,
  postEntry,
  reinstatementKey,
  snapshotOf,
  type CreditEntry,
  type NewEntry,
  type Snapshot,
} from './ledger.ts';
import { leftOutBy } from './left-out.ts';
import { rulesWithin } from './rules.ts';
import { courseKey, creditFor, ONLINE_COURSE } from './sources.ts';

const { creditEntries } = schema;

export { accountsOf, accountsOfPeople, yearsOf, type AccountSum } from './accounts.ts';
export { chainOf, type ChainRows } from './chain.ts';
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
  ledgerOf,
  standingEntries,
  confirmerOf,
  wasStudiedOffline,
  type FateOfEntry,
} from './entries.ts';
export { accountsThen } from './accounts-then.ts';
export { creditsOfYear, type DatedCredit } from './dated-credits.ts';
export { ownCredits } from './own-data.ts';
export { planTransfer, transferCredits } from './transfer.ts';

/** Posts the credit of a completed course at the value pinned when it was started (DOMAIN 5.8). */
export async function creditCompletion(
  platform: Platform,
  tx: Tx,
  completion: {
    enrolment: { id: string; personId: string; courseId: string; valueHundredths: number };
    version: CourseVersion;
    evidence: CreditEntryView['why']['evidence'];
    /** Part of it was studied without a link: the entry says so for good. */
    studiedOffline: boolean;
    now: Date;
  },
): Promise<Pick<CompletionNews, 'credited' | 'notCredited'>> {
  const { enrolment, version, evidence, studiedOffline, now } = completion;
  if (enrolment.valueHundredths <= 0) return { credited: null, notCredited: 'no-value' };
  const slug = await slugOf(tx, enrolment.courseId);
  const source = {
    personId: enrolment.personId,
    sourceType: ONLINE_COURSE,
    sourceKey: courseKey(enrolment.courseId, version.repeat, now),
  };
  const forCourse = { courseId: enrolment.courseId, repeat: version.repeat, at: now };
  if (await creditFor(tx, enrolment.personId, forCourse))
    return { credited: null, notCredited: 'already-credited' };
  const group = version.equivalenceGroup;
  const year = trainingYearOf(now);
  const { personId, valueHundredths } = enrolment;
  // A course that stands alone has nothing beside it to look for.
  const rule = group === null ? 'both' : (await rulesWithin(tx, personId, year)).equivalence;
  const other = await equivalentCredit(tx, { personId, group, rule, year, slug });
  if (other && !givesWay(other, rule, valueHundredths))
    return { credited: null, notCredited: 'equivalent-credited' };
  const { entry } = await postCredit(platform, tx, {
    ...source,
    hundredths: valueHundredths,
    halfDays: 0,
    mode: 'online',
    intensity: 'regular',
    area: version.area as NewEntry['area'],
    snapshot: {
      title: version.title,
      slug,
      revision: version.revision,
      value: version.valuation as Snapshot['value'],
      ...(group === null ? {} : { equivalence: group }),
    },
    evidence: {
      enrolmentId: enrolment.id,
      lessons: evidence,
      ...(studiedOffline && { studiedOffline }),
    },
    earnedAt: now,
    postedBy: 'system',
  });
  if (other) await replaceLesser(tx, other, entry, now);
  const leftOut = await leftOutBy(platform, tx, entry);
  return {
    credited: { entryId: entry.id, year: entry.year, hundredths: entry.hundredths, leftOut },
    notCredited: null,
  };
}

export interface Credit {
  readonly personId: string;
  readonly hundredths: number;
  readonly halfDays: number;
  readonly mode: NewEntry['mode'];
  readonly intensity: NewEntry['intensity'];
  readonly area: NewEntry['area'];
  readonly sourceType: string;
  readonly sourceKey: string;
  readonly snapshot: Omit<Snapshot, 'unitName'>;
  readonly evidence: Readonly<Record<string, unknown>>;
  readonly earnedAt: Date;
  readonly postedBy: string;
}

/** Posts a credit with all that explains it later: unit, policy and evidence as they are now. */
export async function postCredit(platform: Platform, tx: Tx, credit: Credit) {
  const year = trainingYearOf(credit.earnedAt);
  const unit = await unitOfPerson(tx, credit.personId);
  const adopted = unit && (await policyWithin(tx, unit.path, year));
  const { snapshot, evidence, earnedAt, ...fields } = credit;
  return postEntry(tx, {
    ...fields,
    year,
    kind: 'credit',
    reversesId: null,
    courseSnapshot: JSON.stringify({ ...snapshot, unitName: unit?.name ?? '' } satisfies Snapshot),
    orgPath: unit?.path ?? '/',
    policyVersion: adopted?.policy.version ?? 'none',
    evidence: JSON.stringify(evidence),
    earnedAt: earnedAt.toISOString(),
    postedAt: platform.clock.now().toISOString(),
    reason: null,
  });
}

async function slugOf(tx: Tx, courseId: string): Promise<string | null> {
  const [row] = await tx
    .select({ slug: schema.courses.slug })
    .from(schema.courses)
    .where(eq(schema.courses.id, courseId));
  return row?.slug ?? null;
}

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
    why: {
      value: snapshot?.value ?? null,
      policyVersion: entry.policyVersion,
      evidence: evidence.lessons ?? [],
      hash: entry.hash,
    },
  };
}
