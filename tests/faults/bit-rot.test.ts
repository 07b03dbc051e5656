// A disk that gives back other bytes than were written: it is found, nothing is served from it, and the backup
// of the day before is as good as ever.
import { backUp } from '@xueshi/database';
import { temporaryFolder } from '@xueshi/testkit';
import type { AuditChainEnd } from '@xueshi/domain';
import fc from 'fast-check';
import { cp, mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkInstallation, type CheckReport } from '../../apps/server/src/commands/check.ts';
import { CannotOpen, openInstallation } from '../../apps/server/src/installation.ts';
import { readConfig } from '../../apps/server/src/platform/config.ts';
import { openLog } from '../../apps/server/src/platform/log.ts';
import { digestDatabase } from '../../apps/server/src/testing/database-digest.ts';
import {
  addPaperLecture,
  beatOf,
  openPlayer,
} from '../../apps/server/src/testing/paper-lecture.ts';
import { writeReadingCourse } from '../../apps/server/src/testing/reading-course.ts';
import { openTestInstallation } from '../../apps/server/src/testing/test-installation.ts';
import { root } from '../e2e/server-process.ts';

/** Bytes that are turned; XUESHI_ROT_CASES=1000 is the long run (CONTRIBUTING.md). */
const CASES = Number(process.env['XUESHI_ROT_CASES'] ?? 25);
const PAGE_BYTES = 4_096;
/** What must be as it was written. */
const KEPT = ['credit_entries', 'heartbeats', 'audit_events', 'audit_chain'] as const;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let whole: string;
/** Pages in which rows of the kept tables lie. */
let pages: number[];
let digests: Record<string, string>;
let backup: string;
/** As a crash and somebody who tidies up leave it. */
let withoutLog: string;
let head: AuditChainEnd;

beforeAll(async () => {
  folder = await temporaryFolder();
  whole = join(folder.path, 'whole');
  const here = await openTestInstallation({
    courses: (courses) => writeReadingCourse(courses, 'reading'),
  });
  await addPaperLecture(here.installation.platform, 'reading', 600_000);
  const learner = await here.signIn('wangxiulan');
  await learner.post('/api/v1/courses/reading/enrolment');
  const player = await openPlayer(learner, { slug: 'reading' });
  for (let seq = 1; seq <= 20; seq += 1) {
    here.clock.advance({ seconds: 15 });
    await player.report(beatOf(seq, seq * 15_000, [[(seq - 1) * 15_000, seq * 15_000, 1]]));
  }
  const { client } = here.installation.database;
  backup = await backUp(client, join(folder.path, 'backups'), here.clock.now());
  await client.execute('PRAGMA wal_checkpoint(TRUNCATE)');
  await here.signInByPassword('lifang');
  const [end] = (await client.execute('SELECT sequence, hash FROM audit_head')).rows;
  head = { sequence: Number(end?.['sequence']), hash: String(end?.['hash']) };
  withoutLog = join(folder.path, 'without-log');
  await mkdir(withoutLog);
  for (const name of ['xueshi.db', 'secret.key'])
    await cp(join(here.dataFolder, name), join(withoutLog, name));
  await client.execute('PRAGMA wal_checkpoint(TRUNCATE)');
  digests = await digestDatabase(here.installation.database);
  pages = await pagesOf(join(here.dataFolder, 'xueshi.db'), async (table) =>
    (await client.execute(`SELECT hash FROM "${table}"`)).rows.map((row) => row[0]),
  );
  await cp(here.dataFolder, whole, { recursive: true });
  await here.close();
});
afterAll(() => folder.remove());

/** Where the hashes of rows stand in the file, so do the rows. */
async function pagesOf(
  file: string,
  hashesOf: (table: string) => Promise<unknown[]>,
): Promise<number[]> {
  const bytes = await readFile(file);
  const found = new Set<number>();
  for (const table of ['credit_entries', 'heartbeats', 'audit_chain'])
    for (const hash of await hashesOf(table)) {
      const sought =
        typeof hash === 'string' ? Buffer.from(hash) : Buffer.from(hash as ArrayBuffer);
      for (let at = bytes.indexOf(sought); at >= 0; at = bytes.indexOf(sought, at + 1))
        found.add(Math.floor(at / PAGE_BYTES));
    }
  return [...found].sort((one, other) => one - other);
}

let number = 0;

