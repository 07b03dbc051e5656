// What was earned when: for reckoning a year forward from the one before.
import { schema, type Reader } from '@xueshi/database';
import { daysLeftInYear, trainingYearOf } from '@xueshi/domain';
import { and, eq, inArray, lte } from 'drizzle-orm';

const { creditEntries } = schema;

export interface DatedCredit {
  readonly personId: string;
  readonly year: number;
  readonly mode: string;
  readonly intensity: string;
  /** '' without one. */
  readonly area: string;
  readonly hundredths: number;
  readonly halfDays: number;
  /** The days that were left of its year, its own day included. */
  readonly daysLeft: number;
}

/** The entries of some people for a year, reversals among them, posted until an instant. At most 1,000 people. */
export async function creditsOfYear(
  db: Reader,
  personIds: readonly string[],
  year: number,
  until?: Date,
): Promise<Map<string, DatedCredit[]>> {
  if (personIds.length === 0) return new Map();
  const rows = await db
    .select({
      personId: creditEntries.personId,
      year: creditEntries.year,
      mode: creditEntries.mode,
      intensity: creditEntries.intensity,
      area: creditEntries.area,
      hundredths: creditEntries.hundredths,
      halfDays: creditEntries.halfDays,
      earnedAt: creditEntries.earnedAt,
    })
    .from(creditEntries)
    .where(
      and(
        inArray(creditEntries.personId, [...personIds]),
        eq(creditEntries.year, year),
        until && lte(creditEntries.postedAt, until),
      ),
    );
  const credits = rows.map(({ earnedAt, area, ...row }) => ({
    ...row,
    area: area ?? '',
    daysLeft: daysLeftWithin(year, earnedAt),
  }));
  return Map.groupBy(credits, ({ personId }) => personId);
}

/** What was posted for a year outside of it counts at its nearest end, as in the sums of units. */
function daysLeftWithin(year: number, at: Date): number {
  const own = trainingYearOf(at);
  if (own === year) return daysLeftInYear(at);
  return own > year ? 1 : 365;
}
