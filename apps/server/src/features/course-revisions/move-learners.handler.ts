// After a publication: whoever is learning an older version is told of the new one, or brought to it. A
// correction comes to everybody; anything else when the older version can be finished no more (DOMAIN 5.6).
import { schema, type Tx } from '@xueshi/database';
import { trainingDayOf } from '@xueshi/domain';
import { and, asc, eq, gt, isNull } from 'drizzle-orm';
import type { JobHandler } from '../../platform/jobs.ts';
import type { Platform } from '../../platform/platform.ts';
import { moveLearnersAt, type MoveLearners, type Revision } from '../catalogue/service.ts';
import { findEnrolment, type Enrolment } from '../learning/service.ts';
import { notify } from '../notices/service.ts';
import { goOver, isBusy } from './go-over.ts';
import { isPlayable, mayFinishUntil, revisionsOf } from './under-way.ts';

const { courses, enrolments } = schema;

const CHUNK = 50;
const LOOK_AGAIN_MS = 10 * 60_000;
const MINUTE_MS = 60_000;

/** Looks after everybody; returns when to look again, null where nobody is left to wait for. */
async function lookAfter(
  platform: Platform,
  courseId: string,
  signal: AbortSignal,
): Promise<Date | null> {
  const { db, clock } = platform;
  let again: Date | null = null;
  const sooner = (at: Date | null) => {
    if (at && (!again || at < again)) again = at;
  };
  for (const revision of (await revisionsOf(db, courseId)).values()) {
    if (!(await isPlayable(db, revision.to.id))) {
      sooner(new Date(clock.now().getTime() + LOOK_AGAIN_MS));
      continue;
    }
    let after = '';
    for (;;) {
      const underWay = await underWayIn(platform, revision.from.id, after);
      for (const enrolment of underWay) {
        if (signal.aborted) throw new Error('stopped while learners were looked after');
        sooner(await lookAfterOne(platform, enrolment, revision));
      }
      const last = underWay.at(-1);
      if (!last) break;
      after = last.id;
    }
  }
  return again;
}

const underWayIn = ({ db }: Platform, versionId: string, after: string): Promise<Enrolment[]> =>
  db
    .select()
    .from(enrolments)
    .where(
      and(
        eq(enrolments.courseVersionId, versionId),
        isNull(enrolments.completedAt),
        gt(enrolments.id, after),
      ),
    )
    .orderBy(asc(enrolments.id))
    .limit(CHUNK);

async function lookAfterOne(
  platform: Platform,
  { id, personId }: Enrolment,
  revision: Revision,
): Promise<Date | null> {
  const now = platform.clock.now();
  const until =
    revision.kind === 'correction' ? now : await mayFinishUntil(platform, personId, revision);
  return platform.write(async (tx) => {
    const enrolment = await findEnrolment(tx, id);
    if (!enrolment || enrolment.completedAt) return null;
    // Completed or moved meanwhile by the learner.
    if (enrolment.courseVersionId !== revision.from.id) return null;
    if (!until || until > now) {
      await tell(tx, 'course-revised', enrolment, revision, until, now);
      return until;
    }
    if (await isBusy(tx, enrolment, revision, now)) return new Date(now.getTime() + LOOK_AGAIN_MS);
    const cause = revision.kind === 'correction' ? 'correction' : 'overdue';
    await goOver(platform, tx, { enrolment, revision, cause, now });
    if (cause === 'overdue') await tell(tx, 'course-moved', enrolment, revision, until, now);
    return null;
  });
}

async function tell(
  tx: Tx,
  kind: 'course-revised' | 'course-moved',
  { id, personId }: Enrolment,
  { to }: Revision,
  until: Date | null,
  now: Date,
): Promise<void> {
  const [course] = await tx
    .select({ slug: courses.slug })
    .from(courses)
    .where(eq(courses.id, to.courseId));
  // The end is the first instant after the last day.
  const date = until && trainingDayOf(new Date(until.getTime() - MINUTE_MS));
  await notify(tx, {
    personId,
    kind,
    occasion: `${id}:${to.id}`,
    params: { title: to.title['zh-CN'], ...(date && { date }) },
    link: `/courses/${course?.slug ?? ''}`,
    now,
  });
}

/** Idempotent: whoever was brought over or told already is left alone. */
export const moveLearnersHandler: JobHandler = async (platform, payload, { signal }) => {
  const { courseId } = payload as MoveLearners;
  const again = await lookAfter(platform, courseId, signal);
  if (again) await platform.write((tx) => moveLearnersAt(tx, courseId, again));
};
