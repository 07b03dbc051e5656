// The disk spoils what a running server is asked for: pages that are none, and a text that is none, which the
// database's driver does not survive.
import { openDatabase } from '@xueshi/database';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  openTestInstallation,
  type TestInstallation,
} from '../../apps/server/src/testing/test-installation.ts';
import { startServer } from '../e2e/server-process.ts';
import { makeGround, type Ground } from './reporting-learners.ts';
import { xueshi } from './xueshi-command.ts';

const PAGE_BYTES = 4_096;

let here: TestInstallation;
let ground: Ground;

beforeAll(async () => {
  [here, ground] = await Promise.all([openTestInstallation(), makeGround(2)]);
});
afterAll(() => Promise.all([here.close(), ground.remove()]));

/** Nothing of the table or its indexes can be read any more. */
async function spoilTable(name: string): Promise<void> {
  const { client } = here.installation.database;
  const { rows } = await client.execute({
    sql: 'SELECT rootpage FROM sqlite_schema WHERE tbl_name = ? AND rootpage > 0',
    args: [name],
  });
  await client.execute('PRAGMA wal_checkpoint(TRUNCATE)');
  const file = await open(join(here.dataFolder, 'xueshi.db'), 'r+');
  for (const row of rows)
    await file.write(
      Buffer.alloc(PAGE_BYTES, 0x5a),
      0,
      PAGE_BYTES,
      (Number(row[0]) - 1) * PAGE_BYTES,
    );
  await file.close();
}

test('what lies on a damaged page is refused with a sentence, and everything else goes on', async () => {
  const learner = await here.signIn('wangxiulan');
  await spoilTable('notes');
  const refused = await learner.get('/api/v1/me/notes');
  expect(refused).toMatchObject({ status: 500, body: { code: 'storage-damaged' } });
  expect((await learner.get('/api/v1/session')).status).toBe(200);
});

const session = (url: string, at: number) =>
  fetch(`${url}/api/v1/session`, { headers: { cookie: ground.cookies[at] ?? '' } });

test('a text whose bytes are none ends the server, which then finds it and serves nothing from the file', async () => {
  const database = await openDatabase(join(ground.env.XUESHI_DATA, 'xueshi.db'));
  await database.client.execute(
    `UPDATE people SET name = CAST(x'e5adff' AS TEXT) WHERE id = 'learner-1'`,
  );
  await database.close();
  const server = await startServer(ground.env, ['--empty']);
  expect((await session(server.url, 0)).status).toBe(200);
  await expect(session(server.url, 1)).rejects.toThrow('fetch failed');
  expect(await server.stop('SIGKILL')).toBeNull();
  // As the service manager does it: it does not come back only to end with the next request, now or later.
  const said = /is damaged \(no text any more: people\.name\).*restore the last good backup/s;
  await expect(startServer(ground.env, ['--empty'])).rejects.toThrow(said);
  const checked = await xueshi('check', ground.env);
  expect(checked).toMatchObject({ code: 1, said: expect.stringMatching(said) as unknown });
});
