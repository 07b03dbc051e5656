// Presence checks as an administrator sees them, and the accommodation that lengthens them.
import type { PresenceRecord } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { DEFAULT_PRESENCE_POLICY, openPlayhead } from '@xueshi/domain';
import { desc, eq } from 'drizzle-orm';
import { administeredPerson } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit } from '../audit/service.ts';
import { unitOfPerson } from '../organisations/service.ts';
import { presenceAskedAt } from '../settings/service.ts';
import { drawGap } from './presence-check.ts';
import { rememberedStates } from './remembered-states.ts';
import { playheadOf } from './store.ts';

const { learnerPlayheads, lessons, presenceChecks } = schema;

const SHOWN = 50;

const usualMs = ({ config }: Platform) => (config.presence ?? DEFAULT_PRESENCE_POLICY).deadlineMs;

export async function readPresence(
  platform: Platform,
  actor: Actor,
  personId: string,
): Promise<PresenceRecord> {
  const { db } = platform;
  const person = await administeredPerson(db, actor, personId, 'read');
  const playhead = await playheadOf(db, person.id);
  const rows = await db
    .select({ check: presenceChecks, title: lessons.title })
    .from(presenceChecks)
    .innerJoin(lessons, eq(lessons.id, presenceChecks.lessonId))
    .where(eq(presenceChecks.personId, person.id))
    .orderBy(desc(presenceChecks.askedAt))
    .limit(SHOWN);
  return {
    checkSeconds: Math.round((playhead?.checkTimeMs ?? usualMs(platform)) / 1000),
    checks: rows.map(({ check, title }) => ({
      id: check.id,
      askedAt: check.askedAt.toISOString(),
      lectureTitle: title,
      kind: check.kind === 'question' ? 'question' : 'word',
      outcome: check.outcome as PresenceRecord['checks'][number]['outcome'],
      seconds:
        check.outcome === 'passed' && check.settledAt
          ? Math.round((check.settledAt.getTime() - check.askedAt.getTime()) / 1000)
          : null,
      takenBackMs: check.takenBackMs,
    })),
  };
}

/** Holds from the next check on; the reason stands in the audit trail. */
export async function setCheckTime(
  platform: Platform,
  actor: Actor,
  personId: string,
  { seconds, reason }: { seconds: number; reason: string },
): Promise<void> {
  const { db, write, clock } = platform;
  const person = await administeredPerson(db, actor, personId, 'run_training');
  const unit = await unitOfPerson(db, person.id);
  const asked = await presenceAskedAt(platform, unit?.path ?? null);
  const now = clock.now();
  const checkTimeMs = seconds * 1000;
  await write(async (tx) => {
    const before = await playheadOf(tx, person.id);
    rememberedStates(platform).forget(person.id);
    if (before) {
      await tx
        .update(learnerPlayheads)
        .set({ checkTimeMs })
        .where(eq(learnerPlayheads.personId, person.id));
    } else {
      await tx.insert(learnerPlayheads).values({
        personId: person.id,
        epoch: 0,
        ...openPlayhead(now.getTime()),
        untilCheckMs: asked ? drawGap(asked) : 0,
        checkTimeMs,
      });
    }
    await recordAudit(tx, {
      at: now,
      actorId: actor.personId,
      action: 'presence-check-time-set',
      subject: `person:${person.id}`,
      detail: { before: before?.checkTimeMs ?? null, after: checkTimeMs, reason },
      address: actor.address,
    });
  });
}
