import { sql, type SQL } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addLearner } from '../testing/learners.ts';
import { openTestInstallation, type TestInstallation } from '../testing/test-installation.ts';
import { openSessions } from './sessions.ts';

let here: TestInstallation;

beforeAll(async () => {
  here = await openTestInstallation();
});
afterAll(() => here.close());

const read = (text: string, ...args: string[]) =>
  here.installation.database.client.execute({ sql: text, args });
const change = (statement: SQL) => here.installation.platform.write((tx) => tx.run(statement));

test('a role that is taken at the very moment it is being read is gone from the next request on', async () => {
  const sessions = openSessions(here.installation.platform);
  const from = { userAgent: 'test', address: '127.0.0.1' };
  const { personId } = await addLearner(here);
  const other = await sessions.open((await addLearner(here)).personId, from);
  await change(
    sql`INSERT INTO role_grants (id, person_id, role, granted_at) VALUES ('moment', ${personId}, 'sys_admin', 0)`,
  );
  // The change falls a little later each time, so into every gap between the reads of one request.
  for (let ticks = 0; ticks < 60; ticks += 1) {
    await change(sql`UPDATE role_grants SET ended_at = NULL WHERE id = 'moment'`);
    const secret = await sessions.open(personId, from);
    const underWay = sessions.read(secret, from.address);
    for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
    await Promise.all([
      underWay,
      change(sql`UPDATE role_grants SET ended_at = 1 WHERE id = 'moment'`).then(() =>
        sessions.read(other, from.address),
      ),
    ]);
    expect(
      (await sessions.read(secret, from.address))?.grants,
      `change after ${ticks} ticks`,
    ).toEqual([]);
  }
});

test('when a session was last used is written down from time to time, not with each request', async () => {
  const { visitor, personId } = await addLearner(here);
  const lastSeen = async () =>
    (await read('SELECT last_seen_at FROM sessions WHERE person_id = ?', personId)).rows[0]?.[
      'last_seen_at'
    ];
  const before = await lastSeen();
  here.clock.advance({ minutes: 10 });
  expect((await visitor.get('/api/v1/session')).status).toBe(200);
  expect(await lastSeen()).toBe(before);
});

test('a session that was used before a restart is not idle after it', async () => {
  const sessions = openSessions(here.installation.platform);
  const { personId } = await addLearner(here);
  const secret = await sessions.open(personId, { userAgent: 'test', address: '127.0.0.1' });
  // Whether or not it was written down before.
  for (let times = 0; times < 3; times += 1) {
    here.clock.advance({ minutes: 25 });
    expect(await sessions.read(secret, '127.0.0.1')).not.toBeNull();
    await sessions.saveActivity();
  }
  here.clock.advance({ minutes: 25 });
  const afterRestart = openSessions(here.installation.platform);
  expect(await afterRestart.read(secret, '127.0.0.1')).not.toBeNull();
});

test('sessions that are over are cleared away', async () => {
  const sessions = openSessions(here.installation.platform);
  const { personId } = await addLearner(here);
  const secret = await sessions.open(personId, { userAgent: 'test', address: '127.0.0.1' });
  await sessions.read(secret, '127.0.0.1');
  here.clock.advance({ hours: 13 });
  await sessions.saveActivity();
  expect((await read('SELECT * FROM sessions WHERE person_id = ?', personId)).rows).toEqual([]);
});
