import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import {
  readHourPolicies,
  readUnitSettings,
  setEmblem,
  setUnitSetting,
  type Problem,
  type UnitSettingView,
} from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const params = { id: event.params.id };
  const [settings, policies] = await Promise.all([
    readApi(event, readUnitSettings, { params }),
    readApi(event, readHourPolicies, { params }),
  ]);
  const done = event.url.searchParams.get('done');
  return { ...settings, inForce: policies.inForce, done };
};

const refused = (setting: string, value: string, problem: Problem) =>
  fail(problem.status, { refused: { setting, value, ...problemView(problem) } });
const missing = (setting: string, title: string) =>
  fail(400, { refused: { setting, value: '', code: 'missing', title } });

/** The page is asked for again: its own head shows name and emblem as they are now. */
const showAnew = (id: string, done: 'saved' | 'cleared'): never =>
  redirect(303, `/admin/units/${id}/settings?done=${done}`);

/** Of a closing day the month and the day are chosen apart; null: one of them is missing. */
function valueIn(form: FormData, setting: string): string | null {
  if (setting !== 'closing-day') return fieldOf(form, 'value');
  const [month, day] = [fieldOf(form, 'month'), fieldOf(form, 'day')];
  return month && day ? `${month}-${day}` : null;
}

async function change(
  event: RequestEvent<{ id: string }>,
  form: FormData,
  value: string | null,
  done: 'saved' | 'cleared',
) {
  const setting = fieldOf(form, 'setting');
  const answer = await callApi(event, setUnitSetting, {
    // What is no setting is refused by the API.
    params: { id: event.params.id, setting: setting as UnitSettingView['setting'] },
    body: { value, seen: fieldOf(form, 'seen') || null },
  });
  if (!answer.ok) return refused(setting, value ?? '', answer.problem);
  return showAnew(event.params.id, done);
}

export const actions: Actions = {
  set: async (event) => {
    const form = await event.request.formData();
    const setting = fieldOf(form, 'setting');
    const value = valueIn(form, setting);
    if (value === null) return missing(setting, m.settings_day_missing());
    return change(event, form, value, 'saved');
  },
  clear: async (event) => change(event, await event.request.formData(), null, 'cleared'),
  emblem: async (event) => {
    const form = await event.request.formData();
    const file = form.get('file');
    if (!(file instanceof File) || file.size === 0)
      return missing('emblem', m.settings_file_missing());
    const seen = fieldOf(form, 'seen');
    const answer = await callApi(event, setEmblem, {
      params: { id: event.params.id },
      query: seen ? { seen } : {},
      bytes: new Uint8Array(await file.arrayBuffer()),
    });
    if (!answer.ok) return refused('emblem', '', answer.problem);
    return showAnew(event.params.id, 'saved');
  },
};
