// The chain of the audit trail: whatever is done to the file behind the program's back is named.
import { schema } from '@xueshi/database';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkInstallation, checkLines } from '../../commands/check.ts';
import { openTestInstallation, type TestInstallation } from '../../testing/test-installation.ts';
import { beginAuditChain, checkAudit, readKeptHead } from './service.ts';

let here: TestInstallation;

beforeEach(async () => {
  here = await openTestInstallation();
  for (const name of ['wangxiulan', 'lifang', 'chenjianguo']) await here.signInByPassword(name);
});
afterEach(() => here.close());

const run = (statement: string) => here.installation.database.client.execute(statement);
const report = () => checkInstallation(here.installation.platform, here.installation.database);

/** As somebody would who has the file: without the triggers that keep the program itself honest. */
async function withoutTriggers(...statements: string[]): Promise<void> {
  const { rows } = await run(
    `SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit_%' AND name NOT LIKE 'audit_link_%'`,
  );
  for (const { name } of rows) await run(`DROP TRIGGER ${String(name)}`);
  await run('PRAGMA foreign_keys = OFF');
  for (const statement of statements) await run(statement);
}

test('every event is in the chain, and a sound one is said to be sound', async () => {
  const { audit, ok } = await report();
  expect(audit.problems).toEqual([]);
  expect(ok).toBe(true);
  expect(audit.events).toBe(await here.installation.platform.db.$count(schema.auditEvents));
  expect(audit.head.sequence).toBe(audit.events);
  expect(checkLines(await report()).join('\n')).toContain(
    `head ${audit.head.sequence}:${audit.head.hash}, 0 problems`,
  );
});

test.each([
  'UPDATE audit_chain SET hash = previous_hash',
  'DELETE FROM audit_chain',
  'INSERT OR REPLACE INTO audit_chain SELECT * FROM audit_chain WHERE sequence = 1',
  'DELETE FROM audit_places',
  'DELETE FROM audit_head',
  'UPDATE audit_head SET sequence = sequence - 1',
])('the file refuses: %s', async (statement) => {
  await expect(run(statement)).rejects.toThrow(/append-only|head of the audit chain/);
  expect((await report()).audit.problems).toEqual([]);
});

const SECOND = 'id = (SELECT event_id FROM audit_chain WHERE sequence = 2)';

describe('what is done to the file is named by its number', () => {
  test.each([
    ['one letter of a detail', `UPDATE audit_events SET detail = '{"a":1}' WHERE ${SECOND}`],
    ['who did it', `UPDATE audit_events SET actor_id = 'x' WHERE ${SECOND}`],
    ['when', `UPDATE audit_events SET at = at + 1 WHERE ${SECOND}`],
    ['what', `UPDATE audit_events SET action = 'sign-in-refused' WHERE ${SECOND}`],
    ['from where', `UPDATE audit_events SET address = '10.9.9.9' WHERE ${SECOND}`],
    ['the place', `UPDATE audit_chain SET org_path = '/elsewhere/' WHERE sequence = 2`],
    ['a group being known', `UPDATE audit_chain SET is_sensitive = 1 WHERE sequence = 2`],
    ['a time that is none', `UPDATE audit_events SET at = 'never' WHERE ${SECOND}`],
  ])('%s', async (_what, statement) => {
    await withoutTriggers(statement);
    const { audit, ok } = await report();
    expect(ok).toBe(false);
    expect(audit.problems[0]?.detail).toContain('event 2 is not what was written down');
    expect(checkLines(await report()).join('\n')).toContain('event 2 is not what was written down');
  });

  test('an event that was taken away with its link', async () => {
    await withoutTriggers(
      `DELETE FROM audit_events WHERE ${SECOND}`,
      'DELETE FROM audit_chain WHERE sequence = 2',
    );
    expect((await report()).audit.problems).toMatchObject([
      { problem: 'gap', detail: 'event 2 is missing' },
    ]);
  });

  test('an event that was taken away, its link left', async () => {
    await withoutTriggers(`DELETE FROM audit_events WHERE ${SECOND}`);
    expect((await report()).audit.problems).toMatchObject([{ problem: 'missing-event' }]);
  });

  test('an event that was put in beside the chain', async () => {
    await withoutTriggers(
      `INSERT INTO audit_events (id, at, action, subject, detail, address) VALUES ('x', 1, 'sign-in', 'unknown', '{}', '')`,
    );
    expect((await report()).audit.problems).toEqual([
      { problem: 'unchained', detail: '1 events are outside the chain, among them id x' },
    ]);
    // A restart does not take it in as if nothing were amiss.
    await beginAuditChain(here.installation.platform);
    expect((await report()).audit.problems).toHaveLength(1);
  });

  test('a tail that was cut off', async () => {
    await withoutTriggers(
      'DELETE FROM audit_chain WHERE sequence = (SELECT max(sequence) FROM audit_chain)',
      'DELETE FROM audit_events WHERE id NOT IN (SELECT event_id FROM audit_chain)',
    );
    const [problem] = (await report()).audit.problems;
    expect(problem?.detail).toMatch(/^the head names event \d+, the chain ends at event \d+$/);
  });
});

