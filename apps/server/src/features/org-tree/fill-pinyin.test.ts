import type { TreeNode } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { eq, isNull } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { openTestInstallation } from '../../testing/test-installation.ts';
import { fillMissingPinyin } from './service.ts';

test('units from before pinyin are found by it after a start, and their history says nothing of it', async () => {
  const here = await openTestInstallation();
  const { orgUnits, orgUnitVersions } = schema;
  const { db, write, clock } = here.installation.platform;
  const [county] = await db.select().from(orgUnits).where(eq(orgUnits.code, 'YL01'));
  await write((tx) => tx.update(orgUnits).set({ namePinyin: null, nameInitials: null }));
  // More than one turn of the work takes.
  await write((tx) =>
    tx.insert(orgUnits).values(
      Array.from({ length: 230 }, (_, at) => ({
        id: `old-${at}`,
        parentId: county?.id ?? '',
        path: `${county?.path}old-${at}/`,
        name: `老单位${at}`,
        level: 'county',
        kind: 'department',
        createdAt: clock.now(),
      })),
    ),
  );
  const periods = await db.$count(orgUnitVersions);
  here.clock.advance({ minutes: 5 });
  await write((tx) => fillMissingPinyin(tx, clock.now()));
  const office = await here.signIn('chenjianguo');
  await here.jobs.idle();
  expect(await db.$count(orgUnits, isNull(orgUnits.namePinyin))).toBe(0);
  expect(await db.$count(orgUnitVersions)).toBe(periods);
  const { body } = await office.get<{ items: TreeNode[] }>(
    `/api/v1/org-units/${county?.id}/found?query=lwc`,
  );
  expect(body.items.map(({ name }) => name)).toEqual(['柳湾村']);
  await here.close();
});
