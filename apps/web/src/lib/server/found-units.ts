// Looking for a unit among those somebody answers for: to move one there, or to merge one into it.
import { findUnits, listOwnUnits, readUnit } from '@xueshi/contracts';
import type { RequestEvent } from '@sveltejs/kit';
import type { FoundUnit } from '#lib/features/org-tree/found-unit.ts';
import { readApi } from './api.ts';

/** So many subtrees are searched: hardly anybody answers for more. */
const MOST_SUBTREES = 5;

export async function unitsFound(event: RequestEvent, typed: string): Promise<FoundUnit[] | null> {
  const query = typed.trim();
  if (query === '') return null;
  const own = (await readApi(event, listOwnUnits)).items.slice(0, MOST_SUBTREES);
  const lists = await Promise.all(
    own.map(async ({ id, name }) => {
      const params = { id };
      const { items } = await readApi(event, findUnits, { params, query: { query } });
      return items.map(({ crumbs, ...unit }) => ({
        id: unit.id,
        name: unit.name,
        level: unit.level,
        kind: unit.kind,
        above: unit.id === id ? [] : [name, ...crumbs.filter((one) => one !== name)],
      }));
    }),
  );
  const byId = new Map(lists.flat().map((unit) => [unit.id, unit]));
  return [...byId.values()];
}

/** The unit of the page, for who may change the tree there; the way to it for the crumbs. */
export function unitToChange(event: RequestEvent & { params: { id: string } }) {
  return readApi(event, readUnit, { params: { id: event.params.id } });
}
