import type { Reader } from '@xueshi/database';
import { DEFAULT_CREDIT_RULES, type CreditRules } from '@xueshi/domain';
import { unitOfPerson } from '../organisations/service.ts';
import { policyWithin } from '../requirements/service.ts';

/** How hours come about for a person in a year, as the transaction finds it. */
export async function rulesWithin(
  db: Reader,
  personId: string,
  year: number,
): Promise<CreditRules> {
  const unit = await unitOfPerson(db, personId);
  const adopted = unit && (await policyWithin(db, unit.path, year));
  return adopted?.policy ?? DEFAULT_CREDIT_RULES;
}
