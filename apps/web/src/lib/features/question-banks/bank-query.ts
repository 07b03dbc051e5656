import type { BankItem } from '@xueshi/contracts';
import { CONTENT_AREAS, QUIZ_ITEM_KINDS } from '@xueshi/domain';

export interface BankQuery {
  search?: string;
  origin?: string;
  kind?: BankItem['kind'];
  area?: BankItem['area'];
  difficulty?: number;
  tag?: string;
  statute?: string;
  state?: BankItem['state'] | 'all';
  page?: number;
}

const STATES = ['ready', 'unfinished', 'retired', 'all'] as const;

/** What the address asks for; what makes no sense there is left out. */
export function bankQuery(params: URLSearchParams): BankQuery {
  const search = params.get('search')?.trim().slice(0, 80);
  const origin = params.get('origin')?.slice(0, 80);
  const kind = QUIZ_ITEM_KINDS.find((one) => one === params.get('kind'));
  const area = CONTENT_AREAS.find((one) => one === params.get('area'));
  const difficulty = [1, 2, 3].find((one) => String(one) === params.get('difficulty'));
  const tag = params.get('tag')?.trim().slice(0, 40);
  const statute = params.get('statute')?.trim().slice(0, 80);
  const state = STATES.find((one) => one === params.get('state'));
  const page = Number(params.get('page'));
  return {
    ...(search ? { search } : {}),
    ...(origin ? { origin } : {}),
    ...(kind ? { kind } : {}),
    ...(area ? { area } : {}),
    ...(difficulty ? { difficulty } : {}),
    ...(tag ? { tag } : {}),
    ...(statute ? { statute } : {}),
    ...(state ? { state } : {}),
    ...(Number.isInteger(page) && page > 1 && page < 10_000 ? { page } : {}),
  };
}

export type ExportFilter = Omit<BankQuery, 'origin' | 'page'>;

const FILTERS = ['search', 'kind', 'area', 'difficulty', 'tag', 'statute', 'state'];

/** Whether an address asks for some of a bank. */
export const isFiltered = (params: URLSearchParams): boolean =>
  FILTERS.some((name) => (params.get(name) ?? '') !== '');

/** What of a bank is exported; all of it, with what is retired, where nothing is asked for. */
export function exportFilter(params: URLSearchParams): ExportFilter {
  if (!isFiltered(params)) return { state: 'all' };
  const { origin: _origin, page: _page, ...filter } = bankQuery(params);
  return filter;
}

/** The same search in an address. */
export const queryString = (query: object): string =>
  new URLSearchParams(
    Object.entries(query).map(([name, value]) => [name, String(value)]),
  ).toString();
