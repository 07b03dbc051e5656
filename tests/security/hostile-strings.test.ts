// Searches find what was typed and nothing else, whatever was typed; names of files are names and no paths.
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { request as ask } from 'node:http';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { digestDatabase } from '../../apps/server/src/testing/database-digest.ts';
import {
  readDocument,
  type DocumentedOperation,
  type JsonSchema,
} from '../../apps/server/src/testing/documented-answers.ts';
import { workbookOf } from '../../apps/server/src/testing/rosters.ts';
import {
  ORIGIN,
  type TestInstallation,
  type Visitor,
} from '../../apps/server/src/testing/test-installation.ts';
import { openGround } from './fuzzed-ground.ts';
import { kindAt, readNames, type KnownNames } from './known-names.ts';
import { IN_NAMES, IN_SEARCHES, NOWHERE, PATHS } from './payloads.ts';

let here: TestInstallation;
let administrator: Visitor;
let operations: DocumentedOperation[];
let names: KnownNames;

beforeAll(async () => {
  here = await openGround();
  administrator = await here.signIn('hexiaoyan');
  operations = await readDocument(here.app);
  names = await readNames(here);
});
afterAll(() => here.close());

/** Text that may hold nearly anything. */
const isFree = ({ type, pattern }: JsonSchema) =>
  type === 'string' && (pattern === undefined || String(pattern).startsWith('^[^'));

/** An address that reaches something, and what its other parts need. */
function filled({ path }: DocumentedOperation): string {
  const parts = path.split('/');
  return parts
    .map((part, at) => {
      const name = /^\{(\w+)\}$/.exec(part)?.[1];
      if (name === undefined) return part;
      const place = ['id', 'code', 'name', 'title'].includes(name) ? (parts[at - 1] ?? '') : name;
      return encodeURIComponent(names.get(kindAt(place))?.[0] ?? 'unknown');
    })
    .join('/');
}

/** What has to be said beside. */
const BESIDE: Readonly<Record<string, string>> = {
  'GET /api/v1/me/notes/export': 'format=text&',
};

interface Field {
  readonly operation: DocumentedOperation;
  readonly name: string;
  readonly most: number;
}

const searches = (): Field[] =>
  operations
    .filter(({ method }) => method === 'GET')
    .flatMap((operation) =>
      [...operation.query]
        .filter(([, schema]) => isFree(schema))
        .map(([name, { maxLength }]) => ({ operation, name, most: Number(maxLength ?? 200) })),
    );

/** An answer without what it only repeats of the question. */
async function found({ operation, name }: Field, words: string) {
  const url = `${filled(operation)}?${BESIDE[operation.name] ?? ''}${name}=${encodeURIComponent(words)}`;
  const { status, body } = await administrator.get<unknown>(url);
  const told = JSON.stringify(body, (key, value: unknown) =>
    ['requestId', 'query', 'search', 'params', 'title'].includes(key) && typeof value === 'string'
      ? ''
      : value,
  );
  return { status, told };
}

test('there are searches to be tried, and they find something', async () => {
  expect(searches().length).toBeGreaterThan(20);
  const reached = [];
  for (const field of searches()) reached.push((await found(field, '学')).status);
  expect(reached.filter((status) => status === 200).length).toBeGreaterThan(15);
});

test('what stands nowhere is not found, with whatever else it is asked for', async () => {
  const before = await digestDatabase(here.installation.database);
  const more: string[] = [];
  for (const field of searches()) {
    const nothing = await found(field, NOWHERE);
    for (const payload of IN_SEARCHES.filter(({ length }) => length <= field.most)) {
      const answer = await found(field, payload);
      if (answer.status !== nothing.status || answer.told !== nothing.told)
        more.push(
          `${field.operation.name} ${field.name}=${payload}: ${answer.status} ${answer.told.slice(0, 200)}`,
        );
    }
  }
  expect(more).toEqual([]);
  expect(await digestDatabase(here.installation.database)).toEqual(before);
});

/** Every file and folder of the installation, and what lies beside it. */
async function everyFile(): Promise<string[]> {
  const top = dirname(here.dataFolder);
  return (await readdir(top, { recursive: true }))
    .filter((name) => !/\.db(-wal|-shm)?$/.test(name))
    .sort();
}

const FILE_NAMES = [
  ['/api/v1/org-units/{id}/roster-imports', 'fileName'],
  ['/api/v1/org-units/{id}/unit-imports', 'fileName'],
] as const;

test('whatever a file is called, it lies in its folder under a name of ours', async () => {
  const before = new Set(await everyFile());
  const bytes = await workbookOf(['工号', '姓名', '单位'], [['T9', '张三', '清河镇']]);
  const statuses = new Set<number>();
  for (const [path, field] of FILE_NAMES) {
    const operation = operations.find(({ name }) => name === `POST ${path}`);
    if (!operation) throw new Error(`${path} is an operation`);
    for (const name of IN_NAMES.filter((_, at) => at % 2 === 0)) {
      const answer = await here.app.inject({
        method: 'POST',
        url: `${filled(operation)}?${field}=${encodeURIComponent(name)}`,
        headers: {
          cookie: administrator.cookie(),
          origin: ORIGIN,
          'content-type': 'application/octet-stream',
        },
        payload: bytes,
      });
      statuses.add(answer.statusCode);
    }
  }
  await here.jobs.idle();
  // Taken in, or refused for what it is.
  expect([...statuses].filter((status) => status >= 500 || status === 404)).toEqual([]);
  const added = (await everyFile()).filter((name) => !before.has(name));
  expect(added.length).toBeGreaterThan(0);
  expect(
    added.filter(
      (name) => !/^data\/(imports|uploads|textbooks|drafts)(\/[\w-]+(\.\w+)?)*$/.test(name),
    ),
  ).toEqual([]);
  expect(existsSync(`/tmp/${NOWHERE}`)).toBe(false);
});

