import { schema } from '@xueshi/database';
import { and, asc, eq, ne } from 'drizzle-orm';
import { ownPart, type OwnDataPart } from '../../platform/own-data.ts';

const { auditChain, auditEvents } = schema;

const aboutColumns = {
  at: auditEvents.at,
  action: auditEvents.action,
  detail: auditEvents.detail,
  address: auditEvents.address,
  actorId: auditEvents.actorId,
};
const deedColumns = {
  at: auditEvents.at,
  action: auditEvents.action,
  address: auditEvents.address,
};

const aboutPerson = (personId: string) => `person:${personId}`;

/** Who did it, without saying which other person it was. */
const doer = (actorId: string | null, personId: string) =>
  actorId === null ? 'system' : actorId === personId ? 'self' : 'administrator';

/**
 * What was done to the person, sign-ins among it, and what they did themselves, not to whom. That
 * somebody is a reserve cadre is for the managing department to say (DOMAIN K3).
 */
export const ownEvents: readonly OwnDataPart[] = [
  ownPart(
    'events-about-me',
    { at: 1, action: 1, detail: 1, by: 1, address: 1 },
    async (db, personId, { limit, offset }) => {
      const rows = await db
        .select(aboutColumns)
        .from(auditEvents)
        .innerJoin(auditChain, eq(auditChain.eventId, auditEvents.id))
        .where(
          and(eq(auditEvents.subject, aboutPerson(personId)), eq(auditChain.isSensitive, false)),
        )
        .orderBy(asc(auditEvents.at), asc(auditEvents.id))
        .limit(limit)
        .offset(offset);
      return rows.map(({ actorId, address, ...row }) => {
        const by = doer(actorId, personId);
        // Where an administrator sat is about the administrator.
        return { ...row, by, address: by === 'administrator' ? null : address };
      });
    },
  ),
  ownPart('my-deeds', deedColumns, (db, personId, { limit, offset }) =>
    db
      .select(deedColumns)
      .from(auditEvents)
      .where(and(eq(auditEvents.actorId, personId), ne(auditEvents.subject, aboutPerson(personId))))
      .orderBy(asc(auditEvents.at), asc(auditEvents.id))
      .limit(limit)
      .offset(offset),
  ),
];
