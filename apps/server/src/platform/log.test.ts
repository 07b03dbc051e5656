import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { openLog } from './log.ts';
import { addRequestOrigin } from './request-origin.ts';
import { numberRequests } from './request-id.ts';

test('whatever is logged while a request is worked at names it, however deep below', async () => {
  const lines: { msg: string; reqId?: string }[] = [];
  const log = openLog(
    { logLevel: 'info', prettyLog: false },
    { write: (line) => lines.push(JSON.parse(line)) },
  );
  const app = Fastify({ genReqId: numberRequests() });
  addRequestOrigin(app);
  const work = async () => {
    await Promise.resolve();
    log.info('worked');
  };
  app.get('/work', async (request) => {
    await work();
    return request.id;
  });
  const [one, other] = await Promise.all([app.inject('/work'), app.inject('/work')]);
  log.info('a job');
  expect(lines.map(({ msg, reqId }) => [msg, reqId])).toEqual([
    ['worked', one.body],
    ['worked', other.body],
    ['a job', undefined],
  ]);
  expect(one.body).not.toBe(other.body);
  await app.close();
});

test('two starts never give a request the same number', () => {
  const [first, second] = [numberRequests(), numberRequests()];
  const ids = [first(), first(), second(), second()];
  expect(new Set(ids).size).toBe(4);
  expect(ids.every((id) => /^[0-9a-f]{12}-00000000[12]$/.test(id))).toBe(true);
});
