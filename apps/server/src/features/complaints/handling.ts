// The box as those use it who answer for what was filed.
import type { ComplaintKind, ComplaintState, ComplaintView } from '@xueshi/contracts';
import type { Tx } from '@xueshi/database';
import { isOverdue, OVERDUE_AFTER_DAYS } from '@xueshi/domain';
import { administeredPaths, mayUse } from '../../platform/authorisation.ts';
import { DAY_MS } from '../../platform/daily-limit.ts';
import type { Platform } from '../../platform/platform.ts';
import { proseOf } from '../../platform/prose.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit, type AuditEvent } from '../audit/service.ts';
import { writeMessage } from './messages.ts';
import { entitledTo } from './ownership.ts';
import {
  countComplaints,
  findComplaints,
  roleHolders,
  updateComplaint,
  type Complaint,
  type Reach,
} from './store.ts';
import { baseOf, beginning, handledView, namesIn, theOne } from './views.ts';

const ANSWER_CHARACTERS = 3000;
const PAGE_SIZE = 30;
const UNANSWERED = ['open', 'in_work'] as const;
const UNFINISHED = [...UNANSWERED, 'answered'] as const;

/**
 * What somebody answers for: the entries of people of their subtrees, those given to them, and, for
 * authors, faults of lectures. What one filed oneself others have to see to (DOMAIN G3, G9).
 */
function reachOf(actor: Actor): Reach {
  return {
    personId: actor.personId,
    paths: administeredPaths(actor),
    lectureFaults: mayUse('author', actor),
  };
}

/** How many entries the caller has to see to, and how many of them wait too long. */
export async function complaintsToSeeTo({ db, clock }: Platform, { personId }: Actor) {
  const mine = { ownedBy: personId, states: UNANSWERED };
  const waitingBefore = new Date(clock.now().getTime() - OVERDUE_AFTER_DAYS * DAY_MS);
  return {
    complaints: await countComplaints(db, mine),
    overdue: await countComplaints(db, { ...mine, waitingBefore }),
  };
}

export async function listComplaints(
  { db, clock }: Platform,
  actor: Actor,
  wanted: {
    state?: 'unfinished' | ComplaintState;
    kind?: ComplaintKind;
    own?: boolean;
    page?: number;
  },
) {
  const now = clock.now();
  const within = reachOf(actor);
  const state = wanted.state ?? 'unfinished';
  const filter = {
    within,
    states: state === 'unfinished' ? UNFINISHED : [state],
    ...(wanted.kind === undefined ? {} : { kind: wanted.kind }),
    ...(wanted.own ? { ownedBy: actor.personId } : {}),
  };
  const page = wanted.page ?? 1;
  const list = { newestFirst: false, limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE };
  const found = await findComplaints(db, filter, list);
  const names = await namesIn(db, found);
  const waitingBefore = new Date(now.getTime() - OVERDUE_AFTER_DAYS * DAY_MS);
  return {
    items: found.map((one) => ({
      ...baseOf(one, names, now),
      filerName: names.get(one.complaint.filedBy)?.name ?? '',
      unitName: one.complaint.unitName,
      beginning: beginning(one),
      isOwner: one.complaint.ownerId === actor.personId,
      isOverdue: isOverdue(one.complaint.waitingSince, now),
    })),
    total: await countComplaints(db, filter),
    overdue: await countComplaints(db, { within, waitingBefore }),
    overdueDays: OVERDUE_AFTER_DAYS,
    page,
    pageSize: PAGE_SIZE,
  };
}

export async function readComplaint(
  { db, clock }: Platform,
  actor: Actor,
  id: string,
): Promise<ComplaintView> {
  return handledView(db, actor, await theOne(db, { id, within: reachOf(actor) }), clock.now());
}

interface Deed {
  readonly action: AuditEvent['action'];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Does something to an entry that the caller answers for, and writes down who did what. */
async function handle(
  platform: Platform,
  actor: Actor,
  id: string,
  deed: (tx: Tx, complaint: Complaint, now: Date) => Promise<Deed | null>,
): Promise<ComplaintView> {
  const now = platform.clock.now();
  return platform.write(async (tx) => {
    const { complaint } = await theOne(tx, { id, within: reachOf(actor) });
    const done = await deed(tx, complaint, now);
    if (done) {
      const subject = `complaint:${id}` as const;
      const { personId: actorId, address } = actor;
      await recordAudit(tx, { at: now, actorId, subject, address, ...done });
    }
    // Whoever gives an entry away may lose sight of it by that: they still see what they did.
    return handledView(tx, actor, await theOne(tx, { id }), now);
  });
}

export function answerComplaint(
  platform: Platform,
  actor: Actor,
  id: string,
  input: { text: string },
): Promise<ComplaintView> {
  const text = proseOf(input.text, ANSWER_CHARACTERS);
  return handle(platform, actor, id, async (tx, complaint, now) => {
    if (complaint.state === 'closed') throw new Refused('complaint-closed');
    await writeMessage(tx, actor, { complaintId: id, byFiler: false, text, now });
    await updateComplaint(tx, id, { state: 'answered', waitingSince: null, updatedAt: now });
    return { action: 'complaint-answered', detail: { before: complaint.state } };
  });
}

/** Closed, nobody waits; opened again, the filer waits from now on. */
export function setComplaintState(
  platform: Platform,
  actor: Actor,
  id: string,
  state: 'open' | 'in_work' | 'closed',
): Promise<ComplaintView> {
  return handle(platform, actor, id, async (tx, complaint, now) => {
    if (complaint.state === state) return null;
    const waitingSince = state === 'closed' ? null : (complaint.waitingSince ?? now);
    await updateComplaint(tx, id, { state, waitingSince, updatedAt: now });
    return { action: 'complaint-state-set', detail: { before: complaint.state, after: state } };
  });
}

export function reassignComplaint(
  platform: Platform,
  actor: Actor,
  id: string,
  personId: string,
): Promise<ComplaintView> {
  return handle(platform, actor, id, async (tx, complaint, now) => {
    if (complaint.ownerId === personId) return null;
    const entitled = entitledTo(complaint, await roleHolders(tx, now));
    if (!entitled.some((one) => one.personId === personId)) throw new Refused('not-entitled');
    await updateComplaint(tx, id, { ownerId: personId, updatedAt: now });
    return {
      action: 'complaint-reassigned',
      detail: { before: complaint.ownerId, after: personId },
    };
  });
}
