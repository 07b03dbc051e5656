// Fields of a form that name a unit: what was typed, or which of several units of that name is meant.
import type { RequestEvent } from '@sveltejs/kit';
import type { Problem } from '@xueshi/contracts';
import type { UnitChoices } from '#lib/features/people/unit-choices.ts';
import { fieldOf } from './forms.ts';
import { unitsFound } from './found-units.ts';

/** What a field names: the unit chosen for exactly what was typed, else what was typed. */
export function unitIn(form: FormData, name: string): string {
  const typed = fieldOf(form, name).trim();
  const chosen = fieldOf(form, `${name}Chosen`);
  return chosen !== '' && fieldOf(form, `${name}For`) === typed ? chosen : typed;
}

/** The units to choose from where a refusal says that several have the name in one of these fields. */
export async function choicesAfter(
  event: RequestEvent,
  { code, params }: Problem,
  form: FormData,
  names: readonly string[],
): Promise<UnitChoices | null> {
  if (code !== 'unit-ambiguous') return null;
  const name = names.find((one) => fieldOf(form, one).trim() === params?.['unit']);
  if (name === undefined) return null;
  const typed = fieldOf(form, name).trim();
  const found = (await unitsFound(event, typed)) ?? [];
  const units = found.filter((unit) => unit.name === typed);
  return units.length === 0 ? null : { name, typed, units };
}
