// Looking for a unit among those somebody answers for: to move one there, or to merge one into it.
import { error, type RequestEvent } from '@sveltejs/kit';
import { findUnits, listOwnUnits, readUnit, type Endpoint } from '@xueshi/contracts';
import type { FoundUnit } from '#lib/features/org-tree/found-unit.ts';
import { readApi, type ApiAnswer } from './api.ts';
import { problemView } from './forms.ts';

/** So many subtrees are searched: hardly anybody answers for more. */
const MOST_SUBTREES = 5;

/** The units of one's subtrees whose name, pinyin or code holds what was typed; null for nothing typed. */
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
        code: unit.code,
        above: unit.id === id ? [] : [name, ...crumbs.filter((one) => one !== name)],
      }));
    }),
  );
  const byId = new Map(lists.flat().map((unit) => [unit.id, unit]));
  return [...byId.values()];
}

/**
 * What a page needs that takes the unit `id` elsewhere: the units found by `q`, or of the one chosen
 * (`to`) what `preview` says it would concern. Who may not change the tree there finds no page.
 */
export async function chooseUnit<E extends Endpoint>(
  event: RequestEvent,
  id: string,
  preview: (id: string, to: string) => Promise<ApiAnswer<E>>,
) {
  const unit = await readApi(event, readUnit, { params: { id } });
  if (!unit.mayEdit) error(404);
  const search = event.url.searchParams;
  const query = search.get('q') ?? '';
  const to = search.get('to');
  const answer = to === null ? null : await preview(unit.id, to);
  return {
    unit,
    query,
    found: answer?.ok ? null : await unitsFound(event, query),
    preview: answer?.ok ? answer.data : null,
    refused: answer && !answer.ok ? problemView(answer.problem) : null,
  };
}
