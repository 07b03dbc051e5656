// What an entry rests on, and the record as a file that proves itself elsewhere.
import type {
  EntryEvidence,
  IssuedDocument,
  LearningRecord,
  PublishedKeys,
  Verification,
} from '@xueshi/contracts';
import { temporaryFolder } from '@xueshi/testkit';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { verifyRecord } from '../../commands/verify-record.ts';
import { creditDirectly } from '../../testing/credits.ts';
import { download } from '../../testing/download.ts';
import { RIGHT_ANSWERS, writeExerciseCourse } from '../../testing/exercise-course.ts';
import {
  addLearner,
  personOf,
  signInWithoutPassword,
  type Learner,
} from '../../testing/learners.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let learner: Learner;
let township: Visitor;

beforeAll(async () => {
  folder = await temporaryFolder();
  here = await openTestInstallation({
    courses: (courses) => writeExerciseCourse(courses, 'exercise'),
  });
});
afterAll(async () => {
  await here.close();
  await folder.remove();
});
beforeEach(async () => {
  learner = await addLearner(here);
  const lifang = await personOf(here, 'lifang');
  township = (await signInWithoutPassword(here, lifang)).visitor;
});

const entries = async () =>
  (await learner.visitor.get<LearningRecord>('/api/v1/me/record')).body.entries;
const evidenceOf = async (entryId: string) =>
  (await learner.visitor.get<EntryEvidence>(`/api/v1/me/credit-entries/${entryId}`)).body;

/** Plays the case to its good ending and passes the quiz at the second attempt. */
async function completeExercise(): Promise<void> {
  const { visitor } = learner;
  const lesson = (lessonKey: string) => ({ slug: 'exercise', lessonKey });
  await visitor.post('/api/v1/courses/exercise/enrolment');
  const run = (await visitor.post<{ id: string }>('/api/v1/case-runs', lesson('case'))).body;
  here.clock.advance({ seconds: 120 });
  for (const nodeId of ['first', 'second'])
    await visitor.post(`/api/v1/case-runs/${run.id}/decisions`, { nodeId, optionId: 'a' });
  for (const isRight of [false, true]) {
    const { id } = (await visitor.post<{ id: string }>('/api/v1/quiz-attempts', lesson('quiz')))
      .body;
    for (const [item, answer] of Object.entries(RIGHT_ANSWERS)) {
      const given = isRight ? answer : item === 'three' ? false : ['C'];
      await visitor.put(`/api/v1/quiz-attempts/${id}/answers/${item}`, { answer: given });
    }
    await visitor.post(`/api/v1/quiz-attempts/${id}/submission`, {});
    here.clock.advance({ seconds: 60 });
  }
}

describe('the evidence of an entry', () => {
  test('of a completed course: version, lessons, case, every attempt, policy, source, hash', async () => {
    await completeExercise();
    const [entry] = await entries();
    const evidence = await evidenceOf(entry?.id ?? '');
    expect(evidence).toMatchObject({
      revision: 1,
      sourceType: 'course',
      hashHolds: true,
      postedBy: null,
      reversal: null,
      entry: { id: entry?.id, why: { policyVersion: expect.stringMatching(/.+/) as unknown } },
      lessons: [
        { kind: 'case', runs: [{ number: 1, decisions: 2 }], attempts: [] },
        {
          kind: 'quiz',
          percent: 100,
          runs: [],
          attempts: [
            { number: 1, passed: false },
            { number: 2, percent: 100, passed: true },
          ],
        },
      ],
    });
    expect(evidence.study?.completedAt).toBe(entry?.earnedAt);
    expect(evidence.previousHash).toMatch(/^0{64}$/);
  });

  test('of a completed course stands in its certificate, from the day it was begun', async () => {
    await completeExercise();
    const [entry] = await entries();
    const url = `/api/v1/me/credit-entries/${entry?.id}/certificate`;
    const issued = (await learner.visitor.post<IssuedDocument>(url)).body;
    const { body } = await here.visitor().get<Verification>(`/api/v1/verification/${issued.code}`);
    const { study } = await evidenceOf(entry?.id ?? '');
    expect(body.statement.entries).toMatchObject([
      {
        hash: entry?.why.hash,
        startedAt: study?.startedAt,
        earnedAt: entry?.earnedAt,
        revision: 1,
      },
    ]);
  });

  test('of a reversal: the reason and who did it, from both sides', async () => {
    const id = await creditDirectly(here, learner.personId);
    const reason = '经核实由他人代学';
    await township.post(`/api/v1/people/${learner.personId}/credit-entries/${id}/reversal`, {
      reason,
    });
    const [reversal] = await entries();
    expect((await evidenceOf(id)).reversal).toMatchObject({
      entryId: reversal?.id,
      by: '李芳',
      reason,
    });
    expect(await evidenceOf(reversal?.id ?? '')).toMatchObject({
      postedBy: '李芳',
      entry: { kind: 'reversal', reason },
      corrects: { entryId: id },
    });
  });

  test('is for the learner and who administers them, and for nobody else', async () => {
    const id = await creditDirectly(here, learner.personId);
    const url = `/api/v1/people/${learner.personId}/credit-entries/${id}`;
    expect((await township.get<EntryEvidence>(url)).body.entry.id).toBe(id);
    const other = await addLearner(here, '石桥乡');
    const theirs = await creditDirectly(here, other.personId);
    const foreign = `/api/v1/people/${other.personId}/credit-entries/${theirs}`;
    expect((await township.get(foreign)).status).toBe(404);
    expect((await other.visitor.get(`/api/v1/me/credit-entries/${id}`)).status).toBe(404);
    const mixed = `/api/v1/people/${learner.personId}/credit-entries/${theirs}`;
    expect((await township.get(mixed)).status).toBe(404);
  });

  test('says so where somebody wrote past the program', async () => {
    const id = await creditDirectly(here, learner.personId);
    const { client } = here.installation.database;
    const [trigger] = (
      await client.execute(`SELECT sql FROM sqlite_master WHERE name = 'credit_entries_no_update'`)
    ).rows;
    await client.execute('DROP TRIGGER credit_entries_no_update');
    await client.execute({
      sql: 'UPDATE credit_entries SET hundredths = 9900 WHERE id = ?',
      args: [id],
    });
    await client.execute(String(trigger?.['sql']));
    expect((await evidenceOf(id)).hashHolds).toBe(false);
  });
});

