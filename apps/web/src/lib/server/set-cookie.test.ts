import type { Cookies } from '@sveltejs/kit';
import { expect, test } from 'vitest';
import { copyCookies } from './set-cookie.ts';

type Set = Parameters<Cookies['set']>;

function copied(...lines: string[]): Set[] {
  const set: Set[] = [];
  copyCookies({ set: (...given: Set) => set.push(given) } as unknown as Cookies, lines);
  return set;
}

test('a session cookie reaches the browser with every protection the API gave it', () => {
  const [cookie] = copied(
    '__Host-xueshi-session=a.b=c; Path=/; HttpOnly; Secure; SameSite=Lax; Max-Age=60',
  );
  expect(cookie?.slice(0, 2)).toEqual(['__Host-xueshi-session', 'a.b=c']);
  expect(cookie?.[2]).toMatchObject({
    path: '/',
    httpOnly: true,
    secure: true,
    sameSite: 'lax',
    maxAge: 60,
  });
});

test('signing out takes the cookie away', () => {
  const [cookie] = copied('xueshi-session=; Path=/; Max-Age=0');
  expect(cookie?.[1]).toBe('');
  expect(cookie?.[2]).toMatchObject({ maxAge: 0 });
});

test('what is no cookie is left alone', () => {
  expect(copied('', '=nameless', 'no-value')).toEqual([]);
});
