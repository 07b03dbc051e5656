// The demands of a category as the form gives them: figures, what they look at and whom they are for.
import type { HourPolicyDraft } from '@xueshi/contracts';
import {
  AUDIENCE_CATEGORY_CODE,
  CONTENT_AREAS,
  INTENSITIES,
  KEY_GROUP_CODE,
  MODES,
  OTHER_CATEGORIES,
  POSITION_LEVELS,
  RANKS,
} from '@xueshi/domain';

/** The code of a category, or `others` for the row of those that are not named. */
export type Category = string;
export type Clause = HourPolicyDraft['byCategory']['township'][number];
export type ClauseLists = Pick<HourPolicyDraft, 'byCategory' | 'others' | 'byOwnCategory'>;
export type Amount = (name: string, of: 'hours' | 'days' | 'year' | 'courses') => number | null;

/** What reads the fields of a form. */
export interface Reading {
  readonly amount: Amount;
  /** The course that was typed, by its slug; null for nothing, and for what is named as a fault. */
  readonly course: (name: string) => string | null;
}

const CODE = new RegExp(KEY_GROUP_CODE);
const OWN = new RegExp(AUDIENCE_CATEGORY_CODE);

/** The fields in which courses are typed that are not listed yet. */
export const ROWS_TO_ADD = ['add1', 'add2', 'add3'] as const;

/** The name of a clause's field, e.g. `township.all-training.hours`. */
export const clauseField = (category: string, clauseId: string, of: string) =>
  `${category}.${clauseId}.${of}`;

/** The field that lists the clauses of a category which the form shows. */
export const clauseList = (category: string) => `clauses.${category}`;

/** Every list of a policy with what it is for: the six, those that are not named, and those that are. */
export const listsOf = ({
  byCategory,
  others = byCategory.nonpublic_social_party_head,
  byOwnCategory = {},
}: ClauseLists): [Category, Clause[]][] => [
  ...Object.entries(byCategory),
  [OTHER_CATEGORIES, others],
  ...Object.entries(byOwnCategory),
];

/** The clauses of a category; of one that is not named, those that it is read with. */
export const clausesOf = (lists: ClauseLists, category: Category): Clause[] => {
  const all = new Map(listsOf(lists));
  return all.get(category) ?? all.get(OTHER_CATEGORIES) ?? [];
};

/** The lists with other clauses of one category; without any, one of the installation's own is named no more. */
export function withClauses(
  lists: ClauseLists,
  category: Category,
  clauses: Clause[],
): ClauseLists {
  if (category in lists.byCategory)
    return { ...lists, byCategory: { ...lists.byCategory, [category]: clauses } };
  if (category === OTHER_CATEGORIES) return { ...lists, others: clauses };
  const { [category]: _, ...rest } = lists.byOwnCategory ?? {};
  return {
    ...lists,
    byOwnCategory: clauses.length > 0 ? { ...rest, [category]: clauses } : rest,
  };
}

/** The categories of whose clauses a form tells, besides those of the policy it began from. */
export const listedIn = (form: FormData): Category[] =>
  [...new Set(form.keys())]
    .filter((name) => name.startsWith(clauseList('')))
    .map((name) => name.slice(clauseList('').length))
    .filter((category) => OWN.test(category));

/** What a cap looks at, as the form's one choice: all, one mode, or what was written before. */
export function capChoice({ maxCountableFilter: filter }: Clause): string {
  if (!filter || Object.keys(filter).length === 0) return '';
  const [mode, ...more] = filter.modes ?? [];
  const byMode = mode !== undefined && more.length === 0 && Object.keys(filter).length === 1;
  return byMode ? mode : 'kept';
}

/** A demand that nobody has filled in yet. */
export const newClause = (id: string, title: string): Clause => ({
  id,
  title: { 'zh-CN': title, en: '' },
  filter: {},
  hundredths: null,
  halfDays: null,
  periodYears: 1,
});

/** The same of certain courses, none of which is named yet. */
export const newCourses = (id: string, title: string): Clause => ({
  ...newClause(id, title),
  courses: { slugs: [], atLeast: 0 },
});

/** An id that no clause of the list has. */
export function freeId(clauses: readonly Clause[]): string {
  let number = clauses.length + 1;
  while (clauses.some(({ id }) => id === `clause-${number}`)) number += 1;
  return `clause-${number}`;
}

