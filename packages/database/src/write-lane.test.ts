import { eq, sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { installationFacts } from './schema/index.ts';
import { openTemporaryDatabase, type TemporaryDatabase } from './temporary-database.fixture.ts';

let here: TemporaryDatabase;

beforeEach(async () => {
  here = await openTemporaryDatabase();
  await here.write((tx) => tx.insert(installationFacts).values({ key: 'count', value: '0' }));
});
afterEach(() => here.remove());

const value = async () =>
  (await here.db.select().from(installationFacts).where(eq(installationFacts.key, 'count')))[0]
    ?.value;
const counted = eq(installationFacts.key, 'count');

test('fifty transactions begun at once take turns: none overlaps another, none is lost', async () => {
  let inside = 0;
  const done: number[] = [];
  await Promise.all(
    Array.from({ length: 50 }, (_, number) =>
      here.write(async (tx) => {
        inside += 1;
        expect(inside).toBe(1);
        const [row] = await tx.select().from(installationFacts).where(counted);
        await tx
          .update(installationFacts)
          .set({ value: String(Number(row?.value) + 1) })
          .where(counted);
        inside -= 1;
        done.push(number);
      }),
    ),
  );
  expect(await value()).toBe('50');
  expect(done).toEqual(Array.from({ length: 50 }, (_, number) => number));
});

test('a transaction that fails leaves nothing behind and holds up nobody', async () => {
  const failing = here.write(async (tx) => {
    await tx.update(installationFacts).set({ value: 'half done' }).where(counted);
    throw new Error('no further');
  });
  const next = here.write((tx) =>
    tx
      .update(installationFacts)
      .set({ value: sql`${installationFacts.value} || '!'` })
      .where(counted),
  );
  await expect(failing).rejects.toThrow('no further');
  await next;
  expect(await value()).toBe('0!');
});

test('a transaction inside a transaction is a mistake that shows at once', async () => {
  const nested = here.write(async () => {
    await here.write(async () => undefined);
  });
  await expect(nested).rejects.toThrow('inside another one');
  const inTurn = here.takeTurn(async (turn) => {
    await turn.transaction(async () => {
      await here.takeTurn(async () => undefined);
    });
  });
  await expect(inTurn).rejects.toThrow('inside another one');
  await here.write((tx) =>
    tx.update(installationFacts).set({ value: 'still open' }).where(counted),
  );
  expect(await value()).toBe('still open');
});

test('ready statements go together: all of them or none', async () => {
  const failing = here.takeTurn((turn) =>
    turn.batch([
      `UPDATE installation_facts SET value = 'half done'`,
      `INSERT INTO installation_facts VALUES ('count', 'twice')`,
    ]),
  );
  await expect(failing).rejects.toThrow('UNIQUE');
  expect(await value()).toBe('0');
  await here.takeTurn((turn) =>
    turn.batch([
      `UPDATE installation_facts SET value = '1'`,
      `INSERT INTO installation_facts VALUES ('other', '')`,
    ]),
  );
  expect(await value()).toBe('1');
});

test('readers go on while somebody writes, and see what was there before', async () => {
  let seen: string | undefined;
  await here.write(async (tx) => {
    await tx.update(installationFacts).set({ value: 'new' }).where(counted);
    seen = await value();
  });
  expect(seen).toBe('0');
  expect(await value()).toBe('new');
});

test('closing waits for the writes that were asked for', async () => {
  const late = here.write((tx) =>
    tx.update(installationFacts).set({ value: 'written' }).where(counted),
  );
  await here.close();
  await expect(late).resolves.toBeDefined();
});
