import type { ComplaintKind, ComplaintState, ComplaintView, OwnComplaint } from '@xueshi/contracts';
import type { Reader } from '@xueshi/database';
import { isOverdue, wholeDaysSince } from '@xueshi/domain';
import { beginningOf } from '../../platform/prose.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { namesOf, type NamedPerson } from '../people/service.ts';
import { entitledTo } from './ownership.ts';
import {
  findComplaints,
  messagesOf,
  roleHolders,
  type ComplaintFilter,
  type PlacedComplaint,
} from './store.ts';

const BEGINNING_CHARACTERS = 80;

type Names = ReadonlyMap<string, NamedPerson>;

export function baseOf(
  { complaint, courseSlug, courseTitle }: PlacedComplaint,
  names: Names,
  now: Date,
) {
  const { ownerId } = complaint;
  return {
    id: complaint.id,
    kind: complaint.kind as ComplaintKind,
    state: complaint.state as ComplaintState,
    filedAt: complaint.filedAt.toISOString(),
    ageDays: wholeDaysSince(complaint.filedAt, now),
    ownerName: ownerId === null ? null : (names.get(ownerId)?.name ?? null),
    place:
      courseSlug === null || courseTitle === null
        ? null
        : {
            courseSlug,
            courseTitle,
            lessonKey: complaint.lessonKey,
            lessonTitle: complaint.lessonTitle,
            atMs: complaint.atMs,
          },
  };
}

export const beginning = ({ first }: PlacedComplaint) =>
  beginningOf(first.text, BEGINNING_CHARACTERS);

export function namesIn(db: Reader, found: readonly PlacedComplaint[]): Promise<Names> {
  return namesOf(
    db,
    found.flatMap(({ complaint }) => [complaint.filedBy, complaint.ownerId ?? []].flat()),
  );
}

/** The one entry that the filter names; what lies outside it is the same "not found". */
export async function theOne(db: Reader, filter: ComplaintFilter): Promise<PlacedComplaint> {
  const [found] = await findComplaints(db, filter, { newestFirst: true, limit: 1, offset: 0 });
  if (!found) throw new Refused('not-found');
  return found;
}

/** As whoever filed it sees it. */
export async function ownView(
  db: Reader,
  found: PlacedComplaint,
  now: Date,
): Promise<OwnComplaint> {
  const messages = await messagesOf(db, found.complaint.id);
  const names = await namesOf(db, [
    ...messages.map((message) => message.personId),
    ...(found.complaint.ownerId === null ? [] : [found.complaint.ownerId]),
  ]);
  return {
    ...baseOf(found, names, now),
    contact: found.complaint.contact,
    device: found.complaint.device,
    messages: messages.map((message) => ({
      id: message.id,
      writerName: names.get(message.personId)?.name ?? '',
      byFiler: message.byFiler,
      text: message.text,
      writtenAt: message.writtenAt.toISOString(),
    })),
  };
}

/** As those see it who answer for it. */
export async function handledView(
  db: Reader,
  actor: Actor,
  found: PlacedComplaint,
  now: Date,
): Promise<ComplaintView> {
  const { complaint } = found;
  const names = await namesOf(db, [complaint.filedBy]);
  const entitled = entitledTo(complaint, await roleHolders(db, now));
  return {
    ...(await ownView(db, found, now)),
    filerName: names.get(complaint.filedBy)?.name ?? '',
    unitName: complaint.unitName,
    isOwner: complaint.ownerId === actor.personId,
    isOverdue: isOverdue(complaint.waitingSince, now),
    ownerId: complaint.ownerId,
    entitled: entitled.map(({ personId, name, unitName }) => ({ personId, name, unitName })),
  };
}
