// What decides what people owe, as it was known at an instant: for figures of a past day.
import { listed, oneOf, preparedQuery, schema, type Reader } from '@xueshi/database';
import { absencesOf, type PersonStatus, type RequirementAdjustment } from '@xueshi/domain';
import { and, asc, eq, gt, isNull, lte, or, sql } from 'drizzle-orm';
import { completePolicy, type AdoptedHere } from './policies.ts';
import { subjectsOf, type Appointment, type SubjectFacts } from './subjects.ts';

const { adjustmentWithdrawals, hourPolicies, orgUnits, personStatuses } = schema;
const { requirementAdjustments } = schema;

/** Where units lay then, by their ids; what has no earlier place lies where it lies now. */
export type PathsThen = ReadonlyMap<string, string>;

export interface SubjectThen extends SubjectFacts {
  /** Where the unit that they were in lies today, and the one that they are or were last in. */
  readonly unitPathNow: string;
  readonly lastPathNow: string;
}

/** The facts of people who had an appointment then; what began or was ended later is left out. */
export async function subjectsThen(
  db: Reader,
  personIds: readonly string[],
  at: Date,
  paths: PathsThen,
): Promise<SubjectThen[]> {
  const subjects = await subjectsOf(db, personIds);
  const ids = listed(personIds);
  const statuses = Map.groupBy(await statusesQuery(db).all({ ids }), (row) => row.personId);
  const adjustments = Map.groupBy(
    await adjustmentsQuery(db).all({ ids, at: at.getTime() }),
    ({ adjustment }) => adjustment.personId,
  );
  return subjects.flatMap((subject) => {
    const held = subject.appointments.filter(({ startsAt }) => startsAt <= at);
    const [first, last] = [held[0], held.at(-1)];
    if (!first || !last) return [];
    return {
      ...subject,
      closedAt: laterIsNever(subject.closedAt, at),
      appointments: held.map((one) => appointmentThen(one, at, paths)),
      absences: absencesOf(statusesThen(statuses.get(subject.personId) ?? [], at), first.startsAt),
      adjustments: (adjustments.get(subject.personId) ?? []).map(({ adjustment }) => ({
        ...adjustment,
        kind: adjustment.kind as RequirementAdjustment['kind'],
      })),
      unitPathNow: last.unitPath,
      lastPathNow: subject.appointments.at(-1)?.unitPath ?? last.unitPath,
    };
  });
}

const laterIsNever = (end: Date | null, at: Date) => (end !== null && end > at ? null : end);

const appointmentThen = (one: Appointment, at: Date, paths: PathsThen): Appointment => ({
  ...one,
  unitPath: paths.get(one.unitId) ?? one.unitPath,
  endsAt: laterIsNever(one.endsAt, at),
});

type StatusRow = typeof personStatuses.$inferSelect;

/** A status is ended by the one that begins then: where that one was not recorded yet, it went on. */
function statusesThen(known: readonly StatusRow[], at: Date) {
  return known
    .filter(({ recordedAt }) => recordedAt <= at)
    .map((row) => {
      const { endsAt } = row;
      const ends = known.filter(({ startsAt }) => startsAt.getTime() === endsAt?.getTime());
      const wasEnded =
        ends.length === 0
          ? endsAt !== null && endsAt <= at
          : ends.some(({ recordedAt }) => recordedAt <= at);
      return { ...row, status: row.status as PersonStatus, endsAt: wasEnded ? endsAt : null };
    });
}

/** All of a person’s, later ones too: those say when the earlier were ended. */
const statusesQuery = preparedQuery((db) =>
  db
    .select()
    .from(personStatuses)
    .where(oneOf(personStatuses.personId, 'ids'))
    .orderBy(asc(personStatuses.personId), asc(personStatuses.startsAt))
    .prepare(),
);

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

/**
 * The policies that applied at an instant: adopted by then and not superseded yet. One ended with the
 * year before the next known of its unit, whatever was adopted there since.
 */
export async function policiesThen(
  db: Reader,
  at: Date,
  pathsOf: (unitIds: readonly string[]) => Promise<PathsThen>,
): Promise<AdoptedHere[]> {
  const rows = await db
    .select({ adopted: hourPolicies, unitName: orgUnits.name, unitPath: orgUnits.path })
    .from(hourPolicies)
    .innerJoin(orgUnits, eq(orgUnits.id, hourPolicies.orgUnitId))
    .where(
      and(
        lte(hourPolicies.adoptedAt, at),
        or(isNull(hourPolicies.supersededAt), gt(hourPolicies.supersededAt, at)),
      ),
    )
    .orderBy(asc(hourPolicies.orgUnitId), asc(hourPolicies.fromYear));
  const paths = await pathsOf([...new Set(rows.map(({ adopted }) => adopted.orgUnitId))]);
  return rows.map(({ adopted, unitName, unitPath }, place) => {
    const next = rows[place + 1]?.adopted;
    return {
      id: adopted.id,
      orgPath: paths.get(adopted.orgUnitId) ?? unitPath,
      fromYear: adopted.fromYear,
      toYear: next?.orgUnitId === adopted.orgUnitId ? next.fromYear - 1 : null,
      policy: completePolicy(adopted.policy),
      scopeUnitName: unitName,
    };
  });
}
