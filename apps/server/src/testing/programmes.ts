// Programmes as an administrator would write them. Used by tests only.
import type { ProgrammeDraft } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { eq } from 'drizzle-orm';
import type { TestInstallation, Visitor } from './test-installation.ts';

export async function unitIdOf(here: TestInstallation, name: string): Promise<string> {
  const { orgUnits } = schema;
  const [row] = await here.installation.platform.db
    .select({ id: orgUnits.id })
    .from(orgUnits)
    .where(eq(orgUnits.name, name));
  if (!row) throw new Error(`${name} is no unit of the sample county`);
  return row.id;
}

/** A draft for everybody of some units; what is given replaces what it says. */
export const draftOf = (
  unitIds: readonly string[],
  change: Partial<Omit<ProgrammeDraft, 'target'>> & {
    readonly target?: Partial<ProgrammeDraft['target']>;
  } = {},
): ProgrammeDraft => ({
  version: 0,
  title: '信访工作条例专题学习',
  note: '',
  tier: 'all_staff',
  responsibleId: null,
  startsOn: '2026-11-20',
  endsOn: '2026-12-20',
  recurrence: 'none',
  rule: { electiveHundredths: 0, electiveCourses: 0 },
  courses: [{ slug: 'law', required: true, dueOn: null }],
  ...change,
  target: {
    unitIds: [...unitIds],
    categories: [],
    keyGroups: [],
    positionLevels: [],
    ranks: [],
    personIds: [],
    ...change.target,
  },
});

/** Writes a programme and publishes it; everybody it is for is assigned when this returns. */
export async function issueProgramme(
  here: TestInstallation,
  admin: Visitor,
  unitId: string,
  draft: ProgrammeDraft,
): Promise<string> {
  const made = await admin.post<{ id: string }>(`/api/v1/units/${unitId}/programmes`, draft);
  const published = await admin.post(`/api/v1/programmes/${made.body.id}/publication`);
  if (made.status !== 201 || published.status !== 204)
    throw new Error(`not published: ${JSON.stringify([made.body, published.body])}`);
  here.jobs.wake();
  await here.jobs.idle();
  return made.body.id;
}

let number = 0;

/** A programme of a unit as if it had been written, without courses and for nobody. */
export async function insertProgramme(
  here: TestInstallation,
  orgUnitId = '',
  state = 'published',
): Promise<string> {
  number += 1;
  const { title, note, tier, target, rule, recurrence, startsOn, endsOn } = draftOf([]);
  const id = `programme-${number}`;
  await here.installation.platform.write((tx) =>
    tx.insert(schema.programmes).values({
      id,
      orgUnitId,
      state,
      version: 1,
      createdAt: here.clock.now(),
      ...{ title, note, tier, target, rule, recurrence, startsOn, endsOn },
    }),
  );
  return id;
}
