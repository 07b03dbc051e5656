import type { MEMBER_SORTS, ProgrammeMember } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { withQuery } from '#lib/hrefs.ts';

type Sort = (typeof MEMBER_SORTS)[number];

/** How a list of members is cut and sorted: what its address holds. */
export interface MemberFilter {
  readonly words: string;
  readonly state: ProgrammeMember['state'] | null;
  readonly unitId: string | null;
  readonly sort: Sort;
  readonly descending: boolean;
}

const sortNames: Record<Sort, () => string> = {
  name: m.programmes_member_name,
  unit: m.programmes_report_unit,
  state: m.programmes_column_state,
  required: m.programmes_required,
  elective: m.programmes_elective,
  missing: m.programmes_column_missing,
  active: m.programmes_column_active,
  due: m.programmes_ends,
};

export const sortOptions = () =>
  (Object.keys(sortNames) as Sort[]).map((value) => ({ value, label: sortNames[value]() }));

/** The address of a list that is cut and sorted like this. */
export const memberListHref = (
  base: string,
  { words, state, unitId, sort, descending }: MemberFilter,
  page = 1,
) =>
  withQuery(base, {
    query: words,
    state,
    unitId,
    sort: sort === 'name' ? null : sort,
    descending,
    page: page === 1 ? null : page,
  });

/** The heading of a column by which the list can be sorted: once more turns the order round. */
export function sortedColumn(base: string, filter: MemberFilter, sort: Sort, number = false) {
  const isSorted = filter.sort === sort;
  const label = sortNames[sort]();
  return {
    label,
    number,
    sort: {
      href: memberListHref(base, {
        ...filter,
        sort,
        descending: isSorted ? !filter.descending : false,
      }),
      name: m.programmes_sort_by({ column: label }),
      sorted: isSorted
        ? filter.descending
          ? ('descending' as const)
          : ('ascending' as const)
        : null,
    },
  };
}
