// Whoever holds a signed record has it verified without an account, and nothing of it is kept.
import type { PublishedKeys, RecordVerification } from '@xueshi/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { creditDirectly } from '../../testing/credits.ts';
import { download } from '../../testing/download.ts';
import { addLearner, type Learner } from '../../testing/learners.ts';
import { openTestInstallation, type TestInstallation } from '../../testing/test-installation.ts';

let here: TestInstallation;
let learner: Learner;
let file: string;
let key: string;

beforeAll(async () => {
  here = await openTestInstallation();
  learner = await addLearner(here);
  await creditDirectly(here, learner.personId, { hundredths: 250 });
  file = (await download(here, learner.visitor, '/api/v1/me/record-file')).bytes.toString();
  const keys = (await here.visitor().get<PublishedKeys>('/api/v1/public-keys')).body;
  key = keys.keys[0]?.publicKey ?? '';
});
afterAll(() => here.close());

const verify = async (record: string, by: string | null = null) =>
  (
    await here
      .visitor()
      .post<RecordVerification & { code: string }>('/api/v1/record-verification', {
        record,
        key: by,
      })
  ).body;

test('a file of this installation is genuine without a key, and says what it says', async () => {
  expect(await verify(file)).toMatchObject({
    verdict: 'genuine',
    isOwnKey: true,
    content: { hundredths: 250, entries: [{ kind: 'credit', hundredths: 250 }] },
  });
});

test('a key that is given decides; what is no key is told', async () => {
  expect(await verify(file, key)).toMatchObject({ verdict: 'genuine', isOwnKey: true });
  expect(await verify(file, 'no key at all')).toMatchObject({ verdict: 'no-key', content: null });
});

test('a changed file, and what is no record, do not hold and say nothing', async () => {
  const changed = file.replace(/"hundredths": ?250/, '"hundredths": 950');
  expect(changed).not.toBe(file);
  expect(['tampered', 'inconsistent']).toContain((await verify(changed)).verdict);
  expect(await verify('{}')).toMatchObject({ verdict: 'unreadable', content: null });
});

test('who brings file after file that does not hold waits a while', async () => {
  let last = await verify('{}');
  for (let at = 0; at < 40 && last.code === undefined; at += 1) last = await verify('{}');
  expect(last.code).toBe('too-many-verifications');
});
