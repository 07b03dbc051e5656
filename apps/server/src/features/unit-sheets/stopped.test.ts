// An import of units while the server is stopped: all of it or nothing, and it goes on after the restart.
import type { OrgUnitRef } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { and, eq, like } from 'drizzle-orm';
import { expect, test, vi } from 'vitest';
import { JOB_LANES } from '../../job-handlers.ts';
import { startJobs } from '../../platform/jobs.ts';
import { openTestInstallation } from '../../testing/test-installation.ts';
import { checkUnitRun, readUnitRun, sendUnits, unitBook } from '../../testing/unit-sheets.ts';
import { APPLY_UNITS } from './service.ts';

const UNITS = 1500;

test('an import that was stopped half way left nothing, and is done as a whole after the restart', async () => {
  const here = await openTestInstallation();
  const { platform } = here.installation;
  const county = await here.signIn('chenjianguo');
  const { body } = await county.get<{ items: OrgUnitRef[] }>('/api/v1/org-units');
  const rows = Array.from({ length: UNITS }, (_, at) => [
    `S${at}`,
    `新村${at}`,
    'YL08',
    '村级',
    '村（社区）',
  ]);
  const made = () => platform.db.$count(schema.orgUnits, like(schema.orgUnits.code, 'S%'));
  const bytes = await unitBook(rows);
  const { id } = await sendUnits(here, county, body.items[0]?.id ?? '', { bytes });
  expect(await checkUnitRun(here, county, id)).toMatchObject({ rowsAdding: UNITS, errors: 0 });
  await county.post(`/api/v1/unit-imports/${id}/application`);
  const running = and(eq(schema.jobs.name, APPLY_UNITS), eq(schema.jobs.state, 'running'));
  await vi.waitFor(async () => expect(await platform.db.$count(schema.jobs, running)).toBe(1), {
    interval: 1,
  });
  await here.jobs.stop();
  expect(await readUnitRun(county, id)).toMatchObject({ state: 'applying', rowsDone: 0 });
  expect(await made()).toBe(0);

  const next = await startJobs(platform, ...JOB_LANES);
  await next.idle();
  expect(await readUnitRun(county, id)).toMatchObject({ state: 'applied', rowsDone: UNITS });
  expect(await made()).toBe(UNITS);
  await next.stop();
  await here.close();
});
