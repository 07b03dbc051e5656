// Publishing at a time: the draft stays submitted, and so frozen; a row says when and by whose decision.
import type { Checklist } from '@xueshi/contracts';
import { schema, type Tx } from '@xueshi/database';
import { trainingDayOf } from '@xueshi/domain';
import { eq } from 'drizzle-orm';
import { enqueueJob, type JobHandler } from '../../platform/jobs.ts';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit } from '../audit/service.ts';
import { notifyMany } from '../notices/service.ts';
import { publishDraft } from './publish-draft.ts';
import { demandSettled } from './review-comments.ts';
import {
  checklistLines,
  demandSame,
  demandUnscheduled,
  eventOf,
  mayCallBack,
  scheduleOf,
  titleOf,
  type ScheduleRow,
} from './review-standing.ts';
import { findDraft, type DraftRow } from './store.ts';

const { draftSchedules } = schema;

export const PUBLISH_SCHEDULED = 'publish-scheduled-draft';
const LONGEST_WAIT_MS = 366 * 86_400_000;
const CHINA_AHEAD_MS = 8 * 3_600_000;

/** Day and time in China, for a sentence. */
const dayAndTime = (at: Date) => ({
  date: trainingDayOf(at),
  time: new Date(at.getTime() + CHINA_AHEAD_MS).toISOString().slice(11, 16),
});

const removeSchedule = (tx: Tx, draftId: string) =>
  tx.delete(draftSchedules).where(eq(draftSchedules.draftId, draftId));

export async function scheduleDraft(
  { write, clock }: Platform,
  actor: Actor,
  draft: DraftRow,
  { publishAt, checklist }: { readonly publishAt: string; readonly checklist: Checklist },
): Promise<void> {
  const at = new Date(publishAt);
  const now = clock.now();
  if (at <= now || at.getTime() - now.getTime() > LONGEST_WAIT_MS)
    throw new Refused('draft-schedule-time');
  const id = newId();
  await write(async (tx) => {
    await demandSame(tx, draft);
    await demandUnscheduled(tx, draft.id);
    await demandSettled(tx, draft.id);
    const decided = { decidedBy: actor.personId, decidedAt: now, address: actor.address };
    const draftId = draft.id;
    await tx.insert(draftSchedules).values({ id, draftId, publishAt: at, ...decided, checklist });
    await enqueueJob(tx, {
      name: PUBLISH_SCHEDULED,
      uniqueKey: `${PUBLISH_SCHEDULED}:${id}`,
      payload: { draftId, scheduleId: id },
      now: at,
    });
    const detail = { publishAt: at.toISOString(), checklist: checklistLines(checklist) };
    await recordAudit(tx, eventOf(actor, draft, 'course-draft-scheduled', detail, now));
    const params = { title: titleOf(draft), ...dayAndTime(at) };
    await tell(tx, [draft.submittedBy], { kind: 'course-scheduled', draftId, id, params, now });
  });
}

interface Told {
  readonly kind: 'course-scheduled' | 'course-schedule-stopped';
  readonly draftId: string;
  readonly id: string;
  readonly params: { readonly title: string; readonly date?: string; readonly time?: string };
  readonly now: Date;
}

async function tell(
  tx: Tx,
  people: readonly (string | null)[],
  { kind, draftId, id, params, now }: Told,
): Promise<void> {
  const ids = [...new Set(people)].flatMap((one) => one ?? []);
  const link = `/studio/drafts/${draftId}/review`;
  await notifyMany(
    tx,
    ids.map((personId) => ({ personId, kind, occasion: id, params, link, now })),
  );
}

export async function callBackDraft(
  { write, clock }: Platform,
  actor: Actor,
  draftId: string,
): Promise<void> {
  await write(async (tx) => {
    const draft = await findDraft(tx, draftId);
    if (!(await scheduleOf(tx, draftId))) throw new Refused('draft-not-scheduled');
    if (!mayCallBack(actor, draft)) throw new Refused('forbidden');
    await removeSchedule(tx, draftId);
    await recordAudit(tx, eventOf(actor, draft, 'course-draft-called-back', {}, clock.now()));
  });
}

/** What came up meanwhile hinders it: the draft waits for its reviewer again, and both are told. */
async function stopSchedule(
  { write, clock }: Platform,
  row: ScheduleRow,
  faults: number,
): Promise<void> {
  await write(async (tx) => {
    const again = await scheduleOf(tx, row.draftId);
    if (again?.id !== row.id) return;
    const draft = await findDraft(tx, row.draftId);
    const now = clock.now();
    await removeSchedule(tx, row.draftId);
    const by = { personId: row.decidedBy, address: row.address };
    const detail = { faults };
    await recordAudit(tx, eventOf(by, draft, 'course-draft-schedule-stopped', detail, now));
    await tell(tx, [draft.submittedBy, row.decidedBy], {
      kind: 'course-schedule-stopped',
      draftId: row.draftId,
      id: row.id,
      params: { title: titleOf(draft) },
      now,
    });
  });
}

/** Publishes what is due; after a crash it finds the schedule, or that it was done. */
export const publishScheduledHandler: JobHandler = async (platform, payload) => {
  const { draftId, scheduleId } = payload as { draftId: string; scheduleId: string };
  const { db } = platform;
  const row = await scheduleOf(db, draftId);
  if (row?.id !== scheduleId) return;
  const draft = await findDraft(db, draftId);
  const faults = await publishDraft(platform, draft, {
    by: { personId: row.decidedBy, address: row.address },
    decidedAt: row.decidedAt,
    checklist: row.checklist as Checklist,
    async inTransaction(tx) {
      const again = await scheduleOf(tx, draftId);
      if (again?.id !== scheduleId) throw new Refused('draft-changed-elsewhere');
      await removeSchedule(tx, draftId);
    },
  });
  if (faults > 0) await stopSchedule(platform, row, faults);
};
