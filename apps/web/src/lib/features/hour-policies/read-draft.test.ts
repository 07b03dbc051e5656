import type { HourPolicyView } from '@xueshi/contracts';
import { CN_2010_GRASSROOTS } from '@xueshi/domain';
import { expect, test } from 'vitest';
import { clauseField, readDraft } from './read-draft.ts';

const base = structuredClone(CN_2010_GRASSROOTS) as unknown as HourPolicyView;
const HOURS = clauseField('township', 'all-training', 'hours');
const DAYS = clauseField('township', 'all-training', 'days');

function form(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
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
