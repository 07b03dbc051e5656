// Hours that a fault withheld: proposed with a document, confirmed by a second person, told to the learner.
import type {
  CorrectionProposal,
  LearningRecord,
  Notice,
  SupplementChoices,
} from '@xueshi/contracts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addLearner, type Learner } from '../../testing/learners.ts';
import { beginReading, finishReading, writeReadingCourse } from '../../testing/reading-course.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { checkLedger } from './service.ts';

let here: TestInstallation;
let learner: Learner;
let county: Visitor;
let township: Visitor;

beforeAll(async () => {
  here = await openTestInstallation({
    courses: (folder) => writeReadingCourse(folder, 'faulty', { valuation: 2 }),
  });
  county = await here.signIn('chenjianguo');
  township = await here.signIn('lifang');
});
afterAll(() => here.close());
beforeEach(async () => {
  learner = await addLearner(here);
  await beginReading(learner.visitor, 'faulty');
});

const person = () => `/api/v1/people/${learner.personId}`;
const WISH = {
  year: 2026,
  hundredths: 200,
  courseSlug: 'faulty',
  complaintId: null,
  reason: '播放故障，已学完没有计入',
  document: '县委组织部情况说明〔2026〕3号',
} as const;
const propose = (wish: object = {}, who = township) =>
  who.post<{ code: string }>(`${person()}/credit-supplements`, { ...WISH, ...wish });
const waiting = async (who = county) =>
  (await who.get<{ items: CorrectionProposal[] }>(`${person()}/correction-proposals`)).body.items;
const decide = async (who: Visitor, confirm: boolean, reason = '') => {
  const [first] = await waiting();
  const url = `${person()}/correction-proposals/${first?.id ?? 'none'}/decision`;
  return who.post<{ code: string }>(url, { confirm, reason });
};
const record = async () => (await learner.visitor.get<LearningRecord>('/api/v1/me/record')).body;
const complain = async () =>
  (
    await learner.visitor.post<{ id: string }>('/api/v1/me/complaints', {
      kind: 'hours_question',
      text: '学完了没有学时',
      contact: null,
      above: false,
      place: null,
      device: null,
    })
  ).body.id;

test('hours that a fault withheld are given by two people, and the learner is told why', async () => {
  expect((await propose()).status).toBe(204);
  expect((await record()).totals.hundredths).toBe(0);
  expect(await waiting()).toMatchObject([
    { deed: 'supplement', entryId: null, hundredths: 200, document: WISH.document },
  ]);
  expect((await decide(township, true)).body.code).toBe('own-proposal');
  expect((await decide(county, true)).status).toBe(204);
  const { totals, entries } = await record();
  expect(totals.hundredths).toBe(200);
  expect(entries).toMatchObject([
    {
      kind: 'adjustment',
      hundredths: 200,
      courseSlug: 'faulty',
      reason: WISH.reason,
      supplement: { document: WISH.document },
    },
  ]);
  const notices = (await learner.visitor.get<{ items: Notice[] }>('/api/v1/me/notices')).body;
  expect(notices.items.map(({ kind }) => kind)).toContain('credit-supplemented');
  expect((await checkLedger(here.installation.platform.db)).problems).toEqual([]);
});

test('the audit trail says how much was proposed and given', async () => {
  await propose({ hundredths: 150 });
  await decide(county, true);
  const { rows } = await here.installation.database.client.execute({
    sql: 'SELECT action, detail FROM audit_events WHERE subject = ? ORDER BY at, id',
    args: [`person:${learner.personId}`],
  });
  const amounts = rows
    .map(
      (row) =>
        [row['action'], JSON.parse(String(row['detail'])) as Record<string, unknown>] as const,
    )
    .filter(([, detail]) => detail['deed'] === 'supplement')
    .map(([action, { year, hundredths }]) => [action, year, hundredths]);
  expect(new Set(amounts)).toEqual(
    new Set([
      ['correction-proposed', 2026, 150],
      ['credit-supplemented', 2026, 150],
    ]),
  );
});

test('a course is credited once, by learning it or by a supplement', async () => {
  await propose();
  expect((await propose()).body.code).toBe('supplement-course-credited');
  await decide(county, true);
  expect((await propose()).body.code).toBe('supplement-course-credited');
  here.clock.advance({ minutes: 1 });
  expect((await finishReading(learner.visitor, 'faulty')).body).toMatchObject({
    credited: null,
    notCredited: 'already-credited',
  });
  expect((await record()).totals.hundredths).toBe(200);
});

test('whoever finishes the course while the supplement waits is not credited twice', async () => {
  await propose();
  here.clock.advance({ minutes: 1 });
  await finishReading(learner.visitor, 'faulty');
  expect((await decide(county, true)).body.code).toBe('supplement-course-credited');
  expect((await decide(county, false, '已经学完计入')).status).toBe(204);
  expect((await record()).totals.hundredths).toBe(200);
});

test('a supplement is bounded by the course and by a hundred hours a year, and says what it is for', async () => {
  expect((await propose({ hundredths: 225 })).body.code).toBe('supplement-beyond-course');
  expect((await propose({ courseSlug: null })).body.code).toBe('supplement-no-reference');
  expect((await propose({ courseSlug: 'elsewhere' })).body.code).toBe('supplement-no-reference');
  expect((await propose({ year: 2024 })).body.code).toBe('supplement-year-out-of-range');
  const filed = { courseSlug: null, complaintId: await complain() };
  expect((await propose({ ...filed, hundredths: 9_900 })).status).toBe(204);
  // What waits is as good as given.
  expect((await propose()).body.code).toBe('supplement-beyond-year');
  const choices = (await county.get<SupplementChoices>(`${person()}/credit-supplement-choices`))
    .body;
  expect(choices).toMatchObject({ leftHundredths: 100, courses: [{ slug: 'faulty' }] });
  expect(choices.complaints).toHaveLength(1);
});

test('what was given is taken back like any entry, and a proposal can be withdrawn', async () => {
  await propose();
  const [mine] = await waiting(township);
  const url = `${person()}/correction-proposals/${mine?.id ?? 'none'}`;
  expect((await county.delete(url)).status).toBe(404);
  expect((await township.delete(url)).status).toBe(204);
  expect(await waiting()).toEqual([]);
  await propose();
  await decide(county, true);
  const [entry] = (await record()).entries;
  const reversal = `${person()}/credit-entries/${entry?.id ?? 'none'}/reversal`;
  // Neither of the two who gave it.
  expect((await county.post<{ code: string }>(reversal, { reason: '核实有误' })).body.code).toBe(
    'own-entry',
  );
});
