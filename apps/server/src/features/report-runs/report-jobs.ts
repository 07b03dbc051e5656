import { schema, type Tx } from '@xueshi/database';
import { daysLater, trainingDayOf, startOfTrainingDay } from '@xueshi/domain';
import { and, eq, inArray } from 'drizzle-orm';
import { enqueueJob } from '../../platform/jobs.ts';
import { newId } from '../../platform/new-id.ts';
import { Refused } from '../../platform/refused.ts';
import { KEPT_MS, type RunRow } from './store.ts';

export const MAKE_REPORT = 'make-report';
export const FORGET_REPORT = 'forget-report';
export const MONTHLY_REPORTS = 'monthly-reports';

/** One person has so many files made at a time. */
const MOST_WAITING_EACH = 10;

/** Refuses whoever waits for too many files already. */
export async function demandFewWaiting(tx: Tx, personId: string): Promise<void> {
  const { reportRuns } = schema;
  const waiting = await tx.$count(
    reportRuns,
    and(eq(reportRuns.createdBy, personId), inArray(reportRuns.state, ['waiting', 'running'])),
  );
  if (waiting >= MOST_WAITING_EACH) throw new Refused('busy');
}

/** Writes a run down and enqueues its making, by the job of its kind, and its file's end. */
export async function beginRun(
  tx: Tx,
  run: Pick<RunRow, 'orgUnitId' | 'savedId' | 'createdBy' | 'year' | 'order'>,
  now: Date,
  job = MAKE_REPORT,
): Promise<string> {
  const id = newId();
  await tx.insert(schema.reportRuns).values({ id, ...run, createdAt: now, state: 'waiting' });
  const payload = { runId: id };
  await enqueueJob(tx, { name: job, uniqueKey: `${job}:${id}`, payload, now });
  await enqueueJob(tx, {
    name: FORGET_REPORT,
    uniqueKey: `${FORGET_REPORT}:${id}`,
    payload,
    now: new Date(now.getTime() + KEPT_MS),
  });
  return id;
}

const TWO_O_CLOCK_MS = 2 * 3_600_000;

/** The first of the month after the one that an instant lies in, as YYYY-MM-DD. */
function firstOfNextMonth(now: Date): string {
  const [year = 0, month = 0] = trainingDayOf(now).split('-').map(Number);
  return month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`;
}

/** Enqueues the monthly reports of the next first of a month, at two in the night. */
export async function reportsNextMonth(tx: Tx, now: Date): Promise<void> {
  const day = firstOfNextMonth(now);
  const start = startOfTrainingDay(day) ?? now;
  await enqueueJob(tx, {
    name: MONTHLY_REPORTS,
    uniqueKey: `${MONTHLY_REPORTS}:${day}`,
    payload: { day },
    now: new Date(start.getTime() + TWO_O_CLOCK_MS),
  });
}

/** The year that a report of the first of a month is about: that of the day before. */
export const yearReported = (day: string) => Number(daysLater(day, -1).slice(0, 4));
