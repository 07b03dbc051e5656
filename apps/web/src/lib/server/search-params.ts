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
