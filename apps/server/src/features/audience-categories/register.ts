import type { CategoryEntry, CategoryName } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Platform } from '../../platform/platform.ts';
import { knownCategories, nameOf } from './known.ts';

const { memberships, people } = schema;

export async function listAudienceCategories({ db }: Platform): Promise<{ items: CategoryName[] }> {
  return { items: (await knownCategories(db)).map(nameOf) };
}

/** How many are in each category now; whoever retired or left is counted no more. */
async function peopleIn(db: Reader): Promise<ReadonlyMap<string | null, number>> {
  const rows = await db
    .select({ code: memberships.audienceCategory, people: sql<number>`count(*)` })
    .from(memberships)
    .innerJoin(people, and(eq(people.id, memberships.personId), isNull(people.closedAt)))
    .where(isNull(memberships.endsAt))
    .groupBy(memberships.audienceCategory);
  return new Map(rows.map((row) => [row.code, row.people]));
}

/** Codes that somebody was ever in, or that something kept names: policies, programmes, reports, courses, key groups. */
export async function usedCategories(db: Reader): Promise<ReadonlySet<string>> {
  const rows = await db.all<{ code: string }>(sql`
    SELECT DISTINCT audience_category AS code FROM memberships WHERE audience_category IS NOT NULL
    UNION SELECT category FROM closed_standings WHERE category IS NOT NULL
    UNION SELECT named.value FROM programmes, json_each(programmes.target, '$.categories') named
    UNION SELECT json_extract("order", '$.filters.category') FROM saved_reports
      WHERE json_extract("order", '$.filters.category') IS NOT NULL
    UNION SELECT named.key FROM hour_policies, json_each(hour_policies.policy, '$.byOwnCategory') named
    UNION SELECT named.value FROM key_groups, json_each(key_groups.categories) named
    UNION SELECT named.value FROM course_versions, json_each(course_versions.audience) named
    UNION SELECT named.value FROM course_drafts, json_each(course_drafts.outline, '$.facts.audience') named`);
  return new Set(rows.map(({ code }) => code));
}

export async function readCategoryRegister({ db }: Platform): Promise<{ items: CategoryEntry[] }> {
  const [counts, used] = [await peopleIn(db), await usedCategories(db)];
  return {
    items: (await knownCategories(db)).map((one) => ({
      ...nameOf(one),
      isBuiltIn: one.own === null,
      nameEn: one.own === null ? one.name.en : one.own.nameEn,
      people: counts.get(one.code) ?? 0,
      isUsed: used.has(one.code),
    })),
  };
}