describe('a head that was kept elsewhere', () => {
  const kept = async () => {
    const { sequence, hash } = (await report()).audit.head;
    return readKeptHead(`${sequence}:${hash}`);
  };

  test('is still there however much came after', async () => {
    const head = await kept();
    await here.signInByPassword('wangxiulan');
    expect((await checkAudit(here.installation.platform.db, head)).problems).toEqual([]);
  });

  test('tells that somebody made another chain that holds', async () => {
    const head = await kept();
    await withoutTriggers(
      'DELETE FROM audit_chain',
      'DELETE FROM audit_places',
      'DELETE FROM audit_head',
      "UPDATE audit_events SET address = '10.9.9.9'",
    );
    await beginAuditChain(here.installation.platform);
    const { db } = here.installation.platform;
    expect((await checkAudit(db)).problems).toEqual([]);
    expect((await checkAudit(db, head)).problems).toMatchObject([{ problem: 'kept-head' }]);
  });

  test('tells that the trail is shorter than it was', async () => {
    const { sequence, hash } = (await report()).audit.head;
    const longer = { sequence: sequence + 1, hash };
    const { problems } = await checkAudit(here.installation.platform.db, longer);
    expect(problems[0]?.detail).toContain('is not there');
  });

  test.each(['', '12', `12:${'g'.repeat(64)}`, 'f'.repeat(64)])('is not %s', (text) => {
    expect(readKeptHead(text)).toBeNull();
  });
});

test('events of a version without a chain are put into it in the order of time, once', async () => {
  const { platform } = here.installation;
  const { events } = await checkAudit(platform.db);
  await withoutTriggers(
    'DELETE FROM audit_chain',
    'DELETE FROM audit_places',
    'DELETE FROM audit_head',
  );
  await run('UPDATE audit_events SET at = at + rowid');
  const days = Array.from({ length: 150 }, (_, at) => `('old-${at}', ${1000 - at})`).join(',');
  await run(`INSERT INTO audit_events (id, at, action, subject, detail, address)
    SELECT column1, column2, 'sign-in', 'unknown', '{}', '' FROM (VALUES ${days})`);
  await beginAuditChain(platform);
  const found = await checkAudit(platform.db);
  expect(found).toMatchObject({ events: events + 150, problems: [] });
  const times = await platform.db.all<{ at: number }>(
    sql`SELECT e.at AS at FROM audit_chain c JOIN audit_events e ON e.id = c.event_id ORDER BY c.sequence`,
  );
  expect(times.map(({ at }) => at)).toEqual(times.map(({ at }) => at).sort((a, b) => a - b));
  const [places] = await platform.db.all<{ rows: number }>(
    sql`SELECT count(*) AS rows FROM audit_places`,
  );
  expect(places?.rows).toBeGreaterThan(0);
});
