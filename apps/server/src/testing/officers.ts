// People who hold a role at a unit of the sample county. Used by tests only.
import { schema } from '@xueshi/database';
import type { Role } from '@xueshi/domain';
import { eq } from 'drizzle-orm';
import { addLearner, signInWithoutPassword } from './learners.ts';
import type { TestInstallation, Visitor } from './test-installation.ts';

export async function unitNamed(here: TestInstallation, name: string): Promise<string> {
  const { db } = here.installation.platform;
  const [unit] = await db.select().from(schema.orgUnits).where(eq(schema.orgUnits.name, name));
  if (!unit) throw new Error(`no unit ${name}`);
  return unit.id;
}

/** Somebody new of a unit, who holds a role there and has signed in. */
export async function addOfficer(
  here: TestInstallation,
  unit: string,
  role: Role,
): Promise<Visitor> {
  const { personId } = await addLearner(here, unit);
  const orgUnitId = await unitNamed(here, unit);
  await here.installation.platform.write((tx) =>
    tx.insert(schema.roleGrants).values({
      id: `grant-${personId}`,
      personId,
      role,
      orgUnitId,
      grantedAt: here.clock.now(),
    }),
  );
  return (await signInWithoutPassword(here, personId)).visitor;
}
