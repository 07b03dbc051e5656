import { schema } from '@xueshi/database';
import { asc, eq } from 'drizzle-orm';
import { ownPart, type OwnDataPart } from '../../platform/own-data.ts';

const { complaintMessages, complaints } = schema;

const entryColumns = {
  id: complaints.id,
  unitName: complaints.unitName,
  kind: complaints.kind,
  state: complaints.state,
  contact: complaints.contact,
  lessonKey: complaints.lessonKey,
  atMs: complaints.atMs,
  device: complaints.device,
  filedAt: complaints.filedAt,
};
const messageColumns = {
  complaintId: complaintMessages.complaintId,
  byFiler: complaintMessages.byFiler,
  text: complaintMessages.text,
  writtenAt: complaintMessages.writtenAt,
};

/** What a person filed, and what they wrote in any entry of the box. */
export const ownComplaints: readonly OwnDataPart[] = [
  ownPart('complaints', entryColumns, (db, personId, { limit, offset }) =>
    db
      .select(entryColumns)
      .from(complaints)
      .where(eq(complaints.filedBy, personId))
      .orderBy(asc(complaints.filedAt), asc(complaints.id))
      .limit(limit)
      .offset(offset),
  ),
  ownPart('complaint-messages', messageColumns, (db, personId, { limit, offset }) =>
    db
      .select(messageColumns)
      .from(complaintMessages)
      .where(eq(complaintMessages.personId, personId))
      .orderBy(asc(complaintMessages.writtenAt), asc(complaintMessages.id))
      .limit(limit)
      .offset(offset),
  ),
];
