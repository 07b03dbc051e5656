import { schema, type Reader } from '@xueshi/database';
import { and, asc, desc, eq, inArray, ne, type SQL } from 'drizzle-orm';
import {
  administers,
  heldWhereSeen,
  seesHeldAt,
  type OrgUnit,
} from '../../platform/authorisation.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';

const { orgUnits, syllabuses } = schema;

export type SyllabusRow = typeof syllabuses.$inferSelect;

export interface Held {
  readonly row: SyllabusRow;
  readonly unit: OrgUnit;
}

const held = (db: Reader, where: SQL | undefined) =>
  db
    .select({ row: syllabuses, unit: orgUnits })
    .from(syllabuses)
    .innerJoin(orgUnits, eq(orgUnits.id, syllabuses.orgUnitId))
    .where(where)
    .orderBy(asc(syllabuses.title), desc(syllabuses.edition), asc(syllabuses.id));

/** Syllabuses that the actor sees. A draft is for those alone who write it. */
export async function syllabusesSeen(
  db: Reader,
  actor: Actor,
  { replaced }: { readonly replaced: boolean },
): Promise<Held[]> {
  const found = await held(
    db,
    and(
      heldWhereSeen(actor, syllabuses.orgUnitId),
      replaced ? undefined : ne(syllabuses.state, 'replaced'),
    ),
  );
  return found.filter((one) => isSeen(actor, one));
}

const isSeen = (actor: Actor, { row, unit }: Held) =>
  row.state === 'draft' ? administers(actor, unit.path) : seesHeldAt(actor, unit.path);

/** Those in force that the actor sees, for courses to name. */
export const syllabusesOffered = (db: Reader, actor: Actor): Promise<Held[]> =>
  held(db, and(heldWhereSeen(actor, syllabuses.orgUnitId), eq(syllabuses.state, 'in_force')));

/** Those in force at a unit: its own, and those of the units above it. */
export const syllabusesAt = (db: Reader, orgPath: string): Promise<Held[]> =>
  held(
    db,
    and(
      inArray(syllabuses.orgUnitId, orgPath.split('/').filter(Boolean)),
      eq(syllabuses.state, 'in_force'),
    ),
  );

async function findSyllabus(db: Reader, id: string): Promise<Held> {
  const [found] = await held(db, eq(syllabuses.id, id));
  if (!found) throw new Refused('not-found');
  return found;
}

export async function seenSyllabus(db: Reader, actor: Actor, id: string): Promise<Held> {
  const found = await findSyllabus(db, id);
  if (!isSeen(actor, found)) throw new Refused('not-found');
  return found;
}

/** The syllabus, if the actor administers the unit whose it is. */
export async function administeredSyllabus(db: Reader, actor: Actor, id: string): Promise<Held> {
  const found = await findSyllabus(db, id);
  if (!administers(actor, found.unit.path)) throw new Refused('not-found');
  return found;
}

export const editionsOf = (db: Reader, code: string): Promise<SyllabusRow[]> =>
  db.select().from(syllabuses).where(eq(syllabuses.code, code));
