// The people and things that events speak of, by name.
import { schema, type Db } from '@xueshi/database';
import { mentions, readAuditSubject, SENSITIVE_KEY_GROUP } from '@xueshi/domain';
import { inArray } from 'drizzle-orm';
import type { AuditReader } from './reader.ts';

const { orgUnits, people, programmes } = schema;

export type NamesById = ReadonlyMap<string, string>;

const TABLES = [people, orgUnits] as const;

/** Titles of programmes; of those for reserve cadres only where everything may be read (DOMAIN K3). */
async function titlesOf(
  db: Db,
  ids: readonly string[],
  { unitIds }: Pick<AuditReader, 'unitIds'>,
): Promise<[string, string][]> {
  const rows = await db
    .select({ id: programmes.id, name: programmes.title, target: programmes.target })
    .from(programmes)
    .where(inArray(programmes.id, [...ids]));
  return rows
    .filter(({ target }) => unitIds === null || !mentions(target, SENSITIVE_KEY_GROUP))
    .map(({ id, name }) => [id, name]);
}

/** Names of people, units and programmes among these ids; ids are drawn by lot, so none is two things. */
export async function namesOfIds(
  db: Db,
  ids: Iterable<string>,
  reader: Pick<AuditReader, 'unitIds'>,
): Promise<NamesById> {
  const wanted = [...new Set(ids)].filter((id) => id !== '');
  const names = new Map<string, string>();
  if (wanted.length === 0) return names;
  for (const table of TABLES) {
    const rows = await db
      .select({ id: table.id, name: table.name })
      .from(table)
      .where(inArray(table.id, wanted));
    for (const { id, name } of rows) names.set(id, name);
  }
  for (const [id, title] of await titlesOf(db, wanted, reader)) names.set(id, title);
  return names;
}

/** The ids that rows of the trail name: who, and whom. */
export const idsIn = (
  rows: readonly { readonly actorId: string | null; readonly subject: string }[],
): string[] =>
  rows.flatMap(({ actorId, subject }) => [actorId ?? '', readAuditSubject(subject).id]);
