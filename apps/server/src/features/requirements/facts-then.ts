// What decides what people owe, as it was known at an instant: for figures of a past day.
import { schema, type Reader } from '@xueshi/database';
import { absencesOf, type PersonStatus } from '@xueshi/domain';
import { and, asc, eq, gt, isNull, lte, or } from 'drizzle-orm';
import { completePolicy, type AdoptedHere } from './policies.ts';
import {
  adjustmentsInForce,
  statusesOf,
  subjectsOf,
  type Appointment,
  type SubjectFacts,
} from './subjects.ts';

const { hourPolicies, orgUnits } = schema;

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
  const statuses = await statusesOf(db, personIds);
  const adjustments = await adjustmentsInForce(db, personIds, at);
  return subjects.flatMap((subject) => {
    const held = subject.appointments.filter(({ startsAt }) => startsAt <= at);
    const [first, last] = [held[0], held.at(-1)];
    if (!first || !last) return [];
    return {
      ...subject,
      closedAt: laterIsNever(subject.closedAt, at),
      appointments: held.map((one) => appointmentThen(one, at, paths)),
      keyGroups: subject.keyGroups
        .filter(({ from }) => from <= at)
        .map((one) => ({ ...one, to: laterIsNever(one.to, at) })),
      absences: absencesOf(statusesThen(statuses.get(subject.personId) ?? [], at), first.startsAt),
      adjustments: adjustments.get(subject.personId) ?? [],
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

type StatusRow = typeof schema.personStatuses.$inferSelect & { readonly status: PersonStatus };

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
      return { ...row, endsAt: wasEnded ? endsAt : null };
    });
}

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
