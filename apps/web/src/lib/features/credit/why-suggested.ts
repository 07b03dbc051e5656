import type { CategoryName, Suggestion } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { categoryName } from '#lib/features/accounts/category-names.ts';
import { levelLabel } from '#lib/features/people/labels.ts';
import { formatHours, localText } from '#lib/format.ts';

/** Why a course is suggested, in words; '' where it is merely new. `own` are the installation's own categories. */
export function whyText(
  { programme, clause, chosenFor }: Suggestion,
  own: readonly CategoryName[],
): string {
  return [
    programme && m.credit_suggestion_programme({ title: programme.title }),
    clause &&
      m.credit_suggestion_clause({
        title: localText(clause.title),
        hours: formatHours(clause.missingHundredths),
      }),
    chosenFor &&
      m.credit_suggestion_chosen({ unit: chosenFor.unitName, whom: whomOf(chosenFor, own) }),
  ]
    .filter((text) => text !== null)
    .join(' · ');
}

const whomOf = (
  { category, positionLevel }: NonNullable<Suggestion['chosenFor']>,
  own: readonly CategoryName[],
) =>
  category
    ? categoryName(own, category)
    : positionLevel
      ? levelLabel(positionLevel)
      : m.credit_suggestion_rank();
