import { expect, test } from 'vitest';
import { newRequestId } from './request-id.ts';

test('a phone on plain http gets a well-formed random uuid too', () => {
  const withoutUuid = { getRandomValues: crypto.getRandomValues.bind(crypto) };
  const ids = Array.from({ length: 200 }, () => newRequestId(withoutUuid));
  for (const id of ids) {
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
  expect(new Set(ids).size).toBe(200);
});
