// What decides what people owe, read for many at once: appointments, key groups, statuses, what was approved.
import { listed, oneOf, preparedQuery, schema, type Reader } from '@xueshi/database';
import {
  absencesOf,
  SENSITIVE_KEY_GROUP,
  yearBounds,
  type Absence,
  type HeldKeyGroup,
  type PersonStatus,
  type RequirementAdjustment,
} from '@xueshi/domain';
import { and, asc, eq, isNull, ne, or, sql } from 'drizzle-orm';
import { rememberBy, type RemembersBy } from '../../platform/remembered.ts';

const {
  adjustmentWithdrawals,
  keyGroupMemberships,
  memberships,
  orgUnits,
  people,
  personStatuses,
} = schema;
const { requirementAdjustments } = schema;

export interface Appointment {
  readonly unitId: string;
  readonly unitPath: string;
  readonly unitName: string;
  readonly category: string | null;
  readonly positionLevel: string | null;
  readonly rank: string | null;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
}

/** What was approved for one person, with why. */
export interface ApprovedAdjustment extends RequirementAdjustment {
  readonly id: string;
  readonly reason: string;
  readonly document: string;
}

export interface SubjectFacts {
  readonly personId: string;
  readonly namePinyin: string;
  readonly closedAt: Date | null;
  /** All of them, the earliest first; at least one. */
  readonly appointments: readonly Appointment[];
  /** Of any years, the earliest first; never that of reserve cadres (DOMAIN K3). */
  readonly keyGroups: readonly HeldKeyGroup[];
  readonly absences: readonly Absence[];
  /** Those that were not withdrawn. */
  readonly adjustments: readonly ApprovedAdjustment[];
}

const PEOPLE_A_STATEMENT = 500;

/** One or two kilobytes each: those who look at their year in an hour. */
const MOST_REMEMBERED = 5_000;

const memory = rememberBy<readonly SubjectFacts[]>('subjects', MOST_REMEMBERED);

/** The facts of one person, asked for with every home page; null without an appointment. */
export async function subjectOf(
  platform: RemembersBy,
  personId: string,
): Promise<SubjectFacts | null> {
  const [subject = null] = await memory(platform)(personId, () =>
    subjectsOf(platform.db, [personId]),
  );
  return subject;
}

/** The facts of people who have an appointment, by the order of their ids. */
export async function subjectsOf(
  db: Reader,
  personIds: readonly string[],
): Promise<SubjectFacts[]> {
  const subjects: SubjectFacts[] = [];
  for (let from = 0; from < personIds.length; from += PEOPLE_A_STATEMENT)
    subjects.push(...(await someSubjects(db, personIds.slice(from, from + PEOPLE_A_STATEMENT))));
  return subjects;
}

const appointmentsQuery = preparedQuery((db) =>
  db
    .select({
      personId: people.id,
      namePinyin: people.namePinyin,
      closedAt: people.closedAt,
      unitId: orgUnits.id,
      unitPath: orgUnits.path,
      unitName: orgUnits.name,
      category: memberships.audienceCategory,
      positionLevel: memberships.positionLevel,
      rank: memberships.rank,
      startsAt: memberships.startsAt,
      endsAt: memberships.endsAt,
    })
    .from(people)
    .innerJoin(memberships, eq(memberships.personId, people.id))
    .innerJoin(orgUnits, eq(orgUnits.id, memberships.orgUnitId))
    .where(oneOf(people.id, 'ids'))
    .orderBy(asc(people.id), asc(memberships.startsAt))
    .prepare(),
);

async function someSubjects(db: Reader, ids: readonly string[]): Promise<SubjectFacts[]> {
  const rows = await appointmentsQuery(db).all({ ids: listed(ids) });
  const keyGroups = await keyGroupsOf(db, ids);
  const statuses = await statusesOf(db, ids);
  const adjustments = await adjustmentsInForce(db, ids);
  return [...Map.groupBy(rows, (row) => row.personId)].flatMap(([personId, appointments]) => {
    const [first] = appointments;
    if (!first) return [];
    const { namePinyin, closedAt } = first;
    return [
      {
        personId,
        namePinyin,
        closedAt,
        appointments,
        keyGroups: keyGroups.get(personId) ?? [],
        absences: absencesOf(statuses.get(personId) ?? [], first.startsAt),
        adjustments: adjustments.get(personId) ?? [],
      },
    ];
  });
}

