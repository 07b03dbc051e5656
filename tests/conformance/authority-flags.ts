// Flags that somebody upheld, for the operations about them.
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
