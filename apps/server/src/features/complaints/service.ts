// The box as those use it who file: complaints, suggestions, faults of lectures, questions about hours.
import type { ComplaintKind, OwnComplaint } from '@xueshi/contracts';
import type { Tx } from '@xueshi/database';
import { DAY_MS, keepDailyLimit } from '../../platform/daily-limit.ts';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { proseOf } from '../../platform/prose.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { findLesson, knownCourse } from '../catalogue/service.ts';
import { authorsOfCourse } from '../drafts/service.ts';
import { writeMessage } from './messages.ts';
import { ownerOf, pathAboveNearest } from './ownership.ts';
import {
  answerCounts,
  countComplaints,
  findComplaints,
  insertComplaint,
  messagesSince,
  roleHolders,
  updateComplaint,
  type Complaint,
} from './store.ts';
import { baseOf, beginning, namesIn, ownView, theOne } from './views.ts';

export { complaintsToSeeTo } from './handling.ts';
export { ownComplaints } from './own-data.ts';
export { countOpenFaults, rewriteComplaintPaths } from './store.ts';

export {
  answerComplaint,
  listComplaints,
  readComplaint,
  reassignComplaint,
  setComplaintState,
} from './handling.ts';

export const COMPLAINT_CHARACTERS = 3000;
export const COMPLAINTS_PER_DAY = 10;
const PAGE_SIZE = 20;
/** The same words once more within this time are the same entry, sent again over a poor line. */
const SENT_AGAIN_MS = 10 * 60_000;

interface Place {
  readonly slug: string;
  readonly lessonKey: string | null;
  readonly atMs: number | null;
}

interface NewComplaint {
  readonly kind: ComplaintKind;
  readonly text: string;
  readonly contact: string | null;
  /** Not to reach the nearest administrators, whom it may be about. */
  readonly above: boolean;
  readonly place: Place | null;
  readonly device: string | null;
}

type Located = Pick<Complaint, 'courseId' | 'lessonKey' | 'lessonTitle' | 'atMs'>;

/** A place that is there; who reports a fault need not have started the course. */
async function locate({ db }: Platform, place: Place | null): Promise<Located> {
  if (place === null) return { courseId: null, lessonKey: null, lessonTitle: null, atMs: null };
  const { course, version } = await knownCourse(db, place.slug);
  const none = { courseId: course.id, lessonKey: null, lessonTitle: null, atMs: null };
  if (place.lessonKey === null) return none;
  const lesson = await findLesson(db, version.id, place.lessonKey);
  // The lesson of an older version, which the filer may have before them, is named by its key alone.
  if (!lesson) return { ...none, lessonKey: place.lessonKey };
  const atMs = lesson.content.kind === 'lecture' ? place.atMs : null;
  return { courseId: course.id, lessonKey: lesson.key, lessonTitle: lesson.title, atMs };
}

export async function fileComplaint(
  platform: Platform,
  actor: Actor,
  input: NewComplaint,
): Promise<OwnComplaint> {
  const now = platform.clock.now();
  const text = proseOf(input.text, COMPLAINT_CHARACTERS);
  const located = await locate(platform, input.place);
  const { personId } = actor;
  return platform.write(async (tx) => {
    const again = await sentAgain(tx, actor, text, now);
    if (again !== null) return ownView(tx, await theOne(tx, { id: again, filedBy: personId }), now);
    const id = newId();
    const { kind } = input;
    const holders = await roleHolders(tx, now);
    const { courseId } = located;
    const authors = courseId === null ? [] : await authorsOfCourse(tx, courseId);
    const own = { kind, orgPath: actor.unit?.path ?? '/', filedBy: personId };
    const orgPath = input.above ? pathAboveNearest(own, holders) : own.orgPath;
    await insertComplaint(tx, {
      id,
      filedBy: personId,
      orgPath,
      unitName: actor.unit?.name ?? null,
      kind,
      state: 'open',
      contact: input.contact?.trim() || null,
      ...located,
      device: input.device?.trim() || null,
      ownerId: ownerOf({ ...own, orgPath }, holders, authors),
      filedAt: now,
      waitingSince: now,
      updatedAt: now,
    });
    await writeMessage(tx, actor, { complaintId: id, byFiler: true, text, now });
    return ownView(tx, await theOne(tx, { id, filedBy: personId }), now);
  });
}

/** The entry to which the same words were just sent; the daily limit holds for all others. */
async function sentAgain(
  tx: Tx,
  actor: Actor,
  text: string,
  now: Date,
  complaintId?: string,
): Promise<string | null> {
  const recent = await messagesSince(tx, actor.personId, new Date(now.getTime() - DAY_MS));
  const same = recent.find(
    (one) =>
      one.text === text &&
      (complaintId === undefined ? one.position === 0 : one.complaintId === complaintId) &&
      now.getTime() - one.writtenAt.getTime() < SENT_AGAIN_MS,
  );
  if (same) return same.complaintId;
  keepDailyLimit(
    recent.map((one) => one.writtenAt),
    COMPLAINTS_PER_DAY,
    now,
  );
  return null;
}

export async function listOwnComplaints(
  { db, clock }: Platform,
  actor: Actor,
  wanted: { page?: number },
) {
  const filter = { filedBy: actor.personId };
  const page = wanted.page ?? 1;
  const list = { newestFirst: true, limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE };
  const found = await findComplaints(db, filter, list);
  const names = await namesIn(db, found);
  const answers = await answerCounts(
    db,
    found.map(({ complaint }) => complaint.id),
  );
  return {
    items: found.map((one) => ({
      ...baseOf(one, names, clock.now()),
      beginning: beginning(one),
      answers: answers.get(one.complaint.id) ?? 0,
    })),
    total: await countComplaints(db, filter),
    page,
    pageSize: PAGE_SIZE,
  };
}

export async function readOwnComplaint(
  { db, clock }: Platform,
  actor: Actor,
  id: string,
): Promise<OwnComplaint> {
  return ownView(db, await theOne(db, { id, filedBy: actor.personId }), clock.now());
}

/** Something more from whoever filed it: what was answered is open again. */
export async function addToComplaint(
  platform: Platform,
  actor: Actor,
  id: string,
  input: { text: string },
): Promise<OwnComplaint> {
  const now = platform.clock.now();
  const text = proseOf(input.text, COMPLAINT_CHARACTERS);
  const filter = { id, filedBy: actor.personId };
  return platform.write(async (tx) => {
    const { complaint } = await theOne(tx, filter);
    if (complaint.state === 'closed') throw new Refused('complaint-closed');
    if ((await sentAgain(tx, actor, text, now, id)) === null) {
      await writeMessage(tx, actor, { complaintId: id, byFiler: true, text, now });
      await updateComplaint(tx, id, {
        state: complaint.state === 'answered' ? 'open' : complaint.state,
        waitingSince: complaint.waitingSince ?? now,
        updatedAt: now,
      });
    }
    return ownView(tx, await theOne(tx, filter), now);
  });
}