const keyGroupsQuery = preparedQuery((db) =>
  db
    .select({
      personId: keyGroupMemberships.personId,
      keyGroup: keyGroupMemberships.keyGroup,
      from: keyGroupMemberships.startsAt,
      to: keyGroupMemberships.endsAt,
    })
    .from(keyGroupMemberships)
    .where(
      and(
        oneOf(keyGroupMemberships.personId, 'ids'),
        ne(keyGroupMemberships.keyGroup, SENSITIVE_KEY_GROUP),
      ),
    )
    .orderBy(asc(keyGroupMemberships.startsAt), asc(keyGroupMemberships.id))
    .prepare(),
);

async function keyGroupsOf(db: Reader, ids: readonly string[]) {
  const rows = await keyGroupsQuery(db).all({ ids: listed(ids) });
  return Map.groupBy(rows, (row) => row.personId);
}

const statusesQuery = preparedQuery((db) =>
  db
    .select()
    .from(personStatuses)
    .where(oneOf(personStatuses.personId, 'ids'))
    .orderBy(asc(personStatuses.personId), asc(personStatuses.startsAt))
    .prepare(),
);

/** All statuses of people, the earliest first, by person. */
export async function statusesOf(db: Reader, ids: readonly string[]) {
  const rows = await statusesQuery(db).all({ ids: listed(ids) });
  return Map.groupBy(
    rows.map((row) => ({ ...row, status: row.status as PersonStatus })),
    (row) => row.personId,
  );
}

const adjustmentsQuery = preparedQuery((db) =>
  db
    .select({ adjustment: requirementAdjustments })
    .from(requirementAdjustments)
    .leftJoin(
      adjustmentWithdrawals,
      eq(adjustmentWithdrawals.adjustmentId, requirementAdjustments.id),
    )
    .where(
      and(
        oneOf(requirementAdjustments.personId, 'ids'),
        sql`${requirementAdjustments.approvedAt} <= ${sql.placeholder('at')}`,
        or(
          isNull(adjustmentWithdrawals.withdrawnAt),
          sql`${adjustmentWithdrawals.withdrawnAt} > ${sql.placeholder('at')}`,
        ),
      ),
    )
    .prepare(),
);

/** Later than anything that was written down. */
const NOW_AND_EVER = new Date(8.64e15);

/** What was approved for people by an instant and not withdrawn by then, by person; as it is now without one. */
export async function adjustmentsInForce(
  db: Reader,
  ids: readonly string[],
  at: Date = NOW_AND_EVER,
) {
  const rows = await adjustmentsQuery(db).all({ ids: listed(ids), at: at.getTime() });
  return Map.groupBy(
    rows.map(({ adjustment }) => ({
      ...adjustment,
      kind: adjustment.kind as RequirementAdjustment['kind'],
    })),
    (row) => row.personId,
  );
}

/**
 * The appointments that a year is looked at by, the earliest first: those held in it, up to the one at
 * its end or the last (DOMAIN 5.2). Who came later but has credits of that year keeps them under the
 * first appointment; who is closed keeps the last one they had.
 */
export function appointmentsIn(
  { appointments }: Pick<SubjectFacts, 'appointments'>,
  year: number,
  hasCredits: boolean,
): readonly Appointment[] {
  const { start, end } = yearBounds(year);
  const held = appointments.filter(
    ({ startsAt, endsAt }) => startsAt < end && (endsAt === null || endsAt > start),
  );
  if (held.length > 0 || !hasCredits) return held;
  return appointments.filter(({ startsAt }) => startsAt >= end).slice(0, 1);
}
