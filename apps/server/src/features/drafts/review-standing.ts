// Where a draft stands in its review, and who may do what there. Nobody decides about what they submitted.
import type { Checklist } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { mayReview, type AuditAction } from '@xueshi/domain';
import { eq, inArray } from 'drizzle-orm';
import { mayUse } from '../../platform/authorisation.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { findDraft, outlineOf, type DraftRow } from './store.ts';

const { draftSchedules } = schema;
export type ScheduleRow = typeof draftSchedules.$inferSelect;

export const mayDecide = (actor: Actor, { state, submittedBy }: DraftRow): boolean =>
  state === 'submitted' &&
  submittedBy !== null &&
  mayReview(submittedBy, actor.personId) &&
  mayUse('reviewer', actor);

export const mayCallBack = (actor: Actor, { submittedBy }: DraftRow): boolean =>
  mayUse('reviewer', actor) || submittedBy === actor.personId;

export async function scheduleOf(db: Reader, draftId: string): Promise<ScheduleRow | null> {
  const [row] = await db.select().from(draftSchedules).where(eq(draftSchedules.draftId, draftId));
  return row ?? null;
}

/** When drafts are to be published, by their id. */
export async function scheduledTimes(
  db: Reader,
  draftIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .select()
    .from(draftSchedules)
    .where(inArray(draftSchedules.draftId, [...draftIds]));
  return new Map(rows.map(({ draftId, publishAt }) => [draftId, publishAt.toISOString()]));
}

export async function demandUnscheduled(db: Reader, draftId: string): Promise<void> {
  if (await scheduleOf(db, draftId)) throw new Refused('draft-scheduled');
}

/** The draft, for who decides about it now. */
export async function demandDecider(db: Reader, actor: Actor, draftId: string): Promise<DraftRow> {
  const draft = await findDraft(db, draftId);
  if (draft.state !== 'submitted') throw new Refused('draft-not-submitted');
  if (!mayDecide(actor, draft)) throw new Refused('draft-own-submission');
  await demandUnscheduled(db, draftId);
  return draft;
}

/** That the draft is submitted as it was read, and was not taken back and submitted anew meanwhile. */
export async function demandSame(db: Reader, draft: DraftRow): Promise<void> {
  const again = await findDraft(db, draft.id);
  if (
    again.state !== 'submitted' ||
    again.version !== draft.version ||
    again.submittedAt?.getTime() !== draft.submittedAt?.getTime()
  )
    throw new Refused('draft-changed-elsewhere');
}

export const titleOf = (draft: DraftRow): string => outlineOf(draft).facts.title['zh-CN'];

/** The checklist as the audit trail shows it: a line a point. */
export const checklistLines = (checklist: Checklist): string[] =>
  checklist.map(({ point, answer, remark }) =>
    remark === '' ? `${point}: ${answer}` : `${point}: ${answer} (${remark})`,
  );

export const hasLecture = (draft: DraftRow): boolean =>
  new Set<string>(outlineOf(draft).lessons.map(({ kind }) => kind)).has('lecture');

type Deed = Extract<AuditAction, `course-draft-${string}`>;

export const eventOf = (
  by: Pick<Actor, 'personId' | 'address'>,
  draft: DraftRow,
  action: Deed,
  detail: object,
  at: Date,
) => ({
  at,
  actorId: by.personId,
  action,
  subject: `course-draft:${draft.id}` as const,
  detail: { title: titleOf(draft), slug: draft.slug, ...detail },
  address: by.address,
});
