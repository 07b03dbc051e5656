// What an entry was posted for: a course once for ever or once a year, by learning it or by somebody's hand.
import { schema, type Reader } from '@xueshi/database';
import { trainingYearOf } from '@xueshi/domain';
import { eq } from 'drizzle-orm';
import { findBySource, type CreditEntry } from './ledger.ts';

export const ONLINE_COURSE = 'course';
export const SUPPLEMENT = 'supplement';

/** One credit per person and course lineage for ever, or per year for a yearly one (DOMAIN 5.5). */
export const courseKey = (courseId: string, repeat: string, at: Date) =>
  repeat === 'yearly' ? `${courseId}:${trainingYearOf(at)}` : courseId;

/** The credit for a course: what learning it brought, or what was given for it and was not taken back. */
export async function creditFor(
  db: Reader,
  personId: string,
  course: { readonly courseId: string; readonly repeat: string; readonly at: Date },
): Promise<CreditEntry | null> {
  const sourceKey = courseKey(course.courseId, course.repeat, course.at);
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
