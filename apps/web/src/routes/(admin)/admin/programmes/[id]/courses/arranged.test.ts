import { expect, test } from 'vitest';
import { arranged } from './arranged.ts';

const courses = ['law', 'theory', 'cases'].map((slug) => ({ slug, required: true, dueOn: null }));
const shown = {
  'kind.law': 'required',
  'kind.theory': 'required',
  'kind.cases': 'required',
} as const;
const after = (fields: Readonly<Record<string, string>>) =>
  arranged(courses, (name) => ({ ...shown, ...fields })[name] ?? '');
const slugs = (fields: Readonly<Record<string, string>>) => after(fields).map(({ slug }) => slug);

test.each([
  ['up.theory', ['theory', 'law', 'cases']],
  ['down.theory', ['law', 'cases', 'theory']],
  ['up.law', ['law', 'theory', 'cases']],
  ['down.cases', ['law', 'theory', 'cases']],
  ['out.law', ['theory', 'cases']],
  ['elective.practice', ['law', 'theory', 'cases', 'practice']],
  ['up.unknown', ['law', 'theory', 'cases']],
  ['', ['law', 'theory', 'cases']],
])('%s puts the courses in the order %j', (order, expected) => {
  expect(slugs({ order })).toEqual(expected);
});

test('whatever button is pressed, deadlines and kinds are kept', () => {
  const typed = { 'due.theory': '2026-12-01', 'kind.cases': 'elective' };
  for (const order of ['', 'up.theory', 'out.law', 'required.practice'])
    expect(after({ ...typed, order })).toEqual(
      expect.arrayContaining([
        { slug: 'theory', required: true, dueOn: '2026-12-01' },
        { slug: 'cases', required: false, dueOn: null },
      ]),
    );
  expect(after({ order: 'elective.practice' }).at(-1)).toEqual({
    slug: 'practice',
    required: false,
    dueOn: null,
  });
});
