// Nobody publishes their own course: one submits, somebody else looks and decides.
import type { Checklist } from '@xueshi/contracts';
import { missingPoints } from '@xueshi/domain';
import type { Platform } from '../../platform/platform.ts';
import { beginningOf } from '../../platform/prose.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit } from '../audit/service.ts';
import { notify } from '../notices/service.ts';
import { changedBeyondWords, knownCourse } from '../catalogue/service.ts';
import { readDraftCourse, type DraftRead } from './check.ts';
import { publishDraft } from './publish-draft.ts';
import { scheduleDraft } from './review-schedule.ts';
import {
  demandDecider,
  demandSame,
  demandUnscheduled,
  eventOf,
  hasLecture,
  titleOf,
} from './review-standing.ts';
import { findDraft, textsOf, updateDraft, type DraftRow } from './store.ts';

const SHOWN_OF_COMMENT = 200;

/** The version that the draft is a small correction of; refuses what is more. */
async function demandCorrection(platform: Platform, { read, statutes }: DraftRead) {
  if (!read.ok) return null;
  const changed = await changedBeyondWords(platform, read.course, statutes);
  if (changed.length > 0)
    throw new Refused('draft-more-than-words', { lesson: changed.join('、') });
  const { version } = await knownCourse(platform.db, read.course.slug);
  return version.revision;
}

export async function submitDraft(
  platform: Platform,
  actor: Actor,
  id: string,
  { correction }: { readonly correction: boolean },
): Promise<void> {
  const { db, write, clock } = platform;
  const draft = await findDraft(db, id);
  if (draft.state === 'submitted') throw new Refused('draft-submitted');
  const texts = await textsOf(db, id);
  const { faults, corrects } = await readDraftCourse(platform, draft, texts, async (found) => ({
    faults: found.read.ok ? 0 : found.read.errors.length,
    corrects: correction ? await demandCorrection(platform, found) : null,
  }));
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
      corrects,
      comment: null,
    });
    const detail = corrects === null ? {} : { corrects };
    await recordAudit(tx, eventOf(actor, draft, 'course-draft-submitted', detail, now));
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
    await demandUnscheduled(tx, id);
    await updateDraft(tx, id, {
      state: 'draft',
      submittedBy: null,
      submittedAt: null,
      corrects: null,
    });
    await recordAudit(tx, eventOf(actor, draft, 'course-draft-withdrawn', {}, clock.now()));
  });
}

async function giveBack(platform: Platform, actor: Actor, draft: DraftRow, comment: string) {
  const said = comment.trim();
  if (said === '') throw new Refused('text-empty');
  const { write, clock } = platform;
  const { id, submittedBy, submittedAt } = draft;
  await write(async (tx) => {
    await demandSame(tx, draft);
    await demandUnscheduled(tx, id);
    const now = clock.now();
    await updateDraft(tx, id, {
      state: 'draft',
      submittedBy: null,
      submittedAt: null,
      corrects: null,
      comment: said,
    });
    await recordAudit(tx, eventOf(actor, draft, 'course-draft-given-back', { comment: said }, now));
    if (submittedBy === null) return;
    await notify(tx, {
      personId: submittedBy,
      kind: 'course-given-back',
      occasion: `${id}:${submittedAt?.getTime() ?? 0}`,
      params: {
        title: titleOf(draft),
        name: actor.name,
        reason: beginningOf(said, SHOWN_OF_COMMENT),
      },
      link: `/studio/drafts/${id}`,
      now,
    });
  });
}

export interface Decision {
  readonly publish: boolean;
  readonly comment: string;
  readonly checklist?: Checklist;
  readonly publishAt?: string;
  /** Of the submission that was looked at. */
  readonly submittedAt?: string;
}

/** The checklist as it is kept; refuses one that is not whole. */
function wholeChecklist(draft: DraftRow, given: Checklist): Checklist {
  if (missingPoints(given, { hasLecture: hasLecture(draft) }).length > 0)
    throw new Refused('review-checklist-incomplete');
  const byPoint = new Map(given.map((one) => [one.point, one]));
  return [...byPoint.values()].map((one) => ({ ...one, remark: one.remark.trim() }));
}

export async function decideDraft(
  platform: Platform,
  actor: Actor,
  id: string,
  decision: Decision,
): Promise<void> {
  const draft = await demandDecider(platform.db, actor, id);
  const { submittedAt = draft.submittedAt?.toISOString(), publishAt } = decision;
  if (submittedAt !== draft.submittedAt?.toISOString())
    throw new Refused('draft-changed-elsewhere');
  if (!decision.publish) {
    await giveBack(platform, actor, draft, decision.comment);
    return;
  }
  const checklist = wholeChecklist(draft, decision.checklist ?? []);
  if (publishAt !== undefined) {
    await scheduleDraft(platform, actor, draft, { publishAt, checklist });
    return;
  }
  const faults = await publishDraft(platform, draft, {
    by: actor,
    decidedAt: platform.clock.now(),
    checklist,
    inTransaction: (tx) => demandUnscheduled(tx, id),
  });
  if (faults > 0) throw new Refused('draft-with-faults', { count: faults });
}
