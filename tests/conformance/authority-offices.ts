// Offices with fewer duties than an administrator's, and such as give nothing now.
import { addLearner } from '../../apps/server/src/testing/learners.ts';
import type { TestInstallation } from '../../apps/server/src/testing/test-installation.ts';

const PLACE = '清河镇';

/** Each held at 清河镇 by somebody of it, with what the handbook says they are there for. */
export const OFFICES = {
  'township training officer': {
    role: 'training_officer',
    duties: ['read', 'remind', 'run_training'],
  },
  'township clerk': { role: 'unit_clerk', duties: ['read', 'remind', 'keep_roster'] },
  'township supervisor': { role: 'supervisor', duties: ['read', 'read_audit'] },
  /** Their time is over, has not begun, or was ended: as if they held nothing. */
  'former administrator': { role: 'unit_admin', duties: [] },
  'coming administrator': { role: 'unit_admin', duties: [] },
  'relieved administrator': { role: 'unit_admin', duties: [] },
} as const;
export type Officer = keyof typeof OFFICES;

export const isOfficer = (actor: string): actor is Officer => actor in OFFICES;

/** Somebody of 清河镇 who holds an office there, once or one day; returns who. */
export async function appoint(here: TestInstallation, officer: Officer): Promise<string> {
  const { personId } = await addLearner(here, PLACE);
  const now = here.clock.now().getTime();
  const year = 365 * 86_400_000;
  await here.installation.database.client.execute({
    sql: `INSERT INTO role_grants (id, person_id, role, org_unit_id, granted_at, starts_at, ends_at, ended_at)
      SELECT ?, ?, ?, id, ?, ?, ?, ? FROM org_units WHERE name = ?`,
    args: [
      `grant-${personId}`,
      personId,
      OFFICES[officer].role,
      now - year,
      officer === 'coming administrator' ? now + year : null,
      officer === 'former administrator' ? now : null,
      officer === 'relieved administrator' ? now : null,
      PLACE,
    ],
  });
  return personId;
}