/** A copy of the data folder with something done to its database. */
async function spoiltCopy(spoil: (file: string) => Promise<void>): Promise<string> {
  const copy = join(folder.path, `copy-${(number += 1)}`);
  await mkdir(copy);
  for (const name of ['xueshi.db', 'secret.key']) await cp(join(whole, name), join(copy, name));
  await spoil(join(copy, 'xueshi.db'));
  return copy;
}

/** What was found wrong in the database; the lecture exists on paper only. */
const wrongIn = ({ database, ledger, evidence, documents, closings, audit }: CheckReport) =>
  [database, ledger, evidence, documents, closings, audit].flatMap((part): readonly unknown[] =>
    'problems' in part ? part.problems : part,
  );

type Finding =
  | { readonly refused: string }
  | { readonly report: CheckReport; readonly digests: Record<string, string> };

async function startAndCheck(
  dataFolder: string,
  keptHead: AuditChainEnd | null = null,
): Promise<Finding> {
  const config = readConfig({ XUESHI_DATA: dataFolder, LOG_LEVEL: 'silent' }, root);
  try {
    const installation = await openInstallation(config, openLog(config));
    try {
      const report = await checkInstallation(
        installation.platform,
        installation.database,
        keptHead,
      );
      return { report, digests: await digestDatabase(installation.database) };
    } catch (error) {
      return { refused: String(error) };
    } finally {
      await installation.close().catch(() => {});
    }
  } catch (error) {
    if (error instanceof CannotOpen) return { refused: error.message };
    return { refused: `otherwise: ${String(error)}` };
  } finally {
    await rm(dataFolder, { recursive: true, force: true });
  }
}

test('there is something that can rot, and while it does not, everything holds', async () => {
  expect(pages.length).toBeGreaterThan(20);
  const sound = await startAndCheck(await spoiltCopy(async () => {}));
  expect('report' in sound ? wrongIn(sound.report) : sound.refused).toEqual([]);
});

test('a byte that turns in the ledger, the evidence or the audit trail is found, where it changes what is kept', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...pages),
      fc.nat(PAGE_BYTES - 1),
      fc.integer({ min: 1, max: 255 }),
      async (page, at, change) => {
        const copy = await spoiltCopy(async (file) => {
          const bytes = await readFile(file);
          const place = page * PAGE_BYTES + at;
          bytes.writeUInt8(bytes.readUInt8(place) ^ change, place);
          await writeFile(file, bytes);
        });
        const finding = await startAndCheck(copy);
        if ('refused' in finding || wrongIn(finding.report).length > 0) return;
        for (const table of KEPT) expect(finding.digests[table], table).toBe(digests[table]);
      },
    ),
    { numRuns: CASES, endOnFailure: true },
  );
}, 3_600_000);

test.each([
  { what: 'is cut off', spoil: (file: string) => truncate(file, 100 * PAGE_BYTES) },
  {
    what: 'is cut off within a page',
    spoil: (file: string) => truncate(file, 100 * PAGE_BYTES + 77),
  },
  {
    what: 'is no database any more',
    spoil: (file: string) => writeFile(file, 'x'.repeat(100_000)),
  },
  {
    what: 'has an empty page',
    spoil: async (file: string) => {
      const bytes = await readFile(file);
      await writeFile(
        file,
        bytes.fill(0, (pages[3] ?? 0) * PAGE_BYTES, ((pages[3] ?? 0) + 1) * PAGE_BYTES),
      );
    },
  },
])('nothing is served from a file that $what, and it is said what to do', async ({ spoil }) => {
  const finding = await startAndCheck(await spoiltCopy(spoil));
  expect(finding).toMatchObject({
    refused: expect.stringMatching(/is damaged .*restore the last good backup/) as unknown,
  });
});

test('the backup is restored beside it, and everything holds', async () => {
  const restored = join(folder.path, 'restored');
  await mkdir(restored);
  await cp(backup, join(restored, 'xueshi.db'));
  await cp(join(whole, 'secret.key'), join(restored, 'secret.key'));
  const finding = await startAndCheck(restored);
  expect('report' in finding ? wrongIn(finding.report) : finding.refused).toEqual([]);
});

test('writes that went with a deleted log are missed by whoever kept the head of the audit trail', async () => {
  const finding = await startAndCheck(withoutLog, head);
  expect('report' in finding ? finding.report.audit.problems : finding.refused).toHaveLength(1);
});
