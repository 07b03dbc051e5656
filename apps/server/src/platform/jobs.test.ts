import { schema } from '@xueshi/database';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTestInstallation, type TestInstallation } from '../testing/test-installation.ts';
import { cancelJob, enqueueJob, JobFailed, retryJob, startJobs, type JobHandler } from './jobs.ts';
import type { Platform } from './platform.ts';

let here: TestInstallation;
let platform: Platform;
let name = '';
let number = 0;

beforeAll(async () => {
  here = await openTestInstallation({ empty: true });
  ({ platform } = here.installation);
});
afterAll(() => here.close());
beforeEach(() => {
  name = `work-${(number += 1)}`;
});

const enqueue = (payload: unknown = {}) =>
  platform.write((tx) => enqueueJob(tx, { name, uniqueKey: name, payload, now: here.clock.now() }));
const job = async () =>
  (await platform.db.select().from(schema.jobs).where(eq(schema.jobs.name, name)))[0];

/** Runs all that is due with one handler. */
async function work(handler: JobHandler): Promise<void> {
  const runner = await startJobs(platform, { [name]: handler });
  await runner.idle();
  await runner.stop();
}

test('a job runs once, with what it was given', async () => {
  const seen: unknown[] = [];
  await enqueue({ course: 'trial' });
  await enqueue({ course: 'trial' });
  const handler: JobHandler = async (_platform, payload) => void seen.push(payload);
  await work(handler);
  await work(handler);
  expect(seen).toEqual([{ course: 'trial' }]);
  expect(await job()).toMatchObject({ state: 'done', progressPercent: 100, error: null });
});

test('a job that is stopped ends at once, whether it runs or waits, and goes on when it is asked to', async () => {
  const begun = Promise.withResolvers<null>();
  const patient: JobHandler = async (_platform, _payload, { signal }) => {
    begun.resolve(null);
    await new Promise((_, failed) =>
      signal.addEventListener('abort', () => failed(new Error('stopped'))),
    );
  };
  await enqueue();
  const runner = await startJobs(platform, { [name]: patient });
  await begun.promise;
  const id = (await job())?.id ?? '';
  expect(await cancelJob(platform, id)).toBe(true);
  await runner.idle();
  await runner.stop();
  expect(await job()).toMatchObject({ state: 'failed', cancelRequested: true, error: null });
  expect(await cancelJob(platform, id)).toBe(false);
  expect(await retryJob(platform, id)).toBe(true);
  expect(await cancelJob(platform, id)).toBe(true);
  await work(async () => expect.unreachable());
  expect(await job()).toMatchObject({ state: 'failed', cancelRequested: true });
  expect(await retryJob(platform, id)).toBe(true);
  await work(async () => undefined);
  expect(await job()).toMatchObject({ state: 'done', cancelRequested: false });
});

test('a job enqueued in a transaction that fails was never enqueued', async () => {
  const failing = platform.write(async (tx) => {
    await enqueueJob(tx, { name, uniqueKey: name, payload: {}, now: here.clock.now() });
    throw new Error('undone');
  });
  await expect(failing).rejects.toThrow('undone');
  expect(await job()).toBeUndefined();
});

test('a job that fails is tried again later, longer apart each time, three times in all', async () => {
  let tries = 0;
  const failing: JobHandler = async () => {
    tries += 1;
    throw new Error(`failed ${tries}`);
  };
  await enqueue();
  await work(failing);
  await work(failing);
  expect(tries).toBe(1);
  here.clock.advance({ seconds: 5 });
  await work(failing);
  here.clock.advance({ seconds: 19 });
  await work(failing);
  expect(tries).toBe(2);
  here.clock.advance({ seconds: 1 });
  await work(failing);
  here.clock.advance({ days: 1 });
  await work(failing);
  expect(tries).toBe(3);
  expect(await job()).toMatchObject({ state: 'failed', error: 'failed 3' });
});

test('what trying again cannot mend fails at once, and may be set going by hand', async () => {
  await enqueue();
  await work(async () => {
    throw new JobFailed('the file is broken');
  });
  const failed = await job();
  expect(failed).toMatchObject({ state: 'failed', attempts: 1, error: 'the file is broken' });
  expect(await retryJob(platform, failed?.id ?? '')).toBe(true);
  expect(await retryJob(platform, failed?.id ?? '')).toBe(false);
  expect(await retryJob(platform, 'unknown')).toBe(false);
  await work(async () => undefined);
  expect((await job())?.state).toBe('done');
});

test('a job that was running when the process died runs again with its successor', async () => {
  await enqueue();
  await platform.write((tx) =>
    tx
      .update(schema.jobs)
      .set({ state: 'running', leasedUntil: new Date(8.64e15) })
      .where(eq(schema.jobs.name, name)),
  );
  let ran = 0;
  await work(async () => void (ran += 1));
  expect(ran).toBe(1);
});

test('a worker whose job was taken by another changes nothing any more', async () => {
  await enqueue();
  await work(async () => {
    await platform.write((tx) =>
      tx.update(schema.jobs).set({ fence: 99, state: 'running' }).where(eq(schema.jobs.name, name)),
    );
  });
  expect(await job()).toMatchObject({ state: 'running', fence: 99, finishedAt: null });
  await platform.write((tx) => tx.delete(schema.jobs).where(eq(schema.jobs.name, name)));
});

test('stopping asks the job to stop, waits for it, and leaves it for the next start at no cost', async () => {
  await enqueue();
  const started = Promise.withResolvers<null>();
  const runner = await startJobs(platform, {
    [name]: (_platform, _payload, { signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(new Error('stopped')));
        started.resolve(null);
      }),
  });
  await started.promise;
  await runner.stop();
  expect(await job()).toMatchObject({ state: 'waiting', attempts: 0, error: null });
  await work(async () => undefined);
  expect((await job())?.state).toBe('done');
});

test('a job nobody here can do is left alone', async () => {
  await enqueue();
  const runner = await startJobs(platform, { 'other-work': async () => undefined });
  await runner.idle();
  await runner.stop();
  expect(await job()).toMatchObject({ state: 'waiting', attempts: 0 });
});

test('nothing is due once the runner is idle: not what nobody woke it for, nor what one lane left another', async () => {
  const later = `${name}-later`;
  const done: string[] = [];
  const passing: JobHandler = async ({ write, clock }) => {
    done.push('first');
    await write((tx) =>
      enqueueJob(tx, { name: later, uniqueKey: later, payload: {}, now: clock.now() }),
    );
  };
  const runner = await startJobs(
    platform,
    { [later]: async () => void done.push('second') },
    { [name]: passing },
  );
  await runner.idle();
  await enqueue();
  await runner.idle();
  expect(done).toEqual(['first', 'second']);
  await runner.stop();
});
