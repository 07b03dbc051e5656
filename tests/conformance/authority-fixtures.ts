// What has to be there for operations to be tried on.
import { newId } from '../../apps/server/src/platform/new-id.ts';
import type { TestInstallation } from '../../apps/server/src/testing/test-installation.ts';

/** A flag of this person that was upheld just now. */
export async function upheldFlag(here: TestInstallation, personId: string): Promise<string> {
  const id = newId();
  const now = here.clock.now().getTime();
  await here.installation.database.client.execute({
    sql: `INSERT INTO flags (id, person_id, rule, day, subject, lessons, figures, evidence, raised_at, state, decided_by, decided_at)
      VALUES (?, ?, 'steady-beats', '2026-11-24', ?, '[]', '{}', '[]', ?, 'upheld', 'nobody', ?)`,
    args: [id, personId, id, now, now],
  });
  return id;
}

/** Accounts for everybody of the sample county who has none; nobody knows their passwords. */
export const openRemainingAccounts = ({ installation }: TestInstallation) =>
  installation.database.client.execute(
    `INSERT INTO accounts (person_id, login_name, login_key, password_hash, must_change_password, password_changed_at, state, epoch, created_at)
      SELECT id, id, id, 'none', 0, created_at, 'active', 0, created_at FROM people
      WHERE id NOT IN (SELECT person_id FROM accounts)`,
  );
