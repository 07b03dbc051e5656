import { openDatabase } from '@xueshi/database';
import { temporaryFolder } from '@xueshi/testkit';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkInstallation, checkLines } from './commands/check.ts';
import { CannotOpen, openInstallation } from './installation.ts';
import { readConfig } from './platform/config.ts';
import { openLog } from './platform/log.ts';
import { openTestInstallation } from './testing/test-installation.ts';

const root = resolve(import.meta.dirname, '../../..');

let folder: { path: string; remove(): Promise<void> };
let data: string;

beforeEach(async () => {
  folder = await temporaryFolder();
  data = join(folder.path, 'data');
});
afterEach(() => folder.remove());

function open(dataFolder = data) {
  const config = readConfig({ XUESHI_DATA: dataFolder, LOG_LEVEL: 'silent' }, root);
  return openInstallation(config, openLog(config));
}

test('a second start on the same data is refused with a sentence, and changes nothing', async () => {
  const first = await open();
  const before = await readdir(data);
  await expect(open()).rejects.toThrow(CannotOpen);
  await expect(open()).rejects.toThrow('in use by a running Xueshi');
  expect(await readdir(data)).toEqual(before);
  await first.close();
  const again = await open();
  await again.close();
});

test('a database of a newer version is refused, is left as it is, and the folder is free again', async () => {
  await (await open()).close();
  const newer = await openDatabase(join(data, 'xueshi.db'));
  await newer.client.execute(`INSERT INTO schema_migrations VALUES ('9999_future.sql', 'x', 0)`);
  await expect(open()).rejects.toThrow('newer version of Xueshi (it knows 9999_future.sql)');
  await newer.client.execute(`DELETE FROM schema_migrations WHERE name = '9999_future.sql'`);
  await newer.client.execute(`UPDATE schema_migrations SET sha256 = 'x' WHERE name LIKE '0000%'`);
  await expect(open()).rejects.toThrow('differs from the one this database was made with');
  await newer.close();
});

test('a file that is no database is refused and not overwritten', async () => {
  await mkdir(data);
  const words = 'not a database, but somebody’s only copy of something. '.repeat(50);
  await writeFile(join(data, 'xueshi.db'), words);
  await expect(open()).rejects.toThrow(/not a database/);
  expect(await readFile(join(data, 'xueshi.db'), 'utf8')).toBe(words);
});

test('a data folder that is a file is refused with what to do', async () => {
  await writeFile(data, '');
  await expect(open()).rejects.toThrow(CannotOpen);
  await expect(open()).rejects.toThrow('XUESHI_DATA');
});

test('the secret is made once, for this user’s eyes only, and differs between installations', async () => {
  const first = await open();
  const { secret } = first.platform;
  expect(secret.symmetricKeySize).toBe(32);
  await first.close();
  expect((await stat(join(data, 'secret.key'))).mode & 0o777).toBe(0o600);
  const again = await open();
  expect(again.platform.secret.equals(secret)).toBe(true);
  await again.close();
  const other = await open(join(folder.path, 'other'));
  expect(other.platform.secret.equals(secret)).toBe(false);
  await other.close();
});

test('the check proves a sound installation and names what is wrong with a damaged one', async () => {
  const here = await openTestInstallation();
  const { platform, database } = here.installation;
  const sound = await checkInstallation(platform, database);
  expect(sound).toMatchObject({
    ok: true,
    database: [],
    ledger: { problems: [] },
    media: { problems: [] },
  });
  expect(sound.ledger.entries).toBeGreaterThan(50);
  expect(checkLines(sound).at(-1)).toBe('Everything holds.');
  await database.client.execute(
    'UPDATE annual_accounts SET hundredths = hundredths + 1 WHERE rowid = (SELECT min(rowid) FROM annual_accounts)',
  );
  const damaged = await checkInstallation(platform, database);
  expect(damaged.ok).toBe(false);
  expect(damaged.ledger.problems).toMatchObject([{ problem: 'balance' }]);
  expect(checkLines(damaged).at(-1)).toBe('Problems were found.');
  await here.close();
});
