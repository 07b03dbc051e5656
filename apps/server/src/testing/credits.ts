// Credits posted straight into the ledger: tests of what follows from them need no course. Tests only.
import type { Tx } from '@xueshi/database';
import { postCredit, type Credit } from '../features/credit/service.ts';
import type { TestInstallation } from './test-installation.ts';

type DirectCredit = Partial<Credit> & { readonly title?: string };

/** Posts a credit of 2.5 hours and half a day; returns the entry's id. */
export const creditDirectly = (
  here: TestInstallation,
  personId: string,
  how: DirectCredit = {},
): Promise<string> => here.installation.platform.write((tx) => postTo(here, tx, personId, how));

/** The same so many times, in one commit. */
export const creditRepeatedly = (
  here: TestInstallation,
  personId: string,
  times: number,
  how: DirectCredit = {},
): Promise<void> =>
  here.installation.platform.write(async (tx) => {
    for (let number = 0; number < times; number += 1) await postTo(here, tx, personId, how);
  });

async function postTo(
  here: TestInstallation,
  tx: Tx,
  personId: string,
  { title = '信访工作条例', ...fields }: DirectCredit,
): Promise<string> {
  const { entry } = await postCredit(here.installation.platform, tx, {
    personId,
    hundredths: 250,
    halfDays: 1,
    mode: 'online',
    intensity: 'regular',
    area: 'law',
    sourceType: 'course',
    sourceKey: crypto.randomUUID(),
    snapshot: {
      title: { 'zh-CN': title, en: 'Petitions' },
      slug: null,
      revision: 3,
      value: null,
    },
    evidence: {},
    earnedAt: here.clock.now(),
    postedBy: 'system',
    ...fields,
  });
  return entry.id;
}

/** Gives a person another name, as a correction of the roster would. */
export async function rename(here: TestInstallation, personId: string, name: string) {
  await here.installation.database.client.execute({
    sql: 'UPDATE people SET name = ? WHERE id = ?',
    args: [name, personId],
  });
}
