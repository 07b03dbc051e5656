import { schema, type Tx } from '@xueshi/database';
import { daysLater, trainingDayOf, startOfTrainingDay } from '@xueshi/domain';
import { enqueueJob } from '../../platform/jobs.ts';
import { newId } from '../../platform/new-id.ts';
import { KEPT_MS, type RunRow } from './store.ts';

export const MAKE_REPORT = 'make-report';
export const FORGET_REPORT = 'forget-report';
export const MONTHLY_REPORTS = 'monthly-reports';

/** Writes a run down and enqueues its making, and its file's end. */
export async function beginRun(
  tx: Tx,
  run: Pick<RunRow, 'orgUnitId' | 'savedId' | 'createdBy' | 'year' | 'order'>,
  now: Date,
): Promise<string> {
  const id = newId();
  await tx.insert(schema.reportRuns).values({ id, ...run, createdAt: now, state: 'waiting' });
  const payload = { runId: id };
  await enqueueJob(tx, { name: MAKE_REPORT, uniqueKey: `${MAKE_REPORT}:${id}`, payload, now });
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
