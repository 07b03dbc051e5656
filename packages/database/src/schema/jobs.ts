import {
  flag,
  id,
  index,
  instant,
  integer,
  json,
  table,
  text,
  uniqueIndex,
} from '../dialect.sqlite.ts';

/** Long work (DESIGN.md decision 8): enqueued with its cause, leased with a fence, idempotent. */
export const jobs = table(
  'jobs',
  {
    id: id('id').primaryKey(),
    name: text('name').notNull(),
    uniqueKey: text('unique_key').notNull(),
    payload: json<unknown>('payload').notNull(),
    state: text('state').notNull(),
    attempts: integer('attempts').notNull().default(0),
    runAfter: instant('run_after').notNull(),
    leasedUntil: instant('leased_until'),
    fence: integer('fence').notNull().default(0),
    progressPercent: integer('progress_percent').notNull().default(0),
    cancelRequested: flag('cancel_requested').notNull().default(false),
    error: text('error'),
    createdAt: instant('created_at').notNull(),
    /** When it was last begun: how fast it goes is told from it. */
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at'),
  },
  (t) => [
    uniqueIndex('jobs_unique_key').on(t.uniqueKey),
    index('jobs_due').on(t.state, t.runAfter),
  ],
);
