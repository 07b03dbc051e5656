import { listCourses, listUnitPeople, readOwnRecord } from '@xueshi/contracts';
import { expect, test } from 'vitest';
import { readQueryText } from './query-text.ts';

test.each([
  { schema: readOwnRecord.query, query: { year: '2026' }, gives: { year: 2026 } },
  {
    schema: listUnitPeople.query,
    query: { direct: 'true', page: '2', query: '12' },
    gives: { direct: true, page: 2, query: '12' },
  },
  { schema: listUnitPeople.query, query: { direct: 'false' }, gives: { direct: false } },
  { schema: listCourses.query, query: { page: '-1' }, gives: { page: -1 } },
])('$query reads as $gives', ({ schema, query, gives }) => {
  expect(readQueryText(schema, query)).toEqual(gives);
});

test.each(['', ' 1', '1 ', '+1', '01', '1.0', '1e3', '0x10', '１', '9'.repeat(16), 'NaN', '1n'])(
  '%j is no plain figure and stays text',
  (page) => {
    expect(readQueryText(listCourses.query, { page })).toEqual({ page });
  },
);

test.each(['1', 'TRUE', 'yes', ''])('%j is neither true nor false and stays text', (direct) => {
  expect(readQueryText(listUnitPeople.query, { direct })).toEqual({ direct });
});

test('what was given twice and what is unknown is left for validation to refuse', () => {
  expect(readQueryText(listCourses.query, { page: ['1', '2'], other: '3' })).toEqual({
    page: ['1', '2'],
    other: '3',
  });
  expect(readQueryText(listCourses.query, null)).toBeNull();
});
