import { expect, test } from 'vitest';
import { rememberBy, type RemembersBy } from './remembered.ts';

function memoryOf() {
  const counters = { authority: 1, catalogue: 1, policies: 1, subjects: 1 };
  const read: string[] = [];
  const installation = { db: {}, readChanges: () => counters } as unknown as RemembersBy;
  const remember = rememberBy<string>('subjects', 2)(installation);
  const ask = (key: string) =>
    remember(key, async () => {
      read.push(key);
      return `${key} at ${counters.subjects}`;
    });
  return { counters, read, remember, ask };
}

test('what was read is remembered until something of its kind changes', async () => {
  const { counters, read, ask } = memoryOf();
  expect(await ask('one')).toBe('one at 1');
  counters.authority += 1;
  expect(await ask('one')).toBe('one at 1');
  counters.subjects += 1;
  expect(await ask('one')).toBe('one at 2');
  expect(read).toEqual(['one', 'one']);
});

test('a change while it is being read is seen by whoever asks next', async () => {
  const { counters, remember, ask } = memoryOf();
  const reading = Promise.withResolvers<string>();
  const first = remember('one', () => reading.promise);
  counters.subjects += 1;
  reading.resolve('as it was');
  expect(await first).toBe('as it was');
  expect(await ask('one')).toBe('one at 2');
});

test('whoever asks meanwhile waits for the same reading', async () => {
  const { read, ask } = memoryOf();
  expect(await Promise.all([ask('one'), ask('one')])).toEqual(['one at 1', 'one at 1']);
  expect(read).toEqual(['one']);
});

test('a reading that failed is tried again', async () => {
  const { remember, ask } = memoryOf();
  await expect(remember('one', () => Promise.reject(new Error('busy')))).rejects.toThrow('busy');
  expect(await ask('one')).toBe('one at 1');
});

test('what was asked for last is kept when there is no room for all', async () => {
  const { read, ask } = memoryOf();
  for (const key of ['one', 'two', 'three', 'three', 'two', 'one']) await ask(key);
  expect(read).toEqual(['one', 'two', 'three', 'one']);
});
