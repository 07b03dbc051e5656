import type { HourPolicyView } from '@xueshi/contracts';
import { CN_2010_GRASSROOTS } from '@xueshi/domain';
import { expect, test } from 'vitest';
import { clauseField, clauseList } from './read-clauses.ts';
import { readDraft } from './read-draft.ts';

const base = structuredClone(CN_2010_GRASSROOTS) as unknown as HourPolicyView;
const HOURS = clauseField('township', 'all-training', 'hours');
const DAYS = clauseField('township', 'all-training', 'days');

function form(fields: Record<string, string | readonly string[]>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields))
    for (const one of [value].flat()) data.append(name, one);
  return data;
}

test.each([
  { typed: '100', hundredths: 10_000 },
  { typed: '12.5', hundredths: 1_250 },
  { typed: ' 0.29 ', hundredths: 29 },
  { typed: '', hundredths: null },
])('“$typed” hours are $hundredths hundredths', ({ typed, hundredths }) => {
  const { policy, faults } = readDraft(base, form({ [HOURS]: typed }));
  expect(policy.byCategory.township[0]?.hundredths).toBe(hundredths);
  expect(faults).toEqual({});
});

test.each([
  { promise: 'words', fields: { [HOURS]: '一百' }, fault: { [HOURS]: 'not-a-number' } },
  { promise: 'less than nothing', fields: { [HOURS]: '-1' }, fault: { [HOURS]: 'not-a-number' } },
  { promise: 'a third of a day', fields: { [DAYS]: '0.33' }, fault: { [DAYS]: 'not-half-days' } },
  {
    promise: 'half a minute',
    fields: { academicHourMinutes: '44.5' },
    fault: { academicHourMinutes: 'not-whole' },
  },
  {
    promise: 'no coverage at all',
    fields: { coveragePercent: '' },
    fault: { coveragePercent: 'not-whole' },
  },
  {
    promise: 'a date in words',
    fields: { basisDate: '去年' },
    fault: { basisDate: 'not-a-date' },
  },
])('$promise is named at its field', ({ fields, fault }) => {
  expect(readDraft(base, form(fields)).faults).toEqual(fault);
});

test('what the form does not ask about stays as it was', () => {
  const { policy } = readDraft(base, form({ fromYear: '2026', basisTitle: '办法' }));
  expect(policy).toMatchObject({
    code: base.code,
    hundredthsPerHalfDay: 400,
    coveragePercent: 95,
    equivalence: 'higher',
    basis: { title: '办法', number: null, date: null },
  });
  expect(policy.byCategory.township[0]).toMatchObject({ id: 'all-training', filter: {} });
});

const of = (id: string, field: string) => clauseField('township', id, field);

test('a demand looks at what was ticked, for the posts and key groups that were ticked, in the place of another', () => {
  const { policy, faults } = readDraft(
    base,
    form({
      [clauseList('township')]: ['all-training', 'clause-2'],
      [HOURS]: '100',
      [of('clause-2', 'details')]: '1',
      [of('clause-2', 'title')]: '科级干部法治学习',
      [of('clause-2', 'hours')]: '120',
      [of('clause-2', 'cap')]: '60',
      [of('clause-2', 'capOf')]: 'online',
      [of('clause-2', 'modes')]: ['online', 'in_person', 'not-a-mode'],
      [of('clause-2', 'areas')]: 'law',
      [of('clause-2', 'required')]: 'yes',
      [of('clause-2', 'period')]: '5',
      [of('clause-2', 'start')]: '2023',
      [of('clause-2', 'levels')]: ['141', '142'],
      [of('clause-2', 'groups')]: ['new_leader', 'village_secretary', 'Not a code'],
      [of('clause-2', 'instead')]: 'all-training',
    }),
  );
  expect(faults).toEqual({});
  expect(policy.byCategory.township).toMatchObject([
    { id: 'all-training', filter: {} },
    {
      id: 'clause-2',
      title: { 'zh-CN': '科级干部法治学习', en: '' },
      hundredths: 12_000,
      halfDays: null,
      filter: { modes: ['online', 'in_person'], areas: ['law'], requiredOnly: true },
      maxCountableHundredths: 6_000,
      maxCountableFilter: { modes: ['online'] },
      periodYears: 5,
      periodStartYear: 2023,
      appliesTo: {
        positionLevels: ['141', '142'],
        keyGroups: ['new_leader', 'village_secretary'],
      },
      insteadOf: 'all-training',
    },
  ]);
});

