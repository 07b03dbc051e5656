// What an entry was posted for: a course once for ever or once a year, by learning it or by somebody's hand.
import { schema, type Reader } from '@xueshi/database';
import { barringYears, repeatOf, trainingYearOf } from '@xueshi/domain';
import { eq } from 'drizzle-orm';
import { findBySource, type CreditEntry } from './ledger.ts';

export const ONLINE_COURSE = 'course';
export const SUPPLEMENT = 'supplement';

/** One credit per person and course lineage for ever, or per year where it may be repeated (DOMAIN 5.5). */
export const courseKey = (courseId: string, repeat: string, at: Date) =>
  repeat === 'never' ? courseId : keyIn(courseId, trainingYearOf(at));

const keyIn = (courseId: string, year: number) => `${courseId}:${year}`;

/** Parts of a course have the course's id before a slash; of an enrolment, its id between two. */
export const partPrefix = (courseId: string, enrolmentId: string | null) =>
  enrolmentId === null ? `${courseId}/` : `${courseId}/${enrolmentId}/`;

/** The key of a part of a course, counted from 1 in each enrolment or course. */
export const partKey = (courseId: string, enrolmentId: string, part: number | string) =>
  `${partPrefix(courseId, enrolmentId)}${part}`;

/** The keys of all credits that stand in the way of another one, the newest first. */
const barringKeys = (courseId: string, repeat: string, at: Date) =>
  barringYears(repeatOf(repeat), at)?.map((year) => keyIn(courseId, year)) ?? [courseId];

/**
 * The credit for a course that another one would repeat too early: what learning it brought, or what was
 * given for it and was not taken back.
 */
export async function creditFor(
  db: Reader,
  personId: string,
  course: { readonly courseId: string; readonly repeat: string; readonly at: Date },
): Promise<CreditEntry | null> {
  for (const sourceKey of barringKeys(course.courseId, course.repeat, course.at)) {
    const credit = await creditUnder(db, personId, sourceKey);
    if (credit) return credit;
  }
  return null;
}

async function creditUnder(
  db: Reader,
  personId: string,
  sourceKey: string,
): Promise<CreditEntry | null> {
  const learned = await findBySource(db, { personId, sourceType: ONLINE_COURSE, sourceKey });
  if (learned) return learned;
  const given = await findBySource(db, { personId, sourceType: SUPPLEMENT, sourceKey });
  if (!given) return null;
  const { creditEntries } = schema;
  const [reversal] = await db
    .select({ id: creditEntries.id })
    .from(creditEntries)
    .where(eq(creditEntries.reversesId, given.id));
  return reversal ? null : given;
}
