// A draft becomes a version, by the way that course folders take: one reader, one check, one form of a version.
import type { Checklist } from '@xueshi/contracts';
import { schema, type Tx } from '@xueshi/database';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit } from '../audit/service.ts';
import { knownCourse, publishCourse } from '../catalogue/service.ts';
import { notify } from '../notices/service.ts';
import { draftWasReviewed } from '../statutes/service.ts';
import { readDraftCourse, type DraftRead } from './check.ts';
import { demandSettled } from './review-comments.ts';
import { checklistLines, demandSame, eventOf, titleOf } from './review-standing.ts';
import { nameOf, textsOf, updateDraft, type DraftRow } from './store.ts';

const { versionReviews } = schema;

export interface Verdict {
  readonly by: Pick<Actor, 'personId' | 'address'>;
  readonly decidedAt: Date;
  readonly checklist: Checklist;
  /** What else has to hold, or changes, in the transaction that publishes. */
  inTransaction(tx: Tx): Promise<void>;
}

/**
 * Publishes what was submitted. Returns how many faults hinder it, 0 when it is published: a statute or a
 * bank may have changed since it was submitted.
 */
export async function publishDraft(
  platform: Platform,
  draft: DraftRow,
  verdict: Verdict,
): Promise<number> {
  const texts = await textsOf(platform.db, draft.id);
  const publishing = async ({ read, statutes }: DraftRead) => {
    if (!read.ok) return read.errors.length;
    const published = await publishCourse(platform, read.course, statutes, async (tx, { now }) => {
      await demandSame(tx, draft);
      await demandSettled(tx, draft.id);
      await verdict.inTransaction(tx);
      const revision = draft.revision + 1;
      await updateDraft(tx, draft.id, { state: 'published', revision, corrects: null });
      await draftWasReviewed(tx, draft.id, now);
      await keepReview(tx, draft, verdict, now);
    });
    return published.ok ? 0 : published.errors.length;
  };
  return readDraftCourse(platform, draft, texts, publishing, { withoutHash: false });
}

async function keepReview(tx: Tx, draft: DraftRow, verdict: Verdict, now: Date): Promise<void> {
  const { by, decidedAt, checklist } = verdict;
  const { version } = await knownCourse(tx, draft.slug);
  const review = { reviewedBy: by.personId, reviewedAt: decidedAt, checklist };
  await tx
    .insert(versionReviews)
    .values({ courseVersionId: version.id, ...review })
    .onConflictDoUpdate({ target: versionReviews.courseVersionId, set: review });
  const { revision } = draft;
  const detail = { revision, checklist: checklistLines(checklist) };
  await recordAudit(tx, eventOf(by, draft, 'course-draft-published', detail, now));
  if (draft.submittedBy === null) return;
  await notify(tx, {
    personId: draft.submittedBy,
    kind: 'course-published',
    occasion: `${draft.id}:${revision}`,
    params: { title: titleOf(draft), name: (await nameOf(tx, by.personId)) ?? '' },
    link: `/studio/drafts/${draft.id}`,
    now,
  });
}
