// Closing the running year of the sample county. Used by tests only.
import type { FrozenPerson } from '@xueshi/contracts';
import { trainingYearOf } from '@xueshi/domain';
import { expect } from 'vitest';
import { unitNamed } from './hour-policies.ts';
import type { TestInstallation, Visitor } from './test-installation.ts';

/** Closes it, and finds somebody among those who were frozen. */
export async function closeYear(here: TestInstallation, county: Visitor, personId: string) {
  const unit = await unitNamed(here, '云岭县(示例)');
  const year = trainingYearOf(here.clock.now());
  const url = `/api/v1/org-units/${unit.id}/year-closings`;
  const { status, body } = await county.post<{ id: string }>(url, { year });
  expect(status).toBe(201);
  here.jobs.wake();
  await here.jobs.idle();
  const people: FrozenPerson[] = [];
  for (let page = 1, last = false; !last; page += 1) {
    const of = `/api/v1/year-closings/${body.id}/people?page=${page}`;
    const { items } = (await county.get<{ items: FrozenPerson[] }>(of)).body;
    people.push(...items);
    last = items.length === 0;
  }
  const frozen = people.find((one) => one.personId === personId) ?? null;
  return { closingId: body.id, frozen };
}
