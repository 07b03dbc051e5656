// A search for what is rare among very many events: it stops in between, says so, and goes on.
import type { AuditRow } from '@xueshi/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addLearner } from '../../testing/learners.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let county: Visitor;
let personId: string;

/** More than are looked at for one page. */
const EVENTS = 25_000;

beforeAll(async () => {
  here = await openTestInstallation();
  county = await here.signIn('chenjianguo');
  personId = (await addLearner(here, '清河镇')).personId;
  await county.post(`/api/v1/people/${personId}/one-time-password`);
  here.clock.advance({ days: 1 });
  const run = (sql: string) => here.installation.database.client.execute(sql);
  await run(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${EVENTS})
    INSERT INTO audit_events (id, at, actor_id, action, subject, detail, address)
    SELECT 'many-' || i, ${here.clock.now().getTime()} + i / 10, '${personId}', 'sign-in',
      'person:${personId}', '{}', '' FROM n`);
  await run(`INSERT INTO audit_chain
    SELECT (SELECT max(sequence) FROM audit_chain) + row_number() OVER (ORDER BY at, id), id,
      (SELECT org_path FROM audit_chain WHERE org_path LIKE '/%/%/%' LIMIT 1),
      NULL, 0, NULL, NULL, '', '' FROM audit_events WHERE id LIKE 'many-%'`);
  county = await here.signIn('chenjianguo');
});
afterAll(() => here.close());

interface List {
  readonly items: AuditRow[];
  readonly next: string | null;
  readonly searchedBackTo: string | null;
}
const list = async (query: string) =>
  (await county.get<List>(`/api/v1/audit/events?${query}`)).body;

test('what is rare is found after the search went on', async () => {
  const first = await list('group=accounts');
  expect(first.items).toEqual([]);
  expect(first.searchedBackTo).not.toBeNull();
  const second = await list(`group=accounts&before=${first.next ?? ''}`);
  expect(second.items.map(({ action }) => action)).toContain('one-time-password-set');
  expect(second).toMatchObject({ next: null, searchedBackTo: null });
});

test('a whole list is walked once from end to end, ties of one instant included', async () => {
  const seen = new Set<number>();
  let walked = 0;
  for (let before: string | null = ''; before !== null;) {
    const page: List = await list(`person=${personId}${before && `&before=${before}`}`);
    for (const { sequence } of page.items) seen.add(sequence);
    walked += page.items.length;
    before = page.next;
    if (walked > 1_000) break;
  }
  expect(seen.size).toBe(walked);
  expect(walked).toBeGreaterThan(1_000);
});
