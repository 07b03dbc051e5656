// The key groups that lists may tell: never the reserve cadres, whom few may see (DOMAIN K3).
import { listed, oneOf, schema, type Reader } from '@xueshi/database';
import { SENSITIVE_KEY_GROUP } from '@xueshi/domain';
import { and, gt, isNull, lte, ne, or } from 'drizzle-orm';
import { inKeyGroupOrder, type KeyGroup } from '../key-groups/service.ts';

const { keyGroupMemberships: held } = schema;

/** By person, in their usual order; `at` null: as it is now, by the index of present ones. */
export async function shownGroupsOf(
  { db, keyGroups }: { readonly db: Reader; readonly keyGroups: readonly KeyGroup[] },
  personIds: readonly string[],
  at: Date | null,
): Promise<ReadonlyMap<string, string[]>> {
  const rows = await db
    .select({ personId: held.personId, group: held.keyGroup })
    .from(held)
    .where(
      and(
        oneOf(held.personId, 'people'),
        ne(held.keyGroup, SENSITIVE_KEY_GROUP),
        at === null
          ? isNull(held.endsAt)
          : and(lte(held.startsAt, at), or(isNull(held.endsAt), gt(held.endsAt, at))),
      ),
    )
    .prepare()
    .all({ people: listed(personIds) });
  const groups = Map.groupBy(rows, ({ personId }) => personId);
  return new Map(
    [...groups].map(([personId, own]) => [
      personId,
      inKeyGroupOrder(
        keyGroups,
        own.map(({ group }) => group),
      ),
    ]),
  );
}
