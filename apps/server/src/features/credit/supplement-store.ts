// Supplements that wait, and what becomes of them.
import type { CorrectionProposal } from '@xueshi/contracts';
import { schema, type Reader, type Tx } from '@xueshi/database';
import { trainingYearOf, yearBounds } from '@xueshi/domain';
import { and, asc, desc, eq, isNull, like, ne, or, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { administeredPaths } from '../../platform/authorisation.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit, type AuditEvent } from '../audit/service.ts';
import { notify } from '../notices/service.ts';
import { unitOfPerson } from '../organisations/service.ts';
import { policyWithin } from '../requirements/service.ts';
import { givenInParts } from './course-parts.ts';
import { postEntry, type CreditEntry, type NewEntry, type Snapshot } from './ledger.ts';
import { courseKey, creditFor, SUPPLEMENT } from './sources.ts';

const { courses, courseVersions, creditSupplements, memberships, orgUnits, people } = schema;

export type SupplementRow = typeof creditSupplements.$inferSelect;

const UNTITLED = { 'zh-CN': '补记学时', en: 'Hours given afterwards' };
const proposers = alias(people, 'supplement_proposers');
const MOST = 200;

type By = Pick<Actor, 'personId' | 'address'>;

/** Writes down in the audit trail what became of a supplement. */
export async function noteSupplement(
  tx: Tx,
  action: AuditEvent['action'],
  {
    id,
    personId,
    reason,
    year,
    hundredths,
  }: Pick<SupplementRow, 'id' | 'personId' | 'reason' | 'year' | 'hundredths'>,
  by: By,
  now: Date,
): Promise<void> {
  await recordAudit(tx, {
    at: now,
    actorId: by.personId,
    action,
    subject: `person:${personId}`,
    detail: { supplement: id, deed: 'supplement', year, hundredths, reason },
    address: by.address,
  });
}

export async function findSupplement(
  db: Reader,
  personId: string,
  id: string,
): Promise<SupplementRow | null> {
  const [row] = await db
    .select()
    .from(creditSupplements)
    .where(and(eq(creditSupplements.id, id), eq(creditSupplements.personId, personId)));
  return row ?? null;
}

export async function settleSupplement(
  tx: Tx,
  id: string,
  change: Pick<SupplementRow, 'state' | 'decidedBy' | 'decidedAt' | 'comment'>,
): Promise<void> {
  await tx.update(creditSupplements).set(change).where(eq(creditSupplements.id, id));
}

/** What hours are given for, in words. */
export async function titledSupplement(
  db: Reader,
  { courseId }: Pick<SupplementRow, 'courseId'>,
): Promise<{ readonly title: Snapshot['title'] }> {
  if (courseId === null) return { title: UNTITLED };
  const [row] = await db
    .select({ title: courseVersions.title })
    .from(courses)
    .innerJoin(courseVersions, eq(courseVersions.id, courses.currentVersionId))
    .where(eq(courses.id, courseId));
  return row ?? { title: UNTITLED };
}

/** Waiting ones of the people whom the caller may correct, but the caller themselves. */
export async function waitingSupplements(
  db: Reader,
  actor: Actor,
  wanted: { readonly personId?: string; readonly notOwn?: boolean },
): Promise<CorrectionProposal[]> {
  const paths = administeredPaths(actor, 'run_training');
  if (paths.length === 0) return [];
  const more: (SQL | undefined)[] = [
    wanted.personId === undefined ? undefined : eq(creditSupplements.personId, wanted.personId),
    wanted.notOwn === true ? ne(creditSupplements.proposedBy, actor.personId) : undefined,
  ];
  const rows = await db
    .select({
      supplement: creditSupplements,
      title: courseVersions.title,
      name: people.name,
      proposer: proposers.name,
      unitName: orgUnits.name,
    })
    .from(creditSupplements)
    .innerJoin(people, eq(people.id, creditSupplements.personId))
    .innerJoin(proposers, eq(proposers.id, creditSupplements.proposedBy))
    .innerJoin(memberships, eq(memberships.personId, creditSupplements.personId))
    .innerJoin(orgUnits, eq(orgUnits.id, memberships.orgUnitId))
    .leftJoin(courses, eq(courses.id, creditSupplements.courseId))
    .leftJoin(courseVersions, eq(courseVersions.id, courses.currentVersionId))
    .where(
      and(
        eq(creditSupplements.state, 'waiting'),
        isNull(memberships.endsAt),
        ne(creditSupplements.personId, actor.personId),
        or(...paths.map((path) => like(orgUnits.path, `${path}%`))),
        ...more,
      ),
    )
    .orderBy(asc(creditSupplements.proposedAt), asc(creditSupplements.id))
    .limit(MOST);
  return rows.map(({ supplement, title, name, proposer, unitName }) => ({
    id: supplement.id,
    person: { id: supplement.personId, name, unitName },
    entryId: null,
    title: title ?? UNTITLED,
    deed: 'supplement',
    hundredths: supplement.hundredths,
    reducedTo: null,
    reason: supplement.reason,
    document: supplement.document,
    proposedBy: proposer,
    proposedAt: supplement.proposedAt.toISOString(),
    isMine: supplement.proposedBy === actor.personId,
  }));
}

/** Posts what somebody else proposed; both are named in the entry, and the learner is told. */
export async function postSupplement(
  tx: Tx,
  actor: Actor,
  supplement: SupplementRow,
  now: Date,
): Promise<CreditEntry> {
  const { personId, year, hundredths, reason, proposedBy, courseId } = supplement;
  // In the last year it was earned on that year's last day at the latest.
  const lastOfYear = new Date(yearBounds(year).end.getTime() - 1);
  const earnedAt = trainingYearOf(now) === year ? now : lastOfYear;
  const [course] =
    courseId === null
      ? []
      : await tx
          .select({ slug: courses.slug, version: courseVersions })
          .from(courses)
          .innerJoin(courseVersions, eq(courseVersions.id, courses.currentVersionId))
          .where(eq(courses.id, courseId));
  const repeat = course?.version.repeat ?? 'never';
  // It may have been finished while the supplement waited.
  if (courseId !== null && (await creditFor(tx, personId, { courseId, repeat, at: now })))
    throw new Refused('supplement-course-credited');
  if (courseId !== null) await demandStillLeft(tx, supplement, courseId, repeat);
  const unit = await unitOfPerson(tx, personId);
  const adopted = unit && (await policyWithin(tx, unit.path, year));
  const group = course?.version.equivalenceGroup ?? null;
  const snapshot: Snapshot = {
    title: course?.version.title ?? UNTITLED,
    slug: course?.slug ?? null,
    revision: course?.version.revision ?? null,
    value: null,
    unitName: unit?.name ?? '',
    ...(group !== null && { equivalence: group }),
  };
  const { entry } = await postEntry(tx, {
    personId,
    year,
    kind: 'adjustment',
    hundredths,
    halfDays: 0,
    mode: 'online',
    intensity: 'regular',
    area: (course?.version.area ?? null) as NewEntry['area'],
    sourceType: SUPPLEMENT,
    sourceKey: await sourceKeyOf(tx, supplement, repeat, now),
    reversesId: null,
    courseSnapshot: JSON.stringify(snapshot),
    orgPath: unit?.path ?? '/',
    policyVersion: adopted?.policy.version ?? 'none',
    evidence: JSON.stringify({
      supplement: { document: supplement.document, complaintId: supplement.complaintId, courseId },
      proposal: supplement.id,
      confirmedBy: actor.personId,
    }),
    earnedAt: earnedAt.toISOString(),
    postedAt: now.toISOString(),
    postedBy: proposedBy,
    reason,
  });
  await tellLearner(tx, entry, snapshot, now);
  await noteSupplement(tx, 'credit-supplemented', supplement, actor, now);
  return entry;
}

/** Lessons may have been finished and credited while the supplement waited. */
async function demandStillLeft(
  tx: Tx,
  { personId, hundredths }: SupplementRow,
  courseId: string,
  repeat: string,
): Promise<void> {
  const { enrolments } = schema;
  const [begun] = await tx
    .select({ id: enrolments.id, valueHundredths: enrolments.valueHundredths })
    .from(enrolments)
    .where(and(eq(enrolments.personId, personId), eq(enrolments.courseId, courseId)))
    .orderBy(desc(enrolments.startedAt))
    .limit(1);
  if (!begun) return;
  const of = { personId, courseId, repeat, enrolmentId: begun.id };
  if (hundredths > begun.valueHundredths - (await givenInParts(tx, of)))
    throw new Refused('supplement-beyond-course');
}

/** A course's own key, unless hours given for it before were taken back: that key is used up. */
async function sourceKeyOf(
  tx: Tx,
  { id, courseId, personId }: SupplementRow,
  repeat: string,
  now: Date,
): Promise<string> {
  if (courseId === null) return id;
  const key = courseKey(courseId, repeat, now);
  const { creditEntries } = schema;
  const [before] = await tx
    .select({ id: creditEntries.id })
    .from(creditEntries)
    .where(
      and(
        eq(creditEntries.personId, personId),
        eq(creditEntries.sourceType, SUPPLEMENT),
        eq(creditEntries.sourceKey, key),
      ),
    );
  return before ? id : key;
}

async function tellLearner(
  tx: Tx,
  entry: CreditEntry,
  { title }: Snapshot,
  now: Date,
): Promise<void> {
  await notify(tx, {
    personId: entry.personId,
    kind: 'credit-supplemented',
    occasion: entry.id,
    params: {
      title: title['zh-CN'],
      hours: entry.hundredths / 100,
      reason: entry.reason ?? '',
    },
    link: `/record?year=${entry.year}`,
    now,
  });
}