/** The clauses of a category; those of the base where the form does not list them. */
export function readClauses(
  base: readonly Clause[],
  category: Category,
  form: FormData,
  reading: Reading,
): Clause[] {
  const listed = form.getAll(clauseList(category)).filter((id) => typeof id === 'string');
  const ids = listed.length > 0 ? listed : base.map(({ id }) => id);
  return ids
    .filter((id) => !form.has(clauseField(category, id, 'remove')))
    .map((id) => {
      const isNew = form.has(clauseField(category, id, 'kind')) ? newCourses : newClause;
      const before = base.find((clause) => clause.id === id) ?? isNew(id, id);
      return readClause(before, category, form, reading);
    });
}

/** Those that are still ticked and those that were typed, each once; how many of them, if not all. */
function readCourses(
  before: Clause,
  name: (of: string) => string,
  form: FormData,
  { amount, course }: Reading,
): Clause {
  if (!form.has(name('kind'))) return before;
  const ticked = form.getAll(name('courses')).filter((slug) => typeof slug === 'string');
  const typed = ROWS_TO_ADD.flatMap((row) => course(name(row)) ?? []);
  const slugs = [...new Set([...ticked, ...typed])];
  const atLeast = amount(name('least'), 'courses') ?? slugs.length;
  return { ...before, courses: { slugs, atLeast } };
}

function readClause(before: Clause, category: Category, form: FormData, reading: Reading): Clause {
  const { amount } = reading;
  const name = (of: string) => clauseField(category, before.id, of);
  const typed = (of: string) => {
    const value = form.get(name(of));
    return typeof value === 'string' ? value.trim() : '';
  };
  const figures = before.courses
    ? readCourses(before, name, form, reading)
    : {
        ...before,
        hundredths: amount(name('hours'), 'hours'),
        halfDays: amount(name('days'), 'days'),
        ...(form.has(name('cap')) && { maxCountableHundredths: amount(name('cap'), 'hours') }),
      };
  if (!form.has(name('details'))) return figures;
  const chosen = <const T extends string>(list: readonly T[], of: string): T[] | undefined => {
    const values = form.getAll(name(of));
    const found = list.filter((one) => values.includes(one));
    return found.length > 0 ? found : undefined;
  };
  const five = typed('period') === '5';
  const start = five ? amount(name('start'), 'year') : null;
  const {
    insteadOf: _i,
    appliesTo: _a,
    periodStartYear: _s,
    maxCountableFilter,
    ...kept
  } = figures;
  const scope = {
    ...part('positionLevels', chosen(POSITION_LEVELS, 'levels')),
    ...part('ranks', chosen(RANKS, 'ranks')),
    ...part('keyGroups', keyGroupsOf(form.getAll(name('groups')))),
  };
  const capOf = MODES.find((mode) => mode === typed('capOf'));
  const instead = typed('instead');
  return {
    ...kept,
    title: { 'zh-CN': typed('title') || before.title['zh-CN'], en: typed('titleEn') },
    filter: {
      ...part('modes', chosen(MODES, 'modes')),
      ...part('intensities', chosen(INTENSITIES, 'intensities')),
      ...part('areas', chosen(CONTENT_AREAS, 'areas')),
      ...(form.has(name('required')) && { requiredOnly: true }),
    },
    periodYears: five ? 5 : 1,
    ...(start !== null && { periodStartYear: start }),
    ...(capOf && { maxCountableFilter: { modes: [capOf] } }),
    ...(typed('capOf') === 'kept' && maxCountableFilter && { maxCountableFilter }),
    ...(Object.keys(scope).length > 0 && { appliesTo: scope }),
    ...(instead !== '' && { insteadOf: instead }),
  };
}

/** Which key groups there are the server knows; here only what can be one. */
function keyGroupsOf(values: readonly FormDataEntryValue[]): string[] | undefined {
  const codes = values.filter((value) => typeof value === 'string' && CODE.test(value));
  return codes.length > 0 ? [...new Set(codes.map(String))] : undefined;
}

/** One property, or none where nothing was chosen. */
const part = <const K extends string, V>(key: K, value: V | undefined) =>
  (value === undefined ? {} : { [key]: value }) as Partial<Record<K, V>>;
