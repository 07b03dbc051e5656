// What administrators open, as requests of a load: shared by the benchmarks of one size and of growth.
import { load, type Load, type Shot } from './load.ts';

const PASSWORD = 'Qinghe-2026-ok';
const options = { connections: 4, seconds: 5, rounds: 3 };

export interface Visit {
  readonly url: string;
  readonly cookie: string;
  /** The topmost unit that the visitor answers for. */
  readonly unitId: string;
}

export async function visit(url: string, loginName: string): Promise<Visit> {
  const answer = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ loginName, password: PASSWORD }),
  });
  if (!answer.ok) throw new Error(`signing in answered ${answer.status}`);
  const cookie = (answer.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
  const units = await fetch(`${url}/api/v1/org-units`, { headers: { cookie } });
  const { items } = (await units.json()) as { items: { id: string }[] };
  return { url, cookie, unitId: items[0]?.id ?? '' };
}

export const measure = ({ url, cookie }: Visit, paths: readonly string[]): Promise<Load> => {
  let at = 0;
  return load(url, {
    ...options,
    next: (): Shot => ({ path: paths[at++ % paths.length] ?? '/', headers: { cookie } }),
  });
};

/** Any filter and any order, the first page and the hundredth, of all and of one county. */
export async function listPaths({ url, cookie, unitId }: Visit): Promise<string[]> {
  const overview = await fetch(`${url}/api/v1/org-units/${unitId}/overview`, {
    headers: { cookie },
  });
  const { children } = (await overview.json()) as { children: { unit: { id: string } }[] };
  const units = [unitId, children[0]?.unit.id ?? unitId];
  const filters = [
    '',
    '&state=behind',
    '&state=met',
    '&category=township',
    '&state=without_category',
  ];
  const orders = ['name', 'hours', 'days', 'share'].flatMap((sort) => [
    `sort=${sort}`,
    `sort=${sort}&descending=true`,
  ]);
  return units.flatMap((id) =>
    filters.flatMap((filter) =>
      orders.flatMap((order) =>
        [1, 100].map((page) => `/api/v1/org-units/${id}/people?${order}${filter}&page=${page}`),
      ),
    ),
  );
}

/** The unit's page and its outlook for the year, with and without a category. */
export const dashboards = ({ unitId }: Visit): string[] => [
  `/admin/units/${unitId}`,
  `/admin/units/${unitId}/dashboard`,
  `/admin/units/${unitId}/dashboard?category=township`,
];

/** The first two pages of names at risk, of all and of a part. */
export async function namePaths({ url, cookie, unitId }: Visit): Promise<string[]> {
  const paths = ['at_risk', 'unsure'].flatMap((outlook) =>
    ['', '&category=township'].map(
      (filter) => `/api/v1/org-units/${unitId}/outlooks?outlook=${outlook}${filter}`,
    ),
  );
  const seconds = [];
  for (const path of paths) {
    const answer = await fetch(url + path, { headers: { cookie } });
    const { next } = (await answer.json()) as { next: string | null };
    if (next) seconds.push(`${path}&after=${next}`);
  }
  return [...paths, ...seconds];
}

export async function personPaths({ url, cookie, unitId }: Visit): Promise<string[]> {
  const list = await fetch(`${url}/api/v1/org-units/${unitId}/people`, { headers: { cookie } });
  const { items } = (await list.json()) as { items: { personId: string }[] };
  return items.map(({ personId }) => `/api/v1/people/${personId}/record`);
}
