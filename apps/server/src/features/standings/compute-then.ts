// Where people stood at an instant: the same rules on what was known then.
import type { Reader } from '@xueshi/database';
import { trainingYearOf } from '@xueshi/domain';
import { accountsThen, creditsOfYear } from '../credit/service.ts';
import {
  creditsBeside,
  subjectsThen,
  yearsLookedAt,
  type AdoptedHere,
  type PathsThen,
  type SubjectThen,
} from '../requirements/service.ts';
import { standingsBy, type StandingRow } from './compute.ts';

export interface KnownThen {
  readonly at: Date;
  readonly policies: readonly AdoptedHere[];
  readonly paths: PathsThen;
}

export interface StandingThen extends Pick<SubjectThen, 'unitPathNow' | 'lastPathNow'> {
  readonly standing: StandingRow;
}

/** By person: where they stood in the year of that instant. At most 1,000 people. */
export async function standingsThen(
  db: Reader,
  { at, policies, paths }: KnownThen,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, StandingThen>> {
  const year = trainingYearOf(at);
  const looked = yearsLookedAt([year]);
  const subjects = await subjectsThen(db, personIds, at, paths);
  const rows = standingsBy(
    {
      subjects,
      sums: await accountsThen(db, personIds, looked, at),
      beside: await creditsBeside(db, policies, personIds, looked, at),
      lastYear: await creditsOfYear(db, personIds, year - 1, at),
    },
    policies,
    [year],
    at,
  );
  const byId = new Map(rows.map((row) => [row.personId, row]));
  return new Map(
    subjects.flatMap(({ personId, unitPathNow, lastPathNow }) => {
      const standing = byId.get(personId);
      return standing ? [[personId, { standing, unitPathNow, lastPathNow }] as const] : [];
    }),
  );
}
