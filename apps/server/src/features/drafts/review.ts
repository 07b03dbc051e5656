// Nobody publishes their own course: one submits, somebody else looks and decides.
import { mayReview } from '@xueshi/domain';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit } from '../audit/service.ts';
import { publishCourse } from '../catalogue/service.ts';
import { draftWasReviewed } from '../statutes/service.ts';
import { readDraftCourse, type DraftRead } from './check.ts';
import { findDraft, outlineOf, textsOf, updateDraft, type DraftRow } from './store.ts';

const DECIDING = ['reviewer', 'sys_admin'];

export const mayDecide = (actor: Actor, { state, submittedBy }: DraftRow): boolean =>
  state === 'submitted' &&
  submittedBy !== null &&
  mayReview(submittedBy, actor.personId) &&
  actor.grants.some(({ role }) => DECIDING.includes(role));

const eventOf = (actor: Actor, draft: DraftRow, action: Deed, detail: object, at: Date) => ({
  at,
  actorId: actor.personId,
  action,
  subject: `course-draft:${draft.id}` as const,
  detail: { title: outlineOf(draft).facts.title['zh-CN'], slug: draft.slug, ...detail },
  address: actor.address,
});
type Deed =
  | 'course-draft-submitted'
  | 'course-draft-withdrawn'
  | 'course-draft-given-back'
  | 'course-draft-published';

export async function submitDraft(platform: Platform, actor: Actor, id: string): Promise<void> {
  const { db, write, clock } = platform;
  const draft = await findDraft(db, id);
  if (draft.state === 'submitted') throw new Refused('draft-submitted');
  const faults = await readDraftCourse(platform, draft, await textsOf(db, id), async ({ read }) =>
    read.ok ? 0 : read.errors.length,
  );
  if (faults > 0) throw new Refused('draft-with-faults', { count: faults });
  const now = clock.now();
  await write(async (tx) => {
    const again = await findDraft(tx, id);
    if (again.version !== draft.version || again.state === 'submitted')
      throw new Refused('draft-changed-elsewhere');
    const by = actor.personId;
    await updateDraft(tx, id, {
      state: 'submitted',
      submittedBy: by,
      submittedAt: now,
      comment: null,
    });
    await recordAudit(tx, eventOf(actor, draft, 'course-draft-submitted', {}, now));
  });
}

export async function withdrawDraft(
  { write, clock }: Platform,
  actor: Actor,
  id: string,
): Promise<void> {
  await write(async (tx) => {
    const draft = await findDraft(tx, id);
    if (draft.state !== 'submitted') throw new Refused('draft-not-submitted');
    await updateDraft(tx, id, { state: 'draft', submittedBy: null, submittedAt: null });
    await recordAudit(tx, eventOf(actor, draft, 'course-draft-withdrawn', {}, clock.now()));
  });
}

async function giveBack(platform: Platform, actor: Actor, id: string, comment: string) {
  const said = comment.trim();
  if (said === '') throw new Refused('text-empty');
  const { write, clock } = platform;
  await write(async (tx) => {
    const draft = await findDraft(tx, id);
    if (!mayDecide(actor, draft)) throw new Refused('draft-changed-elsewhere');
    await updateDraft(tx, id, {
      state: 'draft',
      submittedBy: null,
      submittedAt: null,
      comment: said,
    });
    await recordAudit(
      tx,
      eventOf(actor, draft, 'course-draft-given-back', { comment: said }, clock.now()),
    );
  });
}

/** Publishes by the way that course folders take: one reader, one check, one form of a version. */
async function publish(platform: Platform, actor: Actor, draft: DraftRow): Promise<void> {
  const texts = await textsOf(platform.db, draft.id);
  const publishing = async ({ read, statutes }: DraftRead) => {
    // A statute or bank may have changed since it was submitted.
    if (!read.ok) throw new Refused('draft-with-faults', { count: read.errors.length });
    await publishCourse(platform, read.course, statutes, async (tx, { now }) => {
      const again = await findDraft(tx, draft.id);
      if (again.version !== draft.version || again.state !== 'submitted')
        throw new Refused('draft-changed-elsewhere');
      await updateDraft(tx, draft.id, { state: 'published', revision: draft.revision + 1 });
      await draftWasReviewed(tx, draft.id, now);
      const detail = { revision: draft.revision };
      await recordAudit(tx, eventOf(actor, draft, 'course-draft-published', detail, now));
    });
  };
  await readDraftCourse(platform, draft, texts, publishing, { withoutHash: false });
}

export async function decideDraft(
  platform: Platform,
  actor: Actor,
  id: string,
  decision: { readonly publish: boolean; readonly comment: string },
): Promise<void> {
  const draft = await findDraft(platform.db, id);
  if (draft.state !== 'submitted') throw new Refused('draft-not-submitted');
  if (!mayDecide(actor, draft)) throw new Refused('draft-own-submission');
  if (decision.publish) await publish(platform, actor, draft);
  else await giveBack(platform, actor, id, decision.comment);
}
