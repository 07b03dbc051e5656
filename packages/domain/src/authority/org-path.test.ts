import { expect, test } from 'vitest';
import { isOrgPath, isWithin } from './org-path.ts';

test.each(['/', '/a/', '/a/b/', '/清河镇/'])('%s is a path', (path) => {
  expect(isOrgPath(path)).toBe(true);
});

test.each(['', 'a', '/a', 'a/', '//', '/a//b/', '/a/b'])('“%s” is no path', (text) => {
  expect(isOrgPath(text)).toBe(false);
});

test.each([
  { path: '/a/b/', ancestor: '/', within: true },
  { path: '/a/b/', ancestor: '/a/', within: true },
  { path: '/a/b/', ancestor: '/a/b/', within: true },
  { path: '/a/', ancestor: '/a/b/', within: false },
  { path: '/a/bc/', ancestor: '/a/b/', within: false },
  { path: '/b/a/', ancestor: '/a/', within: false },
  { path: '/a/bc/', ancestor: '/a/b', within: false },
  { path: '/a/b/', ancestor: '', within: false },
])('$path within $ancestor: $within', ({ path, ancestor, within }) => {
  expect(isWithin(path, ancestor)).toBe(within);
});
