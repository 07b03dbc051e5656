// Credits posted straight into the ledger: tests of what follows from them need no course. Tests only.
import { postCredit, type Credit } from '../features/credit/service.ts';
import type { TestInstallation } from './test-installation.ts';

/** Posts a credit of 2.5 hours and half a day; returns the entry's id. */
export async function creditDirectly(
  here: TestInstallation,
  personId: string,
  how: Partial<Credit> & { readonly title?: string } = {},
): Promise<string> {
  const { platform } = here.installation;
  const { title = '信访工作条例', ...fields } = how;
  const posting = await platform.write((tx) =>
    postCredit(platform, tx, {
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
    }),
  );
  return posting.entry.id;
}

/** Gives a person another name, as a correction of the roster would. */
export async function rename(here: TestInstallation, personId: string, name: string) {
  await here.installation.database.client.execute({
    sql: 'UPDATE people SET name = ? WHERE id = ?',
    args: [name, personId],
  });
}
