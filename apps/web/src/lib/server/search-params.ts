/** ?page=3 → { page: 3 }; otherwise nothing, and the API gives the first page. */
export function pageOf(params: URLSearchParams): { page?: number } {
  const page = Number(params.get('page'));
  return Number.isInteger(page) && page > 1 && page <= 1000 ? { page } : {};
}

/** Where to go from a page that a shorter list no longer has; null where the page stands. */
export function firstPageInstead(
  url: URL,
  list: { items: readonly unknown[]; total: number },
): string | null {
  if (list.items.length > 0 || list.total === 0 || !url.searchParams.has('page')) return null;
  const search = new URLSearchParams(url.searchParams);
  search.delete('page');
  return search.size > 0 ? `${url.pathname}?${search}` : url.pathname;
}

/** ?year=2026 → { year: 2026 }; otherwise nothing, and the API takes the current year. */
export function yearOf(params: URLSearchParams): { year?: number } {
  const year = Number(params.get('year'));
  return Number.isInteger(year) && year >= 2000 && year <= 2200 ? { year } : {};
}

/** ?course=petition-work → 'petition-work'; what is no key of ours is nothing. */
export function slugOf(params: URLSearchParams, name: string): string | null {
  const slug = params.get(name);
  return slug !== null && slug.length <= 80 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug) ? slug : null;
}

/** ?entry=Vj_C-3 → 'Vj_C-3'; what is no id of ours is nothing. */
export function idOf(params: URLSearchParams, name: string): string | null {
  const id = params.get(name);
  return id !== null && /^[A-Za-z0-9_-]{1,64}$/.test(id) ? id : null;
}

/** ?t=250 → 250000 ms; otherwise null. */
export function secondOf(params: URLSearchParams): number | null {
  const second = params.get('t');
  return second !== null && /^\d{1,6}$/.test(second) ? Number(second) * 1000 : null;
}
