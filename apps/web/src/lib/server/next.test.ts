import { expect, test } from 'vitest';
import { listPage, safeNext, signInUrl } from './next.ts';

test.each([
  {
    promise: 'a page of ours is gone back to',
    next: '/record?year=2025',
    goesTo: '/record?year=2025',
  },
  { promise: 'without one it is the home page', next: null, goesTo: '/' },
  { promise: 'another site is not gone to', next: 'https://evil.example/', goesTo: '/' },
  { promise: 'a site without its scheme is not gone to', next: '//evil.example/', goesTo: '/' },
  { promise: 'a backslash does not hide a site', next: '/\\evil.example/', goesTo: '/' },
  { promise: 'a tab does not hide a site', next: '/\t/evil.example/', goesTo: '/' },
  { promise: 'dots do not hide a site', next: '/..//evil.example/', goesTo: '/' },
  { promise: 'a script is not an address', next: 'javascript:alert(1)', goesTo: '/' },
  { promise: 'the sign-in page is not gone round to', next: '/sign-in?next=/sign-in', goesTo: '/' },
  { promise: 'nonsense is the home page', next: '/\\[', goesTo: '/' },
])('$promise', ({ next, goesTo }) => {
  expect(safeNext(next)).toBe(goesTo);
});

test('whoever has to sign in comes back to the page with its question', () => {
  const asked = new URL('http://xueshi.example/courses?query=%E4%BF%A1%E8%AE%BF&page=2');
  const signIn = new URL(signInUrl(asked), asked);
  expect(safeNext(signIn.searchParams.get('next'))).toBe(asked.pathname + asked.search);
});

test.each([
  '/admin/units/u-1/outlooks?year=2026',
  '/admin/programmes/p-1/members?state=open&unitId=u-2&page=3',
  '/admin/units/u-1/programmes/above/p-1?sort=missing&descending=true',
  '/admin/units/u-1/people?year=2026&page=2#row-p-1',
  '/admin/units/u-1/needs#row-p-1',
])('a list that one came from is gone back to as it stood: %s', (from) => {
  expect(listPage(from)).toBe(from);
});

test.each([
  'https://evil.example/admin/units/u-1/people',
  '/admin/programmes/p-1/members/../../../sign-out',
  '/admin/programmes/p-1/change',
  null,
])('what is no list is not offered as one: %s', (from) => {
  expect(listPage(from)).toBeNull();
});
