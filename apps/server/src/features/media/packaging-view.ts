// How far the lectures of a course are packaged, and stopping and going on with it.
import type { PackagedLecture } from '@xueshi/contracts';
import { schema, type Reader, type Tx } from '@xueshi/database';
import { and, asc, eq, inArray, ne, sql } from 'drizzle-orm';
import { cancelJob, putJobsFirst, retryJob, type Job } from '../../platform/jobs.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { MediaAsset } from './asset.ts';
import { PACKAGE_LECTURE } from './package-lecture.job.ts';

const { courses, jobs, lessons, mediaAssets } = schema;

const keyOf = (assetId: string) => `${PACKAGE_LECTURE}:${assetId}`;
const jobKey = () => sql`${keyOf('')} || ${mediaAssets.id}`;
/** Before anything was packaged: half as long as it plays, on two cores. */
const USUAL_PACE = 0.5;

/** The lectures of the version that learners get now. */
const lecturesOf = (db: Reader, slug: string) =>
  db
    .select({ key: lessons.key, title: lessons.title, asset: mediaAssets, job: jobs })
    .from(courses)
    .innerJoin(lessons, eq(lessons.courseVersionId, courses.currentVersionId))
    .innerJoin(mediaAssets, eq(mediaAssets.id, lessons.mediaAssetId))
    .leftJoin(jobs, eq(jobs.uniqueKey, jobKey()))
    .where(eq(courses.slug, slug))
    .orderBy(asc(lessons.position));

export async function packagingOf(platform: Platform, slug: string): Promise<PackagedLecture[]> {
  const rows = await lecturesOf(platform.db, slug);
  const queue = await queueOf(platform.db);
  return rows.map(({ key, title, asset, job }) => ({
    assetId: asset.id,
    lessonId: key,
    title: { ...title },
    state: stateOf(asset, job),
    percent: asset.state === 'ready' ? 100 : (job?.progressPercent ?? 0),
    ...standingIn(queue, asset, platform.clock.now()),
    problem: asset.problem,
    durationMs: asset.durationMs,
  }));
}

function stateOf(asset: MediaAsset, job: Job | null): PackagedLecture['state'] {
  if (asset.state === 'ready') return 'ready';
  if (job?.state === 'failed') return job.cancelRequested ? 'cancelled' : 'failed';
  return job?.state === 'running' ? 'packaging' : 'waiting';
}

type Queued = Awaited<ReturnType<typeof queueOf>>[number];

/** What is packaged now and waits for it, in the order in which it will be. */
async function queueOf(db: Reader) {
  const rows = await db
    .select({ job: jobs, asset: mediaAssets })
    .from(jobs)
    .innerJoin(mediaAssets, eq(jobs.uniqueKey, jobKey()))
    .where(and(eq(jobs.name, PACKAGE_LECTURE), inArray(jobs.state, ['waiting', 'running'])))
    .orderBy(asc(jobs.runAfter), asc(jobs.createdAt));
  return rows.sort((a, b) => rank(a.job) - rank(b.job));
}

const rank = ({ state }: Job) => (state === 'running' ? 0 : 1);

function standingIn(
  queue: readonly Queued[],
  asset: MediaAsset,
  now: Date,
): Pick<PackagedLecture, 'before' | 'secondsLeft'> {
  const at = queue.findIndex((one) => one.asset.id === asset.id);
  const own = queue[at];
  if (!own) return { before: null, secondsLeft: null };
  const pace = paceOf(queue[0], now);
  const seconds = queue
    .slice(0, at + 1)
    .reduce((sum, one) => sum + (1 - share(one.job)) * (one.asset.durationMs / 1000) * pace, 0);
  return {
    before: own.job.state === 'running' ? null : at,
    secondsLeft: Math.max(1, Math.round(seconds)),
  };
}

const share = ({ progressPercent }: Job) => progressPercent / 100;

/** Seconds of work for a second of lecture, from what is under way; one that went on after a stop tells nothing. */
function paceOf(first: Queued | undefined, now: Date): number {
  if (!first || first.job.state !== 'running' || first.job.startedAt === null) return USUAL_PACE;
  const done = share(first.job) * (first.asset.durationMs / 1000);
  const spent = (now.getTime() - first.job.startedAt.getTime()) / 1000;
  return done > 5 && first.job.attempts === 1 ? spent / done : USUAL_PACE;
}

/** A learner begins this version of a course: what is not packaged yet of it is packaged before all others. */
export async function packageFirst(tx: Tx, courseVersionId: string, now: Date): Promise<void> {
  const missing = tx
    .select({ key: jobKey() })
    .from(lessons)
    .innerJoin(mediaAssets, eq(mediaAssets.id, lessons.mediaAssetId))
    .where(and(eq(lessons.courseVersionId, courseVersionId), ne(mediaAssets.state, 'ready')));
  await putJobsFirst(tx, missing, now);
}

async function jobOf({ db }: Platform, slug: string, assetId: string): Promise<Job> {
  const rows = await lecturesOf(db, slug);
  const row = rows.find(({ asset }) => asset.id === assetId);
  if (!row?.job) throw new Refused('not-found');
  return row.job;
}

/** Stops packaging at once; finished stages stay, so that going on costs only what is left. */
export async function cancelLecture(
  platform: Platform,
  slug: string,
  assetId: string,
): Promise<void> {
  const job = await jobOf(platform, slug, assetId);
  if (!(await cancelJob(platform, job.id))) throw new Refused('not-found');
  await platform.write((tx) =>
    tx
      .update(mediaAssets)
      .set({ state: 'failed', problem: 'aborted' })
      .where(and(eq(mediaAssets.id, assetId), ne(mediaAssets.state, 'ready'))),
  );
}

export async function packageLectureAgain(
  platform: Platform,
  slug: string,
  assetId: string,
): Promise<void> {
  const job = await jobOf(platform, slug, assetId);
  if (!(await retryJob(platform, job.id))) throw new Refused('not-found');
}
