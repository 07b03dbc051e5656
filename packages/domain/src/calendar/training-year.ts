import { assert } from '../assertion.ts';

/** The zone of training years and days (DOMAIN 5.1). */
export const TRAINING_ZONE = 'Asia/Shanghai';

const MS_PER_DAY = 86_400_000;

interface WallClock {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) return known;
  // Making one costs far more than using one. The calendar and digits are named, so that nothing of
  // the host's settings enters: only the zone given.
  const formatter = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formatters.set(zone, formatter);
  return formatter;
}

// One page asks for the year of the same few instants again and again.
const clocks = new Map<string, WallClock>();
const MOST_CLOCKS = 1000;

function wallClockOf(instant: Date, zone: string): WallClock {
  assert(!Number.isNaN(instant.getTime()), 'an instant is a valid date');
  const key = `${Math.floor(instant.getTime() / 1000)} ${zone}`;
  const known = clocks.get(key);
  if (known) return known;
  const clock = readWallClock(instant, zone);
  if (clocks.size >= MOST_CLOCKS) clocks.clear();
  clocks.set(key, clock);
  return clock;
}

function readWallClock(instant: Date, zone: string): WallClock {
  const parts = formatterOf(zone).formatToParts(instant);
  const read = (type: Intl.DateTimeFormatPartTypes): number => {
    const part = parts.find((candidate) => candidate.type === type);
    assert(part !== undefined, `the calendar tells the ${type}`);
    return Number(part.value);
  };
  return {
    year: read('year'),
    month: read('month'),
    day: read('day'),
    // Browsers before h23 was common write midnight as 24.
    hour: read('hour') % 24,
    minute: read('minute'),
    second: read('second'),
  };
}

/**
 * The training year an instant belongs to: the calendar year in the zone, whatever the host's own
 * zone is. 31 December 16:00:00Z is already the next year in Shanghai. Source: DOMAIN 5.1.
 */
export function trainingYearOf(instant: Date, zone: string = TRAINING_ZONE): number {
  return wallClockOf(instant, zone).year;
}

/** The training day an instant belongs to, as YYYY-MM-DD in the zone. Source: DOMAIN 5.1. */
export function trainingDayOf(instant: Date, zone: string = TRAINING_ZONE): string {
  const { year, month, day } = wallClockOf(instant, zone);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

/** The first instant of a training year, and the first after it: start ≤ instant < end. */
export interface YearBounds {
  readonly start: Date;
  readonly end: Date;
}

/** The bounds of a training year (1900 … 9998) as instants. Source: DOMAIN 5.1. */
export function yearBounds(year: number, zone: string = TRAINING_ZONE): YearBounds {
  assert(Number.isInteger(year) && year >= 1900 && year <= 9998, 'a training year has four digits');
  return { start: newYear(year, zone), end: newYear(year + 1, zone) };
}

function newYear(year: number, zone: string): Date {
  return instantOfWallClock(Date.UTC(year, 0, 1), zone);
}

/** The first instant of the training day that an instant belongs to. Source: DOMAIN 5.1. */
export function trainingDayStart(instant: Date, zone: string = TRAINING_ZONE): Date {
  const { year, month, day } = wallClockOf(instant, zone);
  return instantOfWallClock(Date.UTC(year, month - 1, day), zone);
}

/**
 * The first instant of a training day given as YYYY-MM-DD; null where there is no such day.
 * Source: DOMAIN 5.1.
 */
export function startOfTrainingDay(day: string, zone: string = TRAINING_ZONE): Date | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!match) return null;
  const wanted = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
  if (Number.isNaN(wanted) || new Date(wanted).toISOString().slice(0, 10) !== day) return null;
  return instantOfWallClock(wanted, zone);
}

/** The first instant after a training day given as YYYY-MM-DD; null where there is no such day. */
export function endOfTrainingDay(day: string, zone: string = TRAINING_ZONE): Date | null {
  const start = startOfTrainingDay(day, zone);
  if (start === null) return null;
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + MS_PER_DAY);
  return instantOfWallClock(next.getTime(), zone);
}

/** The first instant of the training day after the one that an instant belongs to. Source: DOMAIN 5.1. */
export function nextTrainingDay(instant: Date, zone: string = TRAINING_ZONE): Date {
  // Half a day beyond its beginning, so that a day of 23 or 25 hours is one day.
  return trainingDayStart(
    new Date(trainingDayStart(instant, zone).getTime() + 1.5 * MS_PER_DAY),
    zone,
  );
}

/**
 * The next time of day that is still to come, `afterMidnightMs` milliseconds into its training day:
 * the instant, and the day as YYYY-MM-DD. Right now counts as past. Source: DOMAIN 5.1.
 */
export function nextTimeOfDay(now: Date, afterMidnightMs: number): { day: string; at: Date } {
  const on = (start: Date) => ({
    day: trainingDayOf(start),
    at: new Date(start.getTime() + afterMidnightMs),
  });
  const today = on(trainingDayStart(now));
  return today.at > now ? today : on(nextTrainingDay(now));
}

/** The instant at which clocks of the zone show what `wantedMs` shows in UTC. */
function instantOfWallClock(wantedMs: number, zone: string): Date {
  // The zone's offset is read at the instant guessed so far; a second look settles a change nearby.
  let guess = new Date(wantedMs);
  for (let look = 0; look < 2; look += 1) {
    const { year: y, month, day, hour, minute, second } = wallClockOf(guess, zone);
    const offsetMs = Date.UTC(y, month - 1, day, hour, minute, second) - guess.getTime();
    guess = new Date(wantedMs - offsetMs);
  }
  return guess;
}

/**
 * Days left to study in the instant's training year, today included: 1 on 31 December, 365 or 366 on
 * 1 January. Source: DESIGN ("how much do I still need, by when"), DOMAIN H1.
 */
export function daysLeftInYear(instant: Date, zone: string = TRAINING_ZONE): number {
  const { year, month, day } = wallClockOf(instant, zone);
  // Counted in calendar days, so that a day of 23 or 25 hours is one day.
  return (Date.UTC(year + 1, 0, 1) - Date.UTC(year, month - 1, day)) / MS_PER_DAY;
}