test('what was unticked is gone, and a demand that was taken out as well', () => {
  const [all] = base.byCategory.township;
  if (!all) throw new Error('the preset owes a clause');
  const narrow = { ...all, id: 'narrow', filter: { modes: ['online' as const] } };
  const byCategory = { ...base.byCategory, township: [narrow, all] };
  const { policy } = readDraft(
    { ...base, byCategory },
    form({
      [clauseList('township')]: ['narrow', 'all-training'],
      [of('narrow', 'details')]: '1',
      [of('narrow', 'hours')]: '50',
      [of('all-training', 'remove')]: 'yes',
    }),
  );
  expect(policy.byCategory.township).toMatchObject([{ id: 'narrow', filter: {} }]);
  expect(policy.byCategory.township[0]).not.toHaveProperty('filter.modes');
});

test('who owes by what is read beside the figures', () => {
  const rules = {
    categoryBasis: 'highest',
    proRataMonths: '3',
    dailyCap: '10',
    onlineShare: '50',
    electiveWeight: '80',
  };
  expect(readDraft(base, form(rules)).policy).toMatchObject({
    categoryBasis: 'highest',
    proRataMonths: 3,
    dailyCapHundredths: 1_000,
    onlineSharePercent: 50,
    electiveWeightPercent: 80,
  });
  expect(readDraft(base, form({ dailyCap: '' })).policy.dailyCapHundredths).toBeNull();
  expect(readDraft(base, form({ finishOldDays: '30' })).policy.finishOldUntilDays).toBe(30);
  expect(readDraft(base, form({ dualControl: '20' })).policy.dualControlAboveHundredths).toBe(
    2_000,
  );
  expect(readDraft(base, form({ finishOldDays: '' })).policy.finishOldUntilDays).toBeNull();
  expect(readDraft(base, form({ partial: 'per_lesson' })).policy.partial).toBe('per_lesson');
  const accrual = readDraft(base, form({ attribution: 'accrual' })).policy;
  expect(accrual.attribution).toBe('accrual');
  const carrying = readDraft(base, form({ carryOver: '10' })).policy;
  expect(carrying.carryOverHundredths).toBe(1_000);
  const days = readDraft(base, form({ onlineDays: 'yes', halfDay: '3.75' })).policy;
  expect(days).toMatchObject({ onlineCountsDays: true, hundredthsPerHalfDay: 375 });
});

test('a table of lengths is read row by row, the shortest first, and empty rows are none', () => {
  const table = { tierMinutes1: '15', tierHours1: '0.5', tierMinutes2: '', tierHours2: '' };
  const { policy, faults } = readDraft(
    base,
    form({ ...table, tierMinutes3: '0', tierHours3: '0.25' }),
  );
  expect(faults).toEqual({});
  expect(policy.tiers).toEqual([
    { fromSeconds: 0, hundredths: 25 },
    { fromSeconds: 900, hundredths: 50 },
  ]);
  expect(readDraft({ ...base, tiers: policy.tiers }, form({})).policy.tiers).toEqual(policy.tiers);
  expect(readDraft(base, form({ tierMinutes1: 'ten', tierHours1: '1' })).faults).toEqual({
    tierMinutes1: 'not-whole',
  });
});

const COURSES = [
  { slug: 'flood', title: { 'zh-CN': '防汛课', en: 'Floods' }, isOpen: true },
  { slug: 'visits', title: { 'zh-CN': '来访课', en: 'Visits' }, isOpen: true },
];
const certain = (fields: Record<string, string | readonly string[]>) => {
  const named = Object.entries(fields).map(([of, value]) => [
    clauseField('township', 'clause-2', of),
    value,
  ]);
  const data = form({
    [clauseList('township')]: ['all-training', 'clause-2'],
    [clauseField('township', 'clause-2', 'kind')]: 'courses',
    ...Object.fromEntries(named),
  });
  return readDraft(base, data, COURSES);
};

test('courses are named by ticks, titles and codes; all of them are asked for where no number is typed', () => {
  const { policy, faults } = certain({ courses: 'flood', add1: '来访课', add3: 'flood' });
  expect(faults).toEqual({});
  expect(policy.byCategory.township[1]).toMatchObject({
    ...{ hundredths: null, halfDays: null },
    courses: { slugs: ['flood', 'visits'], atLeast: 2 },
  });
  const some = certain({ add1: 'Floods', add2: 'visits', least: '1' }).policy;
  expect(some.byCategory.township[1]?.courses).toEqual({ slugs: ['flood', 'visits'], atLeast: 1 });
});

test('a course that is not in the catalogue is named at its field', () => {
  expect(certain({ courses: 'flood', add2: '没有这门课' }).faults).toEqual({
    [clauseField('township', 'clause-2', 'add2')]: 'unknown-course',
  });
});
