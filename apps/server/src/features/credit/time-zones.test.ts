// Where the machine believes itself to be changes nothing: training years are those of Asia/Shanghai (TRUST.md T17, DESIGN.md
// decision 8), on leap days and beyond 2038 as well.
import type { LearningRecord } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { addLearner, signInWithoutPassword } from '../../testing/learners.ts';
import { beginReading, finishReading, writeReadingCourse } from '../../testing/reading-course.ts';
import { openTestInstallation, type TestInstallation } from '../../testing/test-installation.ts';

/** When each course is finished, and in which year that is. */
const FINISHED = [
  { slug: 'last-moment', at: '2026-12-31T15:59:59.999Z', year: 2026 },
  { slug: 'first-moment', at: '2026-12-31T16:00:00.000Z', year: 2027 },
  { slug: 'leap-day', at: '2028-02-29T15:59:59.000Z', year: 2028 },
  { slug: 'after-2038', at: '2038-12-31T16:00:00.000Z', year: 2039 },
];
const OFFSETS = [
  { zone: 'UTC', minutes: 0 },
  { zone: 'Asia/Shanghai', minutes: -480 },
  { zone: 'America/New_York', minutes: 300 },
  { zone: 'Pacific/Kiritimati', minutes: -840 },
];

let here: TestInstallation;
const ownZone = process.env['TZ'];

beforeAll(async () => {
  here = await openTestInstallation({
    courses: async (folder) => {
      for (const { slug } of FINISHED) await writeReadingCourse(folder, slug);
    },
  });
});
afterEach(() => {
  if (ownZone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = ownZone;
});
afterAll(() => here.close());

/** A learner’s way through the courses, as the ledger keeps it; without what is drawn by lot. */
async function ledgerAfterAll() {
  here.clock.set('2026-12-31T10:00:00Z');
  const { personId } = await addLearner(here, '清河镇');
  for (const { slug, at } of FINISHED) {
    const moment = new Date(at).getTime();
    here.clock.set(new Date(moment - 60_000).toISOString());
    const { visitor } = await signInWithoutPassword(here, personId);
    await beginReading(visitor, slug);
    here.clock.set(at);
    expect((await finishReading(visitor, slug)).status).toBe(200);
  }
  const { creditEntries } = schema;
  const rows = await here.installation.platform.db
    .select()
    .from(creditEntries)
    .where(eq(creditEntries.personId, personId))
    .orderBy(creditEntries.sequence);
  const { visitor } = await signInWithoutPassword(here, personId);
  const ofYears = await Promise.all(
    FINISHED.map(({ year }) => visitor.get<LearningRecord>(`/api/v1/me/record?year=${year}`)),
  );
  return {
    rows: rows.map(({ id: _, personId: __, previousHash: ___, hash: ____, ...row }) => ({
      ...row,
      sourceKey: row.sourceKey.length,
      postedBy: row.postedBy === personId,
      evidence: row.evidence?.length,
    })),
    finished: ofYears.map(({ body }) => body.entries.map((one) => [one.courseSlug, one.earnedAt])),
  };
}

test.for(OFFSETS)(
  'the ledger is the same on a machine in $zone',
  async ({ zone, minutes }, { expect }) => {
    process.env['TZ'] = 'UTC';
    const there = await ledgerAfterAll();
    process.env['TZ'] = zone;
    expect(new Date('2026-12-31T16:00:00Z').getTimezoneOffset()).toBe(minutes);
    const found = await ledgerAfterAll();
    expect(found.rows.map(({ year }) => year)).toEqual(FINISHED.map(({ year }) => year));
    expect(found.finished).toEqual(FINISHED.map(({ slug, at }) => [[slug, at]]));
    expect(JSON.stringify(found)).toBe(JSON.stringify(there));
  },
);
