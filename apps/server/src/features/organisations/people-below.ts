import { schema, type Reader } from '@xueshi/database';
import { and, asc, eq, isNull, like } from 'drizzle-orm';

const { memberships, orgUnits, people } = schema;

/** Everybody with a present appointment in a subtree, by pinyin. */
export async function peopleBelow(db: Reader, path: string) {
  return db
    .select({
      personId: people.id,
      name: people.name,
      namePinyin: people.namePinyin,
      nameInitials: people.nameInitials,
      post: memberships.post,
      category: memberships.audienceCategory,
      unitId: orgUnits.id,
      unitName: orgUnits.name,
      unitPath: orgUnits.path,
    })
    .from(memberships)
    .innerJoin(orgUnits, eq(orgUnits.id, memberships.orgUnitId))
    .innerJoin(people, eq(people.id, memberships.personId))
    .where(
      and(like(orgUnits.path, `${path}%`), isNull(memberships.endsAt), isNull(people.closedAt)),
    )
    .orderBy(asc(people.namePinyin), asc(people.id));
}

export type PersonInUnit = Awaited<ReturnType<typeof peopleBelow>>[number];
