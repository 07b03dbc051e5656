import { schema, type Reader } from '@xueshi/database';
import type { HourPolicy } from '@xueshi/domain';
import { and, asc, count, desc, eq, gt, inArray, isNull, like } from 'drizzle-orm';
import type { OrgUnit } from '../../platform/authorisation.ts';
import { completePolicy } from '../requirements/service.ts';

const { enrolments, hourPolicies, lessonProgress, lessons, memberships, orgUnits, people } = schema;

export interface AdoptionRow {
  readonly row: typeof hourPolicies.$inferSelect;
  readonly unit: OrgUnit;
  /** Who adopted it, by name; null for what came with the installation. */
  readonly adopter: string | null;
  readonly policy: HourPolicy;
}

/** All adoptions at a unit and at those above it, newest first, those no longer in force as well. */
export async function adoptionsAt(db: Reader, orgPath: string): Promise<AdoptionRow[]> {
  const ids = orgPath.split('/').filter(Boolean);
  const rows = await db
    .select({ row: hourPolicies, unit: orgUnits, adopter: people.name })
    .from(hourPolicies)
    .innerJoin(orgUnits, eq(orgUnits.id, hourPolicies.orgUnitId))
    .leftJoin(people, eq(people.id, hourPolicies.adoptedBy))
    .where(inArray(hourPolicies.orgUnitId, ids))
    .orderBy(desc(hourPolicies.fromYear), desc(hourPolicies.adoptedAt));
  return rows.map((one) => ({ ...one, policy: completePolicy(one.row.policy) }));
}

/** The number of the next version of a policy in the installation; the first is the preset itself. */
export async function nextVersion(db: Reader, code: string): Promise<number> {
  const rows = await db
    .select({ version: hourPolicies.version })
    .from(hourPolicies)
    .where(eq(hourPolicies.code, code));
  const numbers = rows.map(({ version }) => Number(version.split('/').at(-1)) || 1);
  return Math.max(1, ...numbers) + 1;
}

export interface LectureUnderWay {
  readonly unitPath: string;
  readonly watched: readonly (readonly [number, number])[];
  readonly durationMs: number;
}

/** Lectures begun and not completed in a subtree, a page of them, by enrolment. */
export async function lecturesUnderWay(
  db: Reader,
  orgPath: string,
  after: string,
  limit: number,
): Promise<{ readonly lectures: LectureUnderWay[]; readonly last: string | null }> {
  const page = await db
    .select({ id: enrolments.id, number: enrolments.number, unitPath: orgUnits.path })
    .from(enrolments)
    .innerJoin(
      memberships,
      and(eq(memberships.personId, enrolments.personId), isNull(memberships.endsAt)),
    )
    .innerJoin(orgUnits, eq(orgUnits.id, memberships.orgUnitId))
    .where(
      and(
        like(orgUnits.path, `${orgPath}%`),
        isNull(enrolments.completedAt),
        gt(enrolments.id, after),
      ),
    )
    .orderBy(enrolments.id)
    .limit(limit);
  const owners = new Map(page.map((one) => [one.number, one]));
  if (owners.size === 0) return { lectures: [], last: null };
  const rows = await db
    .select({
      enrolmentNumber: lessonProgress.enrolmentNumber,
      watched: lessonProgress.watched,
      content: lessons.content,
    })
    .from(lessonProgress)
    .innerJoin(lessons, eq(lessons.id, lessonProgress.lessonId))
    .where(
      and(
        inArray(lessonProgress.enrolmentNumber, [...owners.keys()]),
        isNull(lessonProgress.completedAt),
        eq(lessons.kind, 'lecture'),
        gt(lessonProgress.watchedMs, 0),
      ),
    );
  const lectures = rows.flatMap(({ enrolmentNumber, watched, content }) => {
    const owner = owners.get(enrolmentNumber);
    if (!owner) return [];
    const { durationMs } = content as { durationMs: number };
    return [{ unitPath: owner.unitPath, watched, durationMs }];
  });
  return { lectures, last: page.at(-1)?.id ?? null };
}

const present = (orgPath: string) =>
  and(like(orgUnits.path, `${orgPath}%`), isNull(memberships.endsAt), isNull(people.closedAt));

/** How many people work at each unit of a subtree, by its path. */
export async function headcounts(db: Reader, orgPath: string) {
  return db
    .select({ unitPath: orgUnits.path, people: count() })
    .from(memberships)
    .innerJoin(orgUnits, eq(orgUnits.id, memberships.orgUnitId))
    .innerJoin(people, eq(people.id, memberships.personId))
    .where(present(orgPath))
    .groupBy(orgUnits.path);
}

/** The people of a subtree, a page of them by their ids. */
export async function presentPeople(db: Reader, orgPath: string, after: string, limit: number) {
  return db
    .select({
      personId: people.id,
      namePinyin: people.namePinyin,
      unitId: orgUnits.id,
      unitPath: orgUnits.path,
    })
    .from(memberships)
    .innerJoin(orgUnits, eq(orgUnits.id, memberships.orgUnitId))
    .innerJoin(people, eq(people.id, memberships.personId))
    .where(and(present(orgPath), gt(people.id, after)))
    .orderBy(asc(people.id))
    .limit(limit);
}

export type PresentPerson = Awaited<ReturnType<typeof presentPeople>>[number];
