// A log of offline study comes back: it is checked, kept as it is, and judged once.
import type { CompletionNews, OfflineEntry, OfflineReturn } from '@xueshi/contracts';
import type { Tx } from '@xueshi/database';
import {
  chainHolds,
  checkStudy,
  playbackPolicyAt,
  studyBody,
  type CreditRules,
} from '@xueshi/domain';
import { createHmac } from 'node:crypto';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { keptPublicKey } from '../../platform/signing.ts';
import { keepOfflineRuns } from '../cases/service.ts';
import { findLessonById, type Lesson } from '../catalogue/service.ts';
import {
  beginProgress,
  completeLesson,
  findEnrolment,
  lessonProgressOf,
  readingSecondsLeft,
  type Enrolment,
} from '../learning/service.ts';
import { forgetPlayback } from '../playback/service.ts';
import { presenceAskedAt } from '../settings/service.ts';
import { countPlayed } from './count-played.ts';
import { isPermission, keyIdOf, logKeyOf } from './permission.ts';
import { creditRulesOf } from './policy.ts';
import {
  deedsOf,
  findPermission,
  hashesUpTo,
  insertStudy,
  updatePermission,
  type PermissionRow,
} from './store.ts';

/** All that a return is judged by. */
export interface Returned {
  readonly row: PermissionRow;
  readonly enrolment: Enrolment;
  readonly lesson: Lesson;
  /** Entries that never came before. */
  readonly fresh: readonly OfflineEntry[];
  readonly rules: CreditRules;
  /** Where nobody is asked, the author's questions decide nothing. */
  readonly asksQuestions: boolean;
  readonly now: Date;
}

interface Outcome {
  readonly grantedMs: number;
  readonly reason: OfflineReturn['reason'];
  readonly secondsLeft: number;
  readonly news: CompletionNews | null;
}

/** Takes the log of what was studied under a permission. Sending it again counts nothing twice. */
export async function returnStudy(
  platform: Platform,
  actor: Actor,
  id: string,
  body: { permission: string; entries: readonly OfflineEntry[] },
): Promise<OfflineReturn> {
  const { db, clock } = platform;
  const found = await findPermission(db, id);
  if (found?.personId !== actor.personId) throw new Refused('not-found');
  const keyId = keyIdOf(body.permission);
  const key = keyId === null ? null : await keptPublicKey(db, keyId);
  if (!key || !isPermission(body.permission, found, key))
    throw new Refused('offline-permission-false');
  const rules = await creditRulesOf(platform, actor.personId);
  const asked = await presenceAskedAt(platform, actor.unit?.path ?? null);
  const now = clock.now();
  return platform.write(async (tx) => {
    const row = await findPermission(tx, id);
    const enrolment = row && (await findEnrolment(tx, row.enrolmentId));
    const lesson = row && (await findLessonById(tx, row.lessonId));
    if (!row || !enrolment || !lesson) throw new Error('a permission for something that is gone');
    if (row.endedAt) throw new Refused('offline-permission-ended');
    const fresh = await freshEntries(platform, tx, row, body.entries);
    const returned = { row, enrolment, lesson, fresh, rules, asksQuestions: asked !== null, now };
    await keepLog(tx, returned);
    await beginProgress(tx, enrolment.id, lesson.id, now);
    const outcome = await judge(platform, tx, returned);
    forgetPlayback(platform, row.personId);
    return answerOf(tx, returned, outcome);
  });
}

/** The entries that are new, after the others were found to be the same as before and all to hang together. */
async function freshEntries(
  { secret }: Platform,
  tx: Tx,
  row: PermissionRow,
  entries: readonly OfflineEntry[],
): Promise<OfflineEntry[]> {
  const old = entries.filter(({ seq }) => seq <= row.lastSeq);
  const hashes = await hashesUpTo(
    tx,
    row.id,
    old.map(({ seq }) => seq),
  );
  if (old.some(({ seq, hash }) => hashes.get(seq) !== hash)) throw new Refused('sequence-conflict');
  const fresh = entries.filter(({ seq }) => seq > row.lastSeq);
  const expected = row.lastSeq + 1;
  if (fresh.some(({ seq }, at) => seq !== expected + at))
    throw new Refused('sequence-gap', { expected });
  const key = logKeyOf(secret, row.id);
  const mac = (text: string) => createHmac('sha256', key).update(text).digest('base64url');
  if (!chainHolds(fresh, row.headHash, mac)) throw new Refused('offline-log-broken');
  const before = row.lastSitting && { sitting: row.lastSitting, monoMs: row.lastMonoMs };
  const rules = playbackPolicyAt(row.maxRatePercent);
  if (!checkStudy(fresh, before || null, row.durationMs, rules).ok) throw new Refused('bad-span');
  return fresh;
}

async function keepLog(tx: Tx, { row, fresh, now }: Returned): Promise<void> {
  const last = fresh.at(-1);
  if (!last) return;
  await insertStudy(
    tx,
    fresh.map((entry) => ({
      permissionId: row.id,
      seq: entry.seq,
      receivedAt: now,
      body: studyBody(entry),
      hash: entry.hash,
    })),
  );
  await updatePermission(tx, row.id, {
    lastSeq: last.seq,
    headHash: last.hash,
    lastSitting: last.sitting,
    lastMonoMs: last.monoMs,
    returnedAt: now,
  });
}

async function judge(platform: Platform, tx: Tx, returned: Returned): Promise<Outcome> {
  const { row, enrolment, lesson, fresh, now } = returned;
  const { content } = lesson;
  const nothing = { grantedMs: 0, reason: null, secondsLeft: 0, news: null };
  if (content.kind === 'lecture')
    return { ...nothing, ...(await countPlayed(platform, tx, returned)) };
  const deeds = await deedsOf(tx, row.id);
  if (content.kind === 'reading') {
    if (!deeds.some(({ kind }) => kind === 'read')) return nothing;
    const progress = await lessonProgressOf(tx, enrolment.id, lesson.id);
    const secondsLeft = readingSecondsLeft(content.characters, progress, now);
    if (secondsLeft > 0) return { ...nothing, secondsLeft };
    return { ...nothing, news: await completeLesson(platform, tx, { enrolment, lesson, now }) };
  }
  if (content.kind !== 'case') throw new Error(`${content.kind} is never taken along`);
  const runs: { nodeId: string; optionId: string }[][] = [[]];
  for (const { kind, decision } of deeds) {
    if (kind === 'begun') runs.push([]);
    if (kind === 'decided' && decision) runs.at(-1)?.push(decision);
  }
  const isNew = fresh.some(({ kind }) => kind === 'decided');
  const kept = await keepOfflineRuns(
    platform,
    tx,
    { enrolment, lesson, content },
    { runs, isNew, now },
  );
  return { ...nothing, ...kept };
}

async function answerOf(
  tx: Tx,
  { row, enrolment, lesson }: Returned,
  { grantedMs, reason, secondsLeft, news }: Outcome,
): Promise<OfflineReturn> {
  const progress = await lessonProgressOf(tx, enrolment.id, lesson.id);
  const after = await findPermission(tx, row.id);
  return {
    ackSeq: after?.lastSeq ?? row.lastSeq,
    state: progress?.completedAt ? 'completed' : 'in_progress',
    resumeMs: progress?.resumeMs ?? 0,
    watchedMs: progress?.watchedMs ?? 0,
    grantedMs,
    reason,
    secondsLeft,
    news: news?.lessonCompleted ? news : null,
  };
}
