// The key groups that lists may tell: never the reserve cadres, whom few may see (DOMAIN K3).
import { listed, oneOf, schema, type Reader } from '@xueshi/database';
import { SHOWN_KEY_GROUPS } from '@xueshi/domain';
import { and, gt, inArray, isNull, lte, or } from 'drizzle-orm';

const { keyGroupMemberships: held } = schema;

/** By person, in their usual order; `at` null: as it is now, by the index of present ones. */
export async function shownGroupsOf(
  db: Reader,
  personIds: readonly string[],
  at: Date | null,
): Promise<ReadonlyMap<string, string[]>> {
  const rows = await db
    .select({ personId: held.personId, group: held.keyGroup })
    .from(held)
    .where(
      and(
        oneOf(held.personId, 'people'),
        inArray(held.keyGroup, [...SHOWN_KEY_GROUPS]),
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
      SHOWN_KEY_GROUPS.filter((group) => own.some((row) => row.group === group)),
    ]),
  );
}
