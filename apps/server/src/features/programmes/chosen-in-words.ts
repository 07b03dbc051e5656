// For whom a unit chose a course, as pages are told: an installation has key groups of its own, with names.
import type { ChosenFor as ChosenForView } from '@xueshi/contracts';
import type { Reader } from '@xueshi/database';
import { namedKeyGroups } from '../key-groups/service.ts';
import type { ChosenFor } from './for-learner.ts';

/** How to tell some of them; key groups are looked up once for all, and not at all where none is named. */
export async function chosenInWords(
  db: Reader,
  chosen: readonly (ChosenFor | null)[],
): Promise<(one: ChosenFor | null) => ChosenForView | null> {
  const codes = chosen.flatMap((one) => one?.keyGroup ?? []);
  const named = new Map((await namedKeyGroups(db, codes)).map((one) => [one.code, one]));
  return (one) =>
    one && {
      ...(one as Omit<ChosenForView, 'keyGroup'>),
      keyGroup: (one.keyGroup !== null && named.get(one.keyGroup)) || null,
    };
}