/** Over a real connection: what sends requests in tests puts an address in order before it sends it. */
function rawAnswer(path: string): Promise<{ status: number; text: string }> {
  const address = here.app.server.address();
  if (address === null || typeof address === 'string') throw new Error('it listens');
  return new Promise((resolve, reject) => {
    const sent = ask(
      { host: '127.0.0.1', port: address.port, path, headers: { cookie: administrator.cookie() } },
      (answer) => {
        let text = '';
        answer.setEncoding('latin1').on('data', (piece: string) => (text += piece));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
      },
    );
    sent.on('error', reject).end();
  });
}

const SERVED = [
  '/media/',
  '/media/pictures/',
  '/media/emblems/',
  '/media/a/',
  '/media/playback/a/',
  '/media/drafts/a/',
  '/media/textbooks/a/',
  '/api/docs/static/',
  '/api/v1/statutes/',
  '/api/v1/verification/',
];

test('no address leads to a file that is not served', async () => {
  await here.app.listen({ port: 0, host: '127.0.0.1' });
  const canary = `canary-${randomBytes(8).toString('hex')}`;
  await writeFile(join(dirname(here.dataFolder), 'canary.txt'), canary);
  await writeFile(join(here.dataFolder, 'canary.txt'), canary);
  const secret = (await readFile(join(here.dataFolder, 'secret.key'), 'utf8')).trim();
  const climbs = ['canary.txt', 'secret.key', '../etc/passwd'].flatMap((file) =>
    [
      '../',
      '..%2f',
      '%2e%2e/',
      '%2e%2e%2f',
      '..%5c',
      '..%252f',
      '%c0%ae%c0%ae/',
      '....//',
      '.%00./',
      '/',
    ].flatMap((up) => [1, 2, 6].map((times) => `${up.repeat(times)}${file}`)),
  );
  const wrong: string[] = [];
  for (const start of SERVED)
    for (const climb of [...climbs, ...PATHS.map((path) => encodeURIComponent(path))]) {
      const { status, text } = await rawAnswer(`${start}${climb}`);
      const told = [canary, secret, 'root:x:0:0'].some((word) => text.includes(word));
      if (status >= 500 || told) wrong.push(`${start}${climb}: ${status} ${text.slice(0, 200)}`);
    }
  expect(wrong).toEqual([]);
});

test.each(['%', '%%', '______', '\\'])(
  '%j alone finds what has it, not everything',
  async (sign) => {
    const wrong: string[] = [];
    for (const field of searches()) {
      const url = `${filled(field.operation)}?${BESIDE[field.operation.name] ?? ''}${field.name}=${encodeURIComponent(sign)}`;
      const { status, body } = await administrator.get<Record<string, unknown> | string>(url);
      if (status !== 200 || typeof body === 'string') continue;
      const rows = (body['items'] ?? body['people'] ?? []) as unknown[];
      const others = rows.filter(
        (row) => !JSON.stringify(row).includes(JSON.stringify(sign).slice(1, -1)),
      );
      if (others.length > 0)
        wrong.push(`${field.operation.name} ${field.name}: ${others.length} of ${rows.length}`);
    }
    expect(wrong).toEqual([]);
  },
);

/** Where names stand that are searched, two of them in each: one typed so, one that wildcards would find as well. */
const SEARCHED: readonly (readonly [table: string, column: string])[] = [
  ['org_units', 'name'],
  ['people', 'name'],
  ['lecturers', 'name'],
  ['textbooks', 'title'],
  ['notes', 'text'],
  ['bank_items', 'words'],
  ['statutes', 'title'],
  ['programme_members', 'sort_name'],
];
const TYPED = '半_价%\\';
const ALIKE = '半甲价乙\\';

test('a percent sign, an underline and a backslash are letters like others', async () => {
  const { client } = here.installation.database;
  for (const [table, column] of SEARCHED)
    for (const [at, words] of [TYPED, ALIKE].entries())
      await client.execute({
        sql: `UPDATE "${table}" SET "${column}" = ? WHERE rowid = (SELECT rowid FROM "${table}" ORDER BY rowid DESC LIMIT 1 OFFSET ${at})`,
        args: [words],
      });
  const wrong: string[] = [];
  const right: string[] = [];
  for (const field of searches()) {
    const { told } = await found(field, TYPED);
    if (told.includes('半甲价乙'))
      wrong.push(`${field.operation.name} ${field.name}: ${told.slice(0, 300)}`);
    if (told.includes('半_价%')) right.push(field.operation.name);
  }
  expect(wrong).toEqual([]);
  expect(right).toEqual(
    expect.arrayContaining(['GET /api/v1/me/notes', 'GET /api/v1/org-units/{id}/people']),
  );
  expect(right.length).toBeGreaterThan(4);
});
