// The real server, killed again and again while it compacts old heartbeats: each playback is whole,
// as it was reported or as its archive, and the sums are what they were.
import { openDatabase } from '@xueshi/database';
import { readConfig } from '@xueshi/server/config';
import { openInstallation } from '@xueshi/server/installation';
import { openLog } from '@xueshi/server/log';
import { temporaryFolder } from '@xueshi/testkit';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root, startServer } from '../e2e/server-process.ts';
import { fillEvidence } from '../load/evidence-filling.ts';
import { xueshi } from './xueshi-command.ts';

const PEOPLE = 40;
const LESSONS = 6;
const PLAYBACKS = PEOPLE * LESSONS;
const BEATS = 120;
const BEAT_MS = 15_000;

let folder: { path: string; remove(): Promise<void> };
let env: { XUESHI_DATA: string; XUESHI_COURSES: string };

beforeAll(async () => {
  folder = await temporaryFolder();
  env = { XUESHI_DATA: join(folder.path, 'data'), XUESHI_COURSES: join(folder.path, 'courses') };
  await mkdir(env.XUESHI_COURSES);
  const log = openLog({ logLevel: 'silent', prettyLog: false });
  const installation = await openInstallation(readConfig(env, root), log);
  await fillEvidence(installation.database, {
    people: PEOPLE,
    lessons: LESSONS,
    beats: BEATS,
    openedAt: new Date(Date.now() - 365 * 86_400_000),
  });
  await installation.close();
});
afterAll(() => folder.remove());

/** What is on disk while nobody runs. */
async function standing() {
  const database = await openDatabase(join(env.XUESHI_DATA, 'xueshi.db'));
  const figure = async (sql: string) =>
    Number((await database.client.execute(`SELECT (${sql}) AS figure`)).rows[0]?.['figure']);
  const result = {
    archives: await figure('SELECT count(*) FROM watch_archives'),
    playbacks: await figure('SELECT count(*) FROM playback_sessions'),
    grantedMs:
      (await figure('SELECT coalesce(sum(granted_ms), 0) FROM heartbeats')) +
      (await figure('SELECT coalesce(sum(granted_ms), 0) FROM watch_archives')),
  };
  await database.close();
  return result;
}

test('a server killed while it compacts loses nothing, and compacts the rest when it is back', async () => {
  const seen: number[] = [];
  for (let round = 1; round <= 30; round += 1) {
    const server = await startServer(env, ['--empty']);
    // The work begins with the start; when it is cut short differs from round to round.
    for (let asked = 0; asked < (round * 13) % 60; asked += 1)
      await fetch(`${server.url}/api/health`);
    await server.stop('SIGKILL');
    const { archives, playbacks, grantedMs } = await standing();
    expect(archives + playbacks).toBe(PLAYBACKS);
    expect(grantedMs).toBe(PLAYBACKS * BEATS * BEAT_MS);
    seen.push(archives);
    if (archives === PLAYBACKS) break;
  }
  expect(seen.at(-1)).toBe(PLAYBACKS);
  expect(seen.filter((archives) => archives > 0 && archives < PLAYBACKS).length).toBeGreaterThan(0);
  const { said } = await xueshi('check', env);
  expect(said).toContain(
    `evidence: 0 playbacks and ${PLAYBACKS} archives of older ones, 0 problems`,
  );
  expect(said).toContain('database: sound');
}, 240_000);
