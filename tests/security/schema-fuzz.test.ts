// Requests made by the API's own document and against it, by everybody: none may fail, and every answer is
// the one that the document gives for its status.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  faultOf,
  readDocument,
  type DocumentedOperation,
} from '../../apps/server/src/testing/documented-answers.ts';
import { ORIGIN, type TestInstallation } from '../../apps/server/src/testing/test-installation.ts';
import { AUTHORITY } from '../conformance/authority-table.ts';
import { openGround, reinstate, roles, sessionsOf, type Role } from './fuzzed-ground.ts';
import { readNames, type KnownNames } from './known-names.ts';
import { requestsOf, type FuzzedRequest } from './fuzzed-requests.ts';

/** Cases an operation; XUESHI_FUZZ_CASES=500 is the long run (CONTRIBUTING.md). */
const CASES = Number(process.env['XUESHI_FUZZ_CASES'] ?? 3);
/** In a long run what was suspended, closed and merged would leave too little to be named. */
const OPERATIONS_AN_INSTALLATION = CASES > 50 ? 15 : Infinity;
/** See tests/property-seed.ts; each operation has a seed of its own, or all would get the same. */
const firstSeed = fc.readConfigureGlobal()?.seed ?? Math.floor(Math.random() * 2 ** 31);
/** After so many it is looked at anew what there is, and who was relieved of everything may come back. */
const OPERATIONS_BETWEEN = CASES > 50 ? 1 : 10;
const ORDER = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

const LEFT_OUT: Readonly<Record<string, string>> = {
  'GET /api/v1/class-participation/{code}/events': 'goes on until the browser goes',
  'POST /api/v1/org-units/{id}/webhook/test': 'calls another machine',
};

/** A document of a page or two is set in type each time: in a long run these have a tenth. */
const casesOf = ({ path }: DocumentedOperation) =>
  path.endsWith('/pdf') ? Math.ceil(CASES / 10) : CASES;

let here: TestInstallation;
let sessions: ReturnType<typeof sessionsOf>;

async function begin(): Promise<void> {
  here = await openGround();
  sessions = sessionsOf(here);
}
beforeAll(begin);
afterAll(() => here.close());

async function send(operation: DocumentedOperation, role: Role, request: FuzzedRequest) {
  const cookie = await sessions.cookieOf(role);
  const answer = await here.app.inject({
    method: operation.method,
    url: request.url,
    headers: {
      ...request.headers,
      ...(cookie === null ? {} : { cookie }),
      ...(operation.method === 'GET' ? {} : { origin: ORIGIN }),
      ...(request.type === null ? {} : { 'content-type': request.type }),
    },
    ...(request.payload === null ? {} : { payload: request.payload }),
  });
  if (answer.statusCode === 401) sessions.forget(role);
  here.clock.advance({ seconds: 1 });
  return {
    status: answer.statusCode,
    type: String(answer.headers['content-type'] ?? ''),
    text: answer.body,
  };
}

/** What went wrong with an operation, if anything, made as small as it goes. */
async function tryOut(
  operation: DocumentedOperation,
  { at, names, reached }: { at: number; names: KnownNames; reached: Set<number> },
): Promise<string[]> {
  const body = AUTHORITY[operation.name]?.body?.(1);
  const found = await fc.check(
    fc.asyncProperty(
      fc.constantFrom(...roles),
      requestsOf(operation, { names, body }),
      async (role, request) => {
        const answer = await send(operation, role, request);
        reached.add(answer.status);
        const fault = faultOf(operation, answer);
        if (fault !== null) throw new Error(fault);
      },
    ),
    { numRuns: casesOf(operation), endOnFailure: CASES <= 50, seed: firstSeed + at },
  );
  if (!found.failed) return [];
  const fault = found.errorInstance instanceof Error ? found.errorInstance.message : 'failed';
  return [
    `${operation.name} (seed ${found.seed}): ${fault}\n${JSON.stringify(found.counterexample).slice(0, 1_000)}`,
  ];
}

test(
  'whatever is sent to whichever operation, nothing fails and every answer is as documented',
  async () => {
    const operations = (await readDocument(here.app))
      .filter(({ name }) => LEFT_OUT[name] === undefined)
      .sort((one, other) => ORDER.indexOf(one.method) - ORDER.indexOf(other.method));
    expect(operations.length).toBeGreaterThan(300);
    const faults: string[] = [];
    let done = 0;
    let names: KnownNames = new Map();
    for (const [at, operation] of operations.entries()) {
      if (at > 0 && at % OPERATIONS_AN_INSTALLATION === 0) {
        await here.close();
        await begin();
      }
      if (at % OPERATIONS_BETWEEN === 0) {
        await reinstate(here);
        names = await readNames(here);
      }
      const reached = new Set<number>();
      faults.push(...(await tryOut(operation, { at, names, reached })));
      if ([200, 201, 204].some((status) => reached.has(status))) done += 1;
    }
    expect(faults).toEqual([]);
    // Otherwise nothing was tried but what stands before every operation.
    expect(done).toBeGreaterThan(operations.length / (CASES > 50 ? 2 : 4));
  },
  3 * 3_600_000,
);
