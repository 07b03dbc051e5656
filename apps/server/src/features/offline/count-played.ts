// What was played offline, counted where the learner's policy says that it counts (TRUST 2.7).
import type { CompletionNews, OfflineReturn } from '@xueshi/contracts';
import type { Tx } from '@xueshi/database';
import {
  grantOffline,
  lengthMs,
  normalise,
  playbackPolicyAt,
  timeSpentOnline,
  union,
  watchedEnough,
  type IntervalSet,
  type OfflineGrant,
} from '@xueshi/domain';
import type { Platform } from '../../platform/platform.ts';
import { lessonHeads, type Lesson } from '../catalogue/service.ts';
import {
  completeLesson,
  lessonProgressOf,
  updateProgress,
  type LessonProgress,
} from '../learning/service.ts';
import { openQuestions } from '../lecture-questions/service.ts';
import { emptyBucket } from '../playback/service.ts';
import { quizCounts } from './policy.ts';
import type { Returned } from './return-study.ts';
import {
  archivedSince,
  lastPlayedOnline,
  reportedSince,
  spentOffline,
  updatePermission,
} from './store.ts';

type Reason = OfflineReturn['reason'];

export interface Counted {
  readonly grantedMs: number;
  readonly reason: Reason;
  readonly news: CompletionNews | null;
}

/** Moves the learner's place, and counts what was played as far as it may count. */
export async function countPlayed(
  platform: Platform,
  tx: Tx,
  returned: Returned,
): Promise<Counted> {
  const { row, enrolment, lesson, fresh, rules, now } = returned;
  const progress = await lessonProgressOf(tx, enrolment.id, lesson.id);
  if (!progress) throw new Error('progress is begun before it is counted');
  const spans = fresh.flatMap((entry) => entry.spans);
  const isInOrder = isSeenInOrder(lesson) && progress.completedAt === null;
  if (!isInOrder) await movePlace(tx, returned, row.durationMs);
  if (progress.completedAt) return { grantedMs: 0, reason: null, news: null };
  // What came before is answered as it was then.
  if (spans.length === 0) return { grantedMs: 0, reason: row.reason as Reason, news: null };
  const barred = await barredBy(tx, returned);
  const grant = barred ? null : await grantFor(tx, returned, progress, isInOrder);
  // In order one goes on where one has been, wherever the device has played.
  if (isInOrder) await movePlace(tx, returned, furthestOf(grant?.watched ?? progress.watched));
  const reason: Reason = barred ?? (grant && reasonOf(grant));
  await updatePermission(tx, row.id, {
    reason,
    ...(grant && {
      granted: [...union(normalise(row.granted), grant.granted)],
      grantedMs: row.grantedMs + grant.grantedMs,
      spent: [...union(normalise(row.spent), grant.spent)],
    }),
  });
  if (!grant || grant.grantedMs === 0) return { grantedMs: 0, reason, news: null };
  await emptyBucket(tx, row.personId, now);
  await updateProgress(tx, enrolment.id, lesson.id, {
    watched: [...grant.watched],
    watchedMs: lengthMs(grant.watched),
  });
  // The author's questions are asked online, with the first second that is watched there.
  const isEnough =
    watchedEnough(grant.watched, row.durationMs, rules.coveragePercent) &&
    (!returned.asksQuestions || (await openQuestions(tx, row)).length === 0);
  const news = isEnough ? await completeLesson(platform, tx, { enrolment, lesson, now }) : null;
  return { grantedMs: grant.grantedMs, reason, news };
}

const isSeenInOrder = ({ content }: Lesson) =>
  content.kind === 'lecture' && content.seeking === 'watched';

const furthestOf = (watched: IntervalSet) => watched.at(-1)?.[1] ?? 0;

/** Why less counts than was played; the weightier reason where there are both. */
function reasonOf({ skippedToMs, withheldMs }: OfflineGrant): Reason {
  if (skippedToMs > 0) return 'order';
  return withheldMs > 0 ? 'clock' : null;
}

/** Where playing stopped, `mostMs` at most, unless the lecture was gone on with online since. */
async function movePlace(tx: Tx, { row, fresh, now }: Returned, mostMs: number): Promise<void> {
  const last = fresh.findLast(({ spans }) => spans.length > 0);
  const end = last?.spans.at(-1)?.[1];
  if (!last || end === undefined) return;
  const onlineMs = (await lastPlayedOnline(tx, row)) ?? 0;
  if (onlineMs > Math.min(last.wallMs, now.getTime())) return;
  const resumeMs = Math.min(end, mostMs, row.durationMs);
  await updateProgress(tx, row.enrolmentId, row.lessonId, { resumeMs });
}

/** Why nothing that was played can count; null where it can. */
async function barredBy(
  tx: Tx,
  { row, enrolment, rules, now }: Returned,
): Promise<Exclude<Reason, 'clock' | 'order'>> {
  if (!rules.offlineStudy.credited) return 'policy';
  if (now > row.expiresAt) return 'expired';
  const heads = await lessonHeads(tx, [enrolment.courseVersionId]);
  return quizCounts(heads) ? null : 'no-quiz';
}

async function grantFor(
  tx: Tx,
  { row, fresh, now }: Returned,
  progress: LessonProgress,
  isInOrder: boolean,
): Promise<OfflineGrant> {
  const policy = playbackPolicyAt(row.maxRatePercent);
  const { personId, issuedAt } = row;
  const online = timeSpentOnline(await reportedSince(tx, personId, issuedAt), policy.burstMs);
  // A playback whose reports are kept no more one by one took all of its time.
  const archived = (await archivedSince(tx, personId, issuedAt)).map(
    ({ fromMs, toMs }): [number, number] => [fromMs - policy.burstMs, toMs],
  );
  const earlier = (await spentOffline(tx, personId)).flat();
  return grantOffline({
    watched: normalise(progress.watched),
    spans: fresh.flatMap((entry) => entry.spans),
    isInOrder,
    durationMs: row.durationMs,
    issuedMs: issuedAt.getTime(),
    returnedMs: now.getTime(),
    spent: union(online, normalise([...earlier, ...archived])),
    policy,
  });
}
