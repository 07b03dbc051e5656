// Units as the forms of a person name them: by code, by full name, or by the id chosen from a list.
import { schema, type Reader } from '@xueshi/database';
import { and, eq, inArray, isNull, like, or, type SQL } from 'drizzle-orm';
import { administeredPaths, type OrgUnit } from '../../platform/authorisation.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';

const { orgUnits } = schema;

const open = isNull(orgUnits.closedAt);

async function oneOf(db: Reader, where: SQL | undefined): Promise<OrgUnit | null> {
  const [unit] = await db.select().from(orgUnits).where(and(open, where)).limit(1);
  return unit ?? null;
}

/** The open units of that full name, at most two: more than one is told apart by the code only. */
const ofName = (db: Reader, wanted: string, within: SQL | undefined) =>
  db
    .select()
    .from(orgUnits)
    .where(
      and(open, within, inArray(orgUnits.name, [wanted.trim(), wanted.normalize('NFKC').trim()])),
    )
    .limit(2);

const ownSubtrees = (actor: Actor) =>
  or(...administeredPaths(actor, 'keep_roster').map((path) => like(orgUnits.path, `${path}%`)));

const codeIn = (wanted: string) => eq(orgUnits.code, wanted.normalize('NFKC').trim());

/** A unit of the actor's subtree by its id or code, or by its name where only one there has it. */
export async function unitNamed(db: Reader, actor: Actor, wanted: string): Promise<OrgUnit> {
  const within = ownSubtrees(actor);
  const meant =
    (await oneOf(db, and(within, eq(orgUnits.id, wanted)))) ??
    (await oneOf(db, and(within, codeIn(wanted))));
  if (meant) return meant;
  const [unit, other] = await ofName(db, wanted, within);
  if (!unit) throw new Refused('unit-unknown', { unit: wanted });
  if (other) throw new Refused('unit-ambiguous', { unit: wanted });
  return unit;
}

/**
 * Who manages somebody, in whatever line it lies: under vertical and dual management the principal is
 * mostly outside one's own subtree (DOMAIN G7, G8). Nothing more is told of it than its name.
 */
export async function managerNamed(db: Reader, actor: Actor, wanted: string): Promise<OrgUnit> {
  const meant =
    (await oneOf(db, and(ownSubtrees(actor), eq(orgUnits.id, wanted)))) ??
    (await oneOf(db, codeIn(wanted)));
  if (meant) return meant;
  const [unit, other] = await ofName(db, wanted, undefined);
  if (!unit) throw new Refused('managing-unit-unknown', { unit: wanted });
  if (other) throw new Refused('unit-ambiguous', { unit: wanted });
  return unit;
}
