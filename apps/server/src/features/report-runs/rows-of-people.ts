// Reports with a row for each person.
import { categoryOrNone } from '../audience-categories/service.ts';
import { keyGroupWord } from '../key-groups/service.ts';
import { instantOn } from '../org-tree/service.ts';
import type { Cells } from './columns.ts';
import { namesThen } from './walk-then.ts';
import { changesSince } from './walk-closed.ts';
import { peoplePages, type Making, type WalkedPerson } from './walk.ts';
import { wordOf } from './words.ts';

const hours = (hundredths: number | null) => (hundredths === null ? null : hundredths / 100);
const days = (halfDays: number | null) => (halfDays === null ? null : halfDays / 2);

/** Who somebody is, and where. */
export const whoOf = ({ name, code, at }: WalkedPerson): Cells => ({
  name,
  code,
  unit: at.unit.name,
  unitPath: at.names.join(' / '),
});

/** Where each person stands, or stood on a past day, towards the year's requirement. */
export async function* completionRows(making: Making): AsyncGenerator<Cells> {
  const { locale, filters, now, closing, keyGroups, categories } = making;
  const pages =
    filters.treeOn === undefined
      ? peoplePages(making)
      : namesThen(making, instantOn(filters.treeOn, now));
  for await (const page of pages) {
    for (const person of page) {
      const { standing } = person;
      yield {
        ...whoOf(person),
        category: categoryOrNone(categories, standing.category, locale),
        post: person.post,
        hours: hours(standing.hundredths),
        targetHours: hours(standing.targetHundredths),
        days: days(standing.halfDays),
        targetDays: days(standing.targetHalfDays),
        share: standing.share < 0 ? null : standing.share / 10_000,
        state: wordOf('admin_state_', standing.state, locale),
        adjustment: wordOf('requirements_adjustment_', standing.adjustment, locale),
        positionLevel: wordOf('people_level_', person.positionLevel, locale),
        rank: wordOf('people_rank_', person.rank, locale),
        keyGroups: person.keyGroups
          .map((group) => keyGroupWord(keyGroups, group, locale))
          .join(locale === 'zh-CN' ? '、' : ', '),
        missingHours:
          standing.targetHundredths === null || closing !== null
            ? null
            : hours(standing.missingHundredths),
      };
    }
  }
}

/** Everybody of a closed year as they were frozen, with what was corrected since beside it. */
export async function* closedRows(making: Making): AsyncGenerator<Cells> {
  const { locale, closing, categories } = making;
  if (closing === null) return;
  for await (const page of peoplePages(making)) {
    const ids = page.map(({ standing }) => standing.personId);
    const changes = await changesSince(making, closing, ids);
    for (const person of page) {
      const { standing } = person;
      const since = changes.get(standing.personId);
      yield {
        ...whoOf(person),
        category: categoryOrNone(categories, standing.category, locale),
        hours: hours(standing.hundredths),
        correctedHours: hours(standing.hundredths + (since?.hundredths ?? 0)),
        targetHours: hours(standing.targetHundredths),
        days: days(standing.halfDays),
        correctedDays: days(standing.halfDays + (since?.halfDays ?? 0)),
        targetDays: days(standing.targetHalfDays),
        share: standing.share < 0 ? null : standing.share / 10_000,
        state: wordOf('admin_state_', standing.state, locale),
      };
    }
  }
}
