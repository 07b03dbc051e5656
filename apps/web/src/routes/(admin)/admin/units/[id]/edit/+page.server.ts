import { error, fail, redirect } from '@sveltejs/kit';
import {
  editUnit,
  readOverview,
  readUnit,
  type UnitDetail,
  type UnitFields,
} from '@xueshi/contracts';
import { isForm, isLevel, isManagement, isUnitKind } from '#lib/features/admin/labels.ts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

/** A unit as the form shows it: what is empty, or cannot be shown, is an empty text. */
const shownOf = (unit: UnitDetail) => ({
  name: unit.name,
  code: unit.code ?? '',
  level: unit.level,
  kind: unit.kind,
  form: unit.form ?? '',
  regionCode: unit.regionCode ?? '',
  managementMode: unit.managementMode,
  principalCode: unit.principal?.code ?? '',
  placeCode: unit.place?.code ?? '',
  responsibleLogin: unit.responsible?.loginName ?? '',
});
type Shown = ReturnType<typeof shownOf>;

export const load: PageServerLoad = async (event) => {
  const params = { id: event.params.id };
  const [{ crumbs, year }, unit] = await Promise.all([
    readApi(event, readOverview, { params, query: {} }),
    readApi(event, readUnit, { params }),
  ]);
  // Who may only read the unit finds no form to change it.
  if (!unit.mayEdit) error(404);
  return { crumbs, year, unit, shown: shownOf(unit), changedAt: unit.changedAt ?? '' };
};

function sentIn(form: FormData): Shown {
  const level = fieldOf(form, 'level');
  const kind = fieldOf(form, 'kind');
  const legalForm = fieldOf(form, 'form');
  const managementMode = fieldOf(form, 'managementMode');
  // Only a form that is not ours sends anything else.
  if (!isLevel(level) || !isUnitKind(kind) || !isManagement(managementMode)) error(400);
  if (legalForm !== '' && !isForm(legalForm)) error(400);
  const textOf = (name: string) => fieldOf(form, name).trim();
  return {
    name: textOf('name'),
    code: textOf('code'),
    level,
    kind,
    form: legalForm,
    regionCode: textOf('regionCode'),
    managementMode,
    principalCode: textOf('principalCode'),
    placeCode: textOf('placeCode'),
    responsibleLogin: textOf('responsibleLogin'),
  };
}

/** Only what differs from what was shown; a territorial unit has neither principal nor place, whether shown or not. */
function changesOf(sent: Shown, shown: Shown): Partial<UnitFields> {
  const orNull = (text: string) => (text === '' ? null : text);
  return {
    ...(sent.name === shown.name ? {} : { name: sent.name }),
    ...(sent.level === shown.level ? {} : { level: sent.level }),
    ...(sent.kind === shown.kind ? {} : { kind: sent.kind }),
    ...(sent.form === shown.form ? {} : { form: isForm(sent.form) ? sent.form : null }),
    ...(sent.code === shown.code ? {} : { code: orNull(sent.code) }),
    ...(sent.regionCode === shown.regionCode ? {} : { regionCode: orNull(sent.regionCode) }),
    ...(sent.managementMode === shown.managementMode
      ? {}
      : { managementMode: sent.managementMode }),
    ...(sent.principalCode === shown.principalCode && sent.managementMode !== 'territorial'
      ? {}
      : { principalCode: orNull(sent.principalCode) }),
    ...(sent.placeCode === shown.placeCode && sent.managementMode !== 'territorial'
      ? {}
      : { placeCode: orNull(sent.placeCode) }),
    ...(sent.responsibleLogin === shown.responsibleLogin
      ? {}
      : { responsibleLogin: orNull(sent.responsibleLogin) }),
  };
}

export const actions: Actions = {
  default: async (event) => {
    const params = { id: event.params.id };
    const form = await event.request.formData();
    const kept = sentIn(form);
    const changedAt = fieldOf(form, 'changedAt');
    // Where this reading is newer than the one the form shows, the server refuses by `changedAt`.
    const shown = shownOf(await readApi(event, readUnit, { params }));
    const answer = await callApi(event, editUnit, {
      params,
      body: { ...changesOf(kept, shown), changedAt: changedAt === '' ? null : changedAt },
    });
    if (!answer.ok) {
      return fail(answer.problem.status, { kept, changedAt, problem: problemView(answer.problem) });
    }
    redirect(303, `/admin/units/${event.params.id}`);
  },
};
