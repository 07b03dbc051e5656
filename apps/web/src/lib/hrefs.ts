type Query = Record<string, string | number | boolean | null | undefined>;

/** A path with those query fields that say something. */
export function withQuery(path: string, query: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '' && value !== false) {
      search.set(name, String(value));
    }
  }
  return search.size > 0 ? `${path}?${search}` : path;
}

/** The row of somebody, or of something, in a list. */
export const rowId = (id: string) => `row-${id}`;

/** A list as it stands, at somebody's row: where to come back to from their page. */
export const rowHref = (list: string, id: string) => `${list}#${rowId(id)}`;
