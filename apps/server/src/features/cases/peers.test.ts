import type { CaseRun, CaseView } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeExerciseCourse } from '../../testing/exercise-course.ts';
import { addLearner, type Learner } from '../../testing/learners.ts';
import { openTestInstallation, type TestInstallation } from '../../testing/test-installation.ts';

let here: TestInstallation;

beforeEach(async () => {
  here = await openTestInstallation({
    courses: (folder) => writeExerciseCourse(folder, 'exercise'),
  });
});
afterEach(() => here.close());

async function newLearner(): Promise<Learner> {
  const learner = await addLearner(here);
  await learner.visitor.post('/api/v1/courses/exercise/enrolment');
  return learner;
}
async function begin({ visitor }: Learner): Promise<CaseRun> {
  const place = { slug: 'exercise', lessonKey: 'case' };
  const { body } = await visitor.post<CaseRun>('/api/v1/case-runs', place);
  here.clock.advance({ seconds: 75 });
  return body;
}
const decide = async ({ visitor }: Learner, id: string, nodeId: string, optionId: string) =>
  (await visitor.post<CaseRun>(`/api/v1/case-runs/${id}/decisions`, { nodeId, optionId })).body;

/** Somebody new who chooses this first and goes no further. */
async function chooses(optionId: string): Promise<CaseRun> {
  const learner = await newLearner();
  return decide(learner, (await begin(learner)).id, 'first', optionId);
}
async function choose(optionId: string, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) await chooses(optionId);
}
const peersIn = (run: CaseRun, at = 0) => run.steps[at]?.chosen?.peers;
const shares = (a: number, b: number) => [
  { optionId: 'a', percent: a },
  { optionId: 'b', percent: b },
];

test('what others chose is told from five others on, in shares and without oneself', async () => {
  await choose('a', 3);
  await choose('b', 1);
  expect(peersIn(await chooses('b'))).toBeNull();
  expect(peersIn(await chooses('a'))).toEqual(shares(60, 40));
  expect(peersIn(await chooses('b'))).toEqual(shares(67, 33));
});

test('before one’s own choice nothing of it leaves the server', async () => {
  await choose('a', 6);
  const learner = await newLearner();
  const begun = await begin(learner);
  const { body } = await learner.visitor.get<CaseView>('/api/v1/courses/exercise/lessons/case');
  for (const answer of [begun, body]) {
    expect(JSON.stringify(answer)).not.toMatch(/peers|percent/);
    expect(JSON.stringify(answer)).toContain('请推选代表');
  }
  const decided = await decide(learner, begun.id, 'first', 'a');
  expect(peersIn(decided)).toEqual(shares(100, 0));
  expect(decided.steps[1]).toMatchObject({ nodeId: 'second', chosen: null });
});

test('a second walk changes nothing of what others see, and its walker is still not among the others', async () => {
  const again = await newLearner();
  const first = await begin(again);
  await decide(again, first.id, 'first', 'b');
  await decide(again, first.id, 'second', 'a');
  await choose('a', 4);
  const second = await begin(again);
  expect(peersIn(await decide(again, second.id, 'first', 'a'))).toBeNull();
  await choose('a', 1);
  const { body } = await again.visitor.get<CaseView>('/api/v1/courses/exercise/lessons/case');
  expect(body.run && peersIn(body.run)).toEqual(shares(100, 0));
  // One who chose b in their first walk, and five who chose a.
  expect(peersIn(await chooses('a'))).toEqual(shares(83, 17));
});

test('a new version counts on where the question is the same, and begins anew where it is not', async () => {
  await choose('a', 5);
  const early = await newLearner();
  const pinned = await begin(early);
  const file = join(here.coursesFolder, 'exercise', 'case.yaml');
  const original = await readFile(file, 'utf8');
  await writeFile(file, original.replace('登记完成。', '登记已经完成。'));
  await here.importAgain();
  expect(peersIn(await chooses('b'))).toEqual(shares(100, 0));
  await writeFile(file, original.replace('让他们明天再来', '让他们下周再来'));
  await here.importAgain();
  expect(peersIn(await chooses('b'))).toBeNull();
  // Whoever began with the first version is compared with those who were asked the same.
  expect(peersIn(await decide(early, pinned.id, 'first', 'a'))).toEqual(shares(83, 17));
});

test('what is counted names nobody', async () => {
  await choose('a', 2);
  const rows = await here.installation.platform.db.select().from(schema.caseChoices);
  expect(rows.map(({ lessonId: _, ...row }) => row)).toEqual([
    { nodeId: 'first', optionId: 'a', people: 2 },
  ]);
});