describe('the signed record', () => {
  async function fileOf(query = ''): Promise<string> {
    const { bytes } = await download(here, learner.visitor, `/api/v1/me/record-file${query}`);
    const path = join(folder.path, `${crypto.randomUUID()}.json`);
    await writeFile(path, bytes);
    return path;
  }
  const publishedKey = async () =>
    (await here.visitor().get<PublishedKeys>('/api/v1/public-keys')).body.keys[0]?.publicKey ?? '';

  beforeEach(async () => {
    await creditDirectly(here, learner.personId);
    await creditDirectly(here, learner.personId, { earnedAt: new Date('2025-05-01T00:00:00Z') });
  });

  test('is verified elsewhere by nothing but the file and the published key', async () => {
    const key = await publishedKey();
    const all = verifyRecord(await fileOf(), key);
    expect(all).toMatchObject({ exitCode: 0 });
    expect(all.lines.join('\n')).toContain('真实');
    expect(all.lines.join('\n')).toContain('5.00 学时');
    const one = verifyRecord(await fileOf('?year=2025'), key);
    expect(one).toMatchObject({ exitCode: 0 });
    expect(one.lines.join('\n')).toContain('2025 年度；2.50 学时');
  });

  test('takes the key from a file, and refuses what is no key', async () => {
    const keyFile = join(folder.path, 'public.pem');
    const body = await publishedKey();
    await writeFile(keyFile, `-----BEGIN PUBLIC KEY-----\n${body}\n-----END PUBLIC KEY-----\n`);
    const file = await fileOf();
    expect(verifyRecord(file, keyFile).exitCode).toBe(0);
    expect(verifyRecord(file, 'no key at all')).toMatchObject({ exitCode: 2 });
    expect(verifyRecord('nowhere.json', body)).toMatchObject({ exitCode: 2 });
  });

  test('without a key it proves nothing, and tells the fingerprint to compare', async () => {
    const verdict = verifyRecord(await fileOf(), undefined);
    expect(verdict.exitCode).toBe(4);
    expect(verdict.lines[1]).toMatch(/[0-9a-f]{64}/);
  });

  test('tampered, unsigned and foreign files end with their own sentence and code', async () => {
    const key = await publishedKey();
    const file = await fileOf();
    const { readFile } = await import('node:fs/promises');
    const text = await readFile(file, 'utf8');
    const write = async (changed: string) => {
      await writeFile(file, changed);
      return verifyRecord(file, key);
    };
    expect(await write(text.replace('学员', '学霸'))).toMatchObject({ exitCode: 1 });
    const { payload } = JSON.parse(text) as { payload: object };
    const unsigned = await write(JSON.stringify({ payload }));
    expect(unsigned).toMatchObject({ exitCode: 1 });
    expect(unsigned.lines[0]).toContain('没有签名');
    expect(await write('{}')).toMatchObject({ exitCode: 2 });
    const foreign = await openTestInstallation();
    const { keys } = (await foreign.visitor().get<PublishedKeys>('/api/v1/public-keys')).body;
    await writeFile(file, text);
    expect(verifyRecord(file, keys[0]?.publicKey)).toMatchObject({ exitCode: 3 });
    await foreign.close();
  });
});
