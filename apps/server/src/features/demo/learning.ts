// A year of learning as it might be: in-person classes in spring and autumn, study online in the
// evening, little at the new year, and a rush in December.
import { CONTENT_AREAS, type AudienceCategory, type ContentArea } from '@xueshi/domain';
import type { Random } from './random.ts';

export interface DemoCredit {
  readonly earnedAt: Date;
  readonly hundredths: number;
  readonly halfDays: number;
  readonly mode: 'online' | 'in_person';
  readonly area: ContentArea;
}

/** How much is studied in each month, January to December. */
const RHYTHM = [2, 2, 7, 8, 8, 9, 6, 6, 9, 9, 11, 23];
const NEEDED: Readonly<Record<string, number>> = { county_department: 10_000, township: 10_000 };
const NEEDED_OTHERS = 4_000;
/** Hours of the zone of training years are eight ahead of UTC. */
const ZONE_MS = 8 * 3_600_000;
const COURSES_A_YEAR = 8;
const HUNDREDTHS_A_HALF_DAY = 400;

/** Some learn far more than asked, most about as much, a few nothing at all. */
function diligenceOf(random: Random): number {
  const kind = random.fraction();
  if (kind < 0.03) return 0;
  if (kind < 0.15) return 0.2 + random.fraction() * 0.5;
  return 0.85 + random.fraction() * 0.7;
}

function evening(year: number, random: Random): Date {
  const month = random.weighted(RHYTHM);
  // In December most of it lies in its second half.
  const day =
    month === 11 ? 1 + Math.floor(Math.sqrt(random.fraction()) * 30) : 1 + random.below(28);
  const minutes = 18 * 60 + random.below(4 * 60);
  return new Date(Date.UTC(year, month, day) + minutes * 60_000 + random.below(60_000) - ZONE_MS);
}

/** What somebody earned in a year up to `now`, in the order of time. */
export function learnYear(
  category: AudienceCategory,
  year: number,
  now: Date,
  random: Random,
): DemoCredit[] {
  const goal = (NEEDED[category] ?? NEEDED_OTHERS) * diligenceOf(random);
  if (goal === 0) return [];
  const credits: DemoCredit[] = [];
  let left = goal;
  const area = () => random.pick(CONTENT_AREAS);
  for (const [month, most] of [
    [3, 6],
    [8, 10],
  ] as const) {
    const halfDays = Math.min(random.below(most + 1), Math.floor(left / HUNDREDTHS_A_HALF_DAY));
    if (halfDays === 0) continue;
    const earnedAt = new Date(Date.UTC(year, month, 5 + random.below(20), 9));
    const hundredths = halfDays * HUNDREDTHS_A_HALF_DAY;
    credits.push({ earnedAt, hundredths, halfDays, mode: 'in_person', area: area() });
    left -= hundredths;
  }
  const each = Math.max(100, Math.ceil(left / COURSES_A_YEAR / 25) * 25);
  while (left > 0) {
    credits.push({
      earnedAt: evening(year, random),
      hundredths: each,
      halfDays: 0,
      mode: 'online',
      area: area(),
    });
    left -= each;
  }
  return credits
    .filter(({ earnedAt }) => earnedAt <= now)
    .sort((one, other) => one.earnedAt.getTime() - other.earnedAt.getTime());
}
