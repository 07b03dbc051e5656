// Long work (DESIGN.md decision 8): rows enqueued with their cause, leased with a fence, retried,
// with progress that pages show. One runner a process.
import { schema, type Tx } from '@xueshi/database';
import { and, asc, eq, inArray, lt, lte, or, sql, type SQLWrapper } from 'drizzle-orm';
import { newId } from './new-id.ts';
import type { Platform } from './platform.ts';

const { jobs } = schema;

export type Job = typeof jobs.$inferSelect;

export interface JobContext {
  readonly signal: AbortSignal;
  /** Fraction done, 0–1. Written down at most once a second. */
  progress(fraction: number): void;
}

/** A handler is idempotent: after a crash it runs again with the same payload. */
export type JobHandler = (
  platform: Platform,
  payload: unknown,
  context: JobContext,
) => Promise<void>;

/** A failure that trying again cannot mend: the job is failed at once. */
export class JobFailed extends Error {}

const LEASE_MS = 60_000;
const RENEW_MS = 20_000;
const MOST_ATTEMPTS = 3;

/** Enqueues a job once for its key; a failed one with the same key is set going again. */
export async function enqueueJob(
  tx: Tx,
  job: { name: string; uniqueKey: string; payload: unknown; now: Date },
): Promise<void> {
  const waiting = {
    state: 'waiting',
    runAfter: job.now,
    attempts: 0,
    error: null,
    finishedAt: null,
    cancelRequested: false,
    progressPercent: 0,
  } as const;
  await tx
    .insert(jobs)
    .values({
      id: newId(),
      name: job.name,
      uniqueKey: job.uniqueKey,
      payload: job.payload,
      createdAt: job.now,
      ...waiting,
    })
    .onConflictDoUpdate({
      target: jobs.uniqueKey,
      set: waiting,
      setWhere: inArray(jobs.state, ['failed', 'done']),
    });
}

/** Lets the jobs with the keys of a query run before all others: somebody waits for what they make. */
export async function putJobsFirst(tx: Tx, uniqueKeys: SQLWrapper, now: Date): Promise<void> {
  await tx
    .update(jobs)
    .set({ runAfter: new Date(0) })
    .where(
      and(inArray(jobs.uniqueKey, uniqueKeys), eq(jobs.state, 'waiting'), lte(jobs.runAfter, now)),
    );
}

/** Sets a failed job going again. Returns false where there is none. */
export async function retryJob({ write, clock }: Platform, id: string): Promise<boolean> {
  const rows = await write((tx) =>
    tx
      .update(jobs)
      .set({
        state: 'waiting',
        attempts: 0,
        runAfter: clock.now(),
        error: null,
        finishedAt: null,
        cancelRequested: false,
      })
      .where(and(eq(jobs.id, id), eq(jobs.state, 'failed')))
      .returning({ id: jobs.id }),
  );
  return rows.length > 0;
}

/** The jobs that run in this process, by id; there is no other process. */
const underWay = new Map<string, AbortController>();

/** Stops a job that waits or runs: it is failed, and can be set going again. False where there is none. */
export async function cancelJob({ write, clock }: Platform, id: string): Promise<boolean> {
  const rows = await write(async (tx) => {
    const stopped = await tx
      .update(jobs)
      .set({ state: 'failed', cancelRequested: true, error: null, finishedAt: clock.now() })
      .where(and(eq(jobs.id, id), eq(jobs.state, 'waiting')))
      .returning({ id: jobs.id });
    if (stopped.length > 0) return stopped;
    return tx
      .update(jobs)
      .set({ cancelRequested: true })
      .where(and(eq(jobs.id, id), eq(jobs.state, 'running')))
      .returning({ id: jobs.id });
  });
  underWay.get(id)?.abort();
  return rows.length > 0;
}

