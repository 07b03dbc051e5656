/** ?page=3 → 3; anything else is the first page. */
export function pageNumber(params: URLSearchParams): number {
  const page = Number(params.get('page'));
  return Number.isInteger(page) && page >= 1 && page <= 1000 ? page : 1;
}

/** ?year=2026 → { year: 2026 }; otherwise nothing, and the API takes the current year. */
export function yearOf(params: URLSearchParams): { year?: number } {
  const year = Number(params.get('year'));
  return Number.isInteger(year) && year >= 2000 && year <= 2200 ? { year } : {};
}
