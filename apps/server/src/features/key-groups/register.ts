import type { KeyGroupEntry, KeyGroupName } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Platform } from '../../platform/platform.ts';
import { knownKeyGroups, type KeyGroup } from './known.ts';

const { keyGroupMemberships, people } = schema;

const stateOf = ({ isRetired }: KeyGroup) => (isRetired ? 'retired' : 'active');

export async function listKeyGroups({ db }: Platform): Promise<{ items: KeyGroupName[] }> {
  const known = await knownKeyGroups(db);
  return { items: known.map((one) => ({ code: one.code, name: one.name, state: stateOf(one) })) };
}

/** How many hold each key group now; whoever retired or left is counted no more. */
async function holders(db: Reader): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .select({ code: keyGroupMemberships.keyGroup, people: sql<number>`count(*)` })
    .from(keyGroupMemberships)
    .innerJoin(people, and(eq(people.id, keyGroupMemberships.personId), isNull(people.closedAt)))
    .where(isNull(keyGroupMemberships.endsAt))
    .groupBy(keyGroupMemberships.keyGroup);
  return new Map(rows.map((row) => [row.code, row.people]));
}

/** Codes that somebody held at some time, or that something kept names: programmes, saved reports, policies, courses. */
export async function usedKeyGroups(db: Reader): Promise<ReadonlySet<string>> {
  const rows = await db.all<{ code: string }>(sql`
    SELECT DISTINCT key_group AS code FROM key_group_memberships
    UNION SELECT named.value FROM programmes, json_each(programmes.target, '$.keyGroups') named
    UNION SELECT json_extract("order", '$.filters.keyGroup') FROM saved_reports
      WHERE json_extract("order", '$.filters.keyGroup') IS NOT NULL
    UNION SELECT named.value FROM hour_policies, json_tree(hour_policies.policy) named
      WHERE named.path LIKE '%.appliesTo.keyGroups'
    UNION SELECT named.value FROM course_versions, json_each(course_versions.key_groups) named
    UNION SELECT named.value FROM course_drafts, json_each(course_drafts.outline, '$.facts.keyGroups') named`);
  return new Set(rows.map(({ code }) => code));
}

export async function readKeyGroupRegister({ db }: Platform): Promise<{ items: KeyGroupEntry[] }> {
  const [counts, used] = [await holders(db), await usedKeyGroups(db)];
  return {
    items: (await knownKeyGroups(db)).map((one) => ({
      code: one.code,
      name: one.name,
      state: stateOf(one),
      isBuiltIn: one.own === null,
      nameEn: one.own === null ? one.name.en : one.own.nameEn,
      categories: [...one.categories],
      mostInUnit: one.mostInUnit,
      people: counts.get(one.code) ?? 0,
      isUsed: used.has(one.code),
    })),
  };
}
