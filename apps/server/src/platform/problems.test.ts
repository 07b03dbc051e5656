import cookie from '@fastify/cookie';
import { PROBLEM_CODES } from '@xueshi/contracts';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addProblemHandler } from './problems.ts';
import { Refused } from './refused.ts';

/** Whatever any sentence mentions. */
const PARAMS = {
  minutes: 15,
  minimum: 10,
  seconds: 20,
  loginName: 'wangxiulan',
  name: '柳湾村',
  limit: 20,
  length: 30,
  hours: 5,
  points: 4,
  most: 2,
  lesson: '材料',
  there: 1,
  mib: 4096,
  gib: 20,
  megabytes: 32,
  year: 2026,
  code: '530102',
  count: 3,
  day: '2026-02-30',
  login: 'lifang',
  unit: '清河镇',
  place: '云岭县',
  course: '行政处罚法要点',
  from: 2026,
  to: 2027,
  until: '2027-06-30',
  least: 48,
  kib: 200,
  number: 3,
  days: 30,
  where: '第三题',
  megapixels: 50,
};

const FAILURES: Record<string, Error> = {
  'disk full': new Error('query failed', {
    cause: new Error('SQLITE_FULL: database or disk is full'),
  }),
  busy: new Error('SQLITE_BUSY: database is locked'),
  'read-only': new Error('SQLITE_READONLY: attempt to write a readonly database'),
  damaged: new Error('query failed', {
    cause: new Error('SQLITE_CORRUPT: database disk image is malformed'),
  }),
  'disk error': Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_READ' }),
  bug: new Error('the password is geheim'),
};

let app: FastifyInstance;

beforeAll(async () => {
  app = Fastify();
  await app.register(cookie);
  addProblemHandler(app);
  app.get<{ Params: { code: (typeof PROBLEM_CODES)[number] } }>('/refused/:code', ({ params }) => {
    throw new Refused(params.code, PARAMS);
  });
  app.get<{ Params: { failure: string } }>('/failed/:failure', ({ params }) => {
    throw FAILURES[params.failure] ?? new Error('no such failure');
  });
  await app.ready();
});
afterAll(() => app.close());

test.each(PROBLEM_CODES)(
  'the refusal %s is told as a whole sentence in both languages',
  async (code) => {
    const told = new Set<string>();
    for (const locale of ['zh-CN', 'en']) {
      const answer = await app.inject({
        url: `/refused/${code}`,
        cookies: { 'xueshi-locale': locale },
      });
      const problem = answer.json<{ title: string; status: number; code: string; type: string }>();
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(answer.statusCode).toBe(problem.status);
      expect(answer.statusCode).toBeGreaterThanOrEqual(400);
      expect(problem).toMatchObject({ code, type: `/api/docs#problem-${code}` });
      expect(problem.title).not.toMatch(/[{}]|undefined|null|NaN/);
      expect(problem.title).toMatch(locale === 'en' ? /^[A-Z].*\.$/ : /\p{Script=Han}.*。$/u);
      told.add(problem.title);
    }
    expect(told.size).toBe(2);
  },
);

test.each([
  { failure: 'disk full', status: 507, code: 'storage-full' },
  { failure: 'busy', status: 503, code: 'busy' },
  { failure: 'read-only', status: 503, code: 'busy' },
  { failure: 'damaged', status: 500, code: 'storage-damaged' },
  { failure: 'disk error', status: 500, code: 'storage-damaged' },
  { failure: 'bug', status: 500, code: 'internal' },
])(
  '$failure is told as $code, with a number to name and without what went wrong inside',
  async ({ failure, status, code }) => {
    const answer = await app.inject({ url: `/failed/${encodeURIComponent(failure)}` });
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toMatchObject({ code, requestId: expect.any(String) });
    expect(answer.body).not.toMatch(/geheim|SQLITE|query failed|malformed|I\/O/);
    if (code === 'busy') expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    if (code === 'internal')
      expect(answer.json<{ title: string; requestId: string }>().title).toContain(
        answer.json<{ requestId: string }>().requestId,
      );
  },
);
