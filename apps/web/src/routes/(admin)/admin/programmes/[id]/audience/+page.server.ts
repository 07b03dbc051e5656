import {
  findUnits,
  listUnitPeople,
  previewProgramme,
  type ProgrammeDraft,
} from '@xueshi/contracts';
import { POSITION_LEVELS, RANKS } from '@xueshi/domain';
import { readApi } from '#lib/server/api.ts';
import { fieldOf } from '#lib/server/forms.ts';
import { changeDraft, readDraft } from '#lib/server/programme-draft.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const programme = await readDraft(event);
  const typed = (name: string) => (event.url.searchParams.get(name) ?? '').trim().slice(0, 60);
  const [unit, person] = [typed('unit'), typed('person')];
  const params = { id: programme.unit.id };
  const { unitIds, personIds } = programme.target;
  const units = unit ? await readApi(event, findUnits, { params, query: { query: unit } }) : null;
  const people = person
    ? await readApi(event, listUnitPeople, { params, query: { query: person } })
    : null;
  return {
    programme,
    preview: await readApi(event, previewProgramme, { params: { id: programme.id } }),
    typed: { unit, person },
    /** null before anything was looked for; without those chosen already. */
    foundUnits: units?.items.filter(({ id }) => !unitIds.includes(id)) ?? null,
    foundPeople: people?.items.filter(({ personId }) => !personIds.includes(personId)) ?? null,
    peopleMatching: people?.total ?? 0,
    peopleShown: people?.items.length ?? 0,
  };
};

type Target = ProgrammeDraft['target'];

const retarget =
  (how: (target: Target, form: FormData) => Partial<Target>) =>
  (draft: ProgrammeDraft, form: FormData): ProgrammeDraft => ({
    ...draft,
    target: { ...draft.target, ...how(draft.target, form) },
  });

const ticked = (form: FormData, name: string) =>
  form.getAll(name).filter((one) => typeof one === 'string');
const tickedOf = <const T extends string>(form: FormData, name: string, all: readonly T[]) =>
  all.filter((one) => ticked(form, name).includes(one));
const together = (some: readonly string[], more: readonly string[]) => [
  ...new Set([...some, ...more]),
];

export const actions: Actions = {
  narrow: (event) =>
    changeDraft(
      event,
      retarget((_, form) => ({
        categories: ticked(form, 'category'),
        keyGroups: ticked(form, 'keyGroup'),
        positionLevels: tickedOf(form, 'positionLevel', POSITION_LEVELS),
        ranks: tickedOf(form, 'rank', RANKS),
      })),
    ),
  addUnits: (event) =>
    changeDraft(
      event,
      retarget(({ unitIds }, form) => ({ unitIds: together(unitIds, ticked(form, 'unitId')) })),
    ),
  removeUnit: (event) =>
    changeDraft(
      event,
      retarget(({ unitIds }, form) => ({
        unitIds: unitIds.filter((id) => id !== fieldOf(form, 'unitId')),
      })),
    ),
  addPeople: (event) =>
    changeDraft(
      event,
      retarget(({ personIds }, form) => ({
        personIds: together(personIds, ticked(form, 'personId')),
      })),
    ),
  removePerson: (event) =>
    changeDraft(
      event,
      retarget(({ personIds }, form) => ({
        personIds: personIds.filter((id) => id !== fieldOf(form, 'personId')),
      })),
    ),
};
