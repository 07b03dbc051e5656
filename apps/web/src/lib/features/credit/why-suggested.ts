import type { CategoryName, Suggestion } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { categoryName } from '#lib/features/accounts/category-names.ts';
import { levelLabel } from '#lib/features/people/labels.ts';
import { formatHours, localText } from '#lib/format.ts';

/** Why a course is suggested, in words; '' where it is merely new. `own` are the installation's own categories. */
export function whyText(
  { programme, keyGroup, clause, chosenFor }: Suggestion,
  own: readonly CategoryName[],
): string {
  return [
    programme && m.credit_suggestion_programme({ title: programme.title }),
    keyGroup && m.credit_suggestion_key_group({ group: localText(keyGroup.name) }),
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

/** What tells most: a key group says more than the category that it belongs to. */
function whomOf(
  { category, keyGroup, positionLevel }: NonNullable<Suggestion['chosenFor']>,
  own: readonly CategoryName[],
): string {
  if (keyGroup) return localText(keyGroup.name);
  if (category) return categoryName(own, category);
  return positionLevel ? levelLabel(positionLevel) : m.credit_suggestion_rank();
}