export interface JobRunner {
  /** Looks for work now; called after something was enqueued. */
  wake(): void;
  /** Resolves when nothing is due and nothing runs. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

const isDue = (names: readonly string[], now: Date) =>
  and(
    inArray(jobs.name, [...names]),
    or(
      and(eq(jobs.state, 'waiting'), lte(jobs.runAfter, now)),
      and(eq(jobs.state, 'running'), lt(jobs.leasedUntil, now)),
    ),
  );

async function claim(platform: Platform, names: readonly string[]): Promise<Job | null> {
  const { db, write, clock } = platform;
  const now = clock.now();
  // Mostly there is nothing to do, and looking needs no turn among those who write.
  const [any] = await db.select({ id: jobs.id }).from(jobs).where(isDue(names, now)).limit(1);
  if (!any) return null;
  return write(async (tx) => {
    const [due] = await tx
      .select()
      .from(jobs)
      .where(isDue(names, now))
      .orderBy(asc(jobs.runAfter), asc(jobs.createdAt))
      .limit(1);
    if (!due) return null;
    const [claimed] = await tx
      .update(jobs)
      .set({
        state: 'running',
        attempts: due.attempts + 1,
        fence: due.fence + 1,
        startedAt: now,
        leasedUntil: new Date(now.getTime() + LEASE_MS),
      })
      .where(eq(jobs.id, due.id))
      .returning();
    return claimed ?? null;
  });
}

async function update(platform: Platform, job: Job, change: Partial<Job>): Promise<void> {
  await platform.write((tx) =>
    tx
      .update(jobs)
      .set(change)
      // A worker whose lease ran out and was taken by another may change nothing any more.
      .where(and(eq(jobs.id, job.id), eq(jobs.fence, job.fence))),
  );
}

async function run(
  platform: Platform,
  job: Job,
  handler: JobHandler,
  stopping: AbortSignal,
): Promise<void> {
  const { clock, log } = platform;
  let percent = job.progressPercent;
  let written = 0;
  const cancelled = new AbortController();
  underWay.set(job.id, cancelled);
  const renewal = setInterval(() => {
    void update(platform, job, { leasedUntil: new Date(clock.now().getTime() + LEASE_MS) });
  }, RENEW_MS);
  try {
    await handler(platform, job.payload, {
      signal: AbortSignal.any([stopping, cancelled.signal]),
      progress(fraction) {
        const next = Math.max(0, Math.min(100, Math.round(fraction * 100)));
        if (next === percent || performance.now() - written < 1000) return;
        percent = next;
        written = performance.now();
        void update(platform, job, { progressPercent: percent });
      },
    });
    await update(platform, job, {
      state: 'done',
      progressPercent: 100,
      error: null,
      leasedUntil: null,
      finishedAt: clock.now(),
    });
  } catch (error) {
    if (stopping.aborted) {
      await update(platform, job, {
        state: 'waiting',
        attempts: job.attempts - 1,
        leasedUntil: null,
      });
      return;
    }
    if (cancelled.signal.aborted) {
      const stopped = { state: 'failed', error: null, leasedUntil: null } as const;
      await update(platform, job, { ...stopped, finishedAt: clock.now() });
      return;
    }
    log.error({ err: error, job: job.id, name: job.name }, 'job failed');
    const final = error instanceof JobFailed || job.attempts >= MOST_ATTEMPTS;
    await update(platform, job, {
      state: final ? 'failed' : 'waiting',
      error: error instanceof Error ? error.message : String(error),
      leasedUntil: null,
      runAfter: new Date(clock.now().getTime() + 5_000 * job.attempts ** 2),
      ...(final ? { finishedAt: clock.now() } : {}),
    });
  } finally {
    clearInterval(renewal);
    underWay.delete(job.id);
  }
}

export type JobHandlers = Readonly<Record<string, JobHandler>>;

/**
 * Runs due jobs, one at a time in each lane, so that long patient work keeps nobody waiting. Jobs of
 * a process that died start again with its successor.
 */
export async function startJobs(
  platform: Platform,
  ...lanes: readonly JobHandlers[]
): Promise<JobRunner> {
  // Exactly one process holds the data folder, so whatever says it runs does not.
  await platform.write(async (tx) => {
    const interrupted = { leasedUntil: null, fence: sql`${jobs.fence} + 1` };
    await tx
      .update(jobs)
      .set({ ...interrupted, state: 'failed', finishedAt: platform.clock.now() })
      .where(and(eq(jobs.state, 'running'), jobs.cancelRequested));
    await tx
      .update(jobs)
      .set({ ...interrupted, state: 'waiting' })
      .where(eq(jobs.state, 'running'));
  });
  const runners = lanes.map((handlers) => openLane(platform, handlers));
  return {
    wake: () => runners.forEach((lane) => lane.wake()),
    async idle() {
      const names = lanes.flatMap((handlers) => Object.keys(handlers));
      // Triggers enqueue without waking anybody, and the work of one lane may leave some for another.
      do {
        runners.forEach((lane) => lane.wake());
        await Promise.all(runners.map((lane) => lane.idle()));
      } while ((await platform.db.$count(jobs, isDue(names, platform.clock.now()))) > 0);
    },
    async stop() {
      await Promise.all(runners.map((lane) => lane.stop()));
    },
  };
}

function openLane(platform: Platform, handlers: JobHandlers): JobRunner {
  const stopping = new AbortController();
  let current: Promise<void> | null = null;

  async function work(): Promise<void> {
    while (!stopping.signal.aborted) {
      const job = await claim(platform, Object.keys(handlers));
      const handler = job && handlers[job.name];
      if (!job || !handler) return;
      await run(platform, job, handler, stopping.signal);
    }
  }

  function wake(): void {
    current ??= work()
      .catch((error: unknown) => platform.log.error({ err: error }, 'the job runner stumbled'))
      .finally(() => {
        current = null;
      });
  }

  const timer = setInterval(wake, 5_000);
  timer.unref();
  wake();
  return {
    wake,
    async idle() {
      while (current) await current;
    },
    async stop() {
      clearInterval(timer);
      stopping.abort();
      await current;
    },
  };
}
