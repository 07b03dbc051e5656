// Where tests keep the data folders that they copy (apps/server/src/testing/new-data-folder.ts), for one run.
import { temporaryFolder } from '@xueshi/testkit';

export default async function setup(): Promise<() => Promise<void>> {
  const folder = await temporaryFolder();
  process.env['XUESHI_TEST_TEMPLATES'] = folder.path;
  return folder.remove;
}
