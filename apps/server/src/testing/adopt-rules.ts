// The sample county's hour policy with other rules. Used by tests only.
import { schema } from '@xueshi/database';
import { CN_2010_GRASSROOTS, trainingYearOf, type HourPolicy } from '@xueshi/domain';
import { isNull } from 'drizzle-orm';
import { adoptPolicy } from '../features/requirements/service.ts';
import type { TestInstallation } from './test-installation.ts';

export async function adoptRules(
  here: TestInstallation,
  rules: Partial<HourPolicy>,
): Promise<void> {
  const { write, clock } = here.installation.platform;
  const now = clock.now();
  await write(async (tx) => {
    const [orgUnit] = await tx
      .select()
      .from(schema.orgUnits)
      .where(isNull(schema.orgUnits.parentId));
    if (!orgUnit) throw new Error('the sample county has a topmost unit');
    const policy = { ...CN_2010_GRASSROOTS, ...rules };
    await adoptPolicy(tx, { orgUnit, policy, fromYear: trainingYearOf(now), adoptedBy: null, now });
  });
}
