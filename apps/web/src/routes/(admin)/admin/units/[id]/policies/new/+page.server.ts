import { error, fail, redirect } from '@sveltejs/kit';
import {
  adoptHourPolicy,
  listAffectedPeople,
  readHourPolicies,
  readPolicyTrial,
  tryHourPolicy,
  type HourPolicyDraft,
} from '@xueshi/contracts';
import { OTHER_CATEGORIES, POLICY_CHANGES } from '@xueshi/domain';
import { m } from '@xueshi/messages';
import { isCategory } from '#lib/features/accounts/category-code.ts';
import {
  clausesOf,
  freeId,
  listsOf,
  newClause,
  newCourses,
  withClauses,
  type Clause,
} from '#lib/features/hour-policies/read-clauses.ts';
import { readDraft, type ReadDraft } from '#lib/features/hour-policies/read-draft.ts';
import { callApi, readApi, type ApiData } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import { pageOf } from '#lib/server/search-params.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const IN_FORCE = 'in-force';

/** The policy that the form begins from: one of the presets, or what is in force. */
function baseOf({ inForce, presets }: ApiData<typeof readHourPolicies>, from: string | null) {
  const preset = presets.find(({ code }) => code === from);
  if (preset) return { from: preset.code, base: preset };
  if (inForce) return { from: IN_FORCE, base: inForce.policy };
  const [first] = presets;
  if (!first) error(500);
  return { from: first.code, base: first };
}

async function begin(event: RequestEvent, from: string | null) {
  const params = { id: event.params.id };
  const policies = await readApi(event, readHourPolicies, { params });
  return { policies, ...baseOf(policies, from) };
}

/** What was tried out, with the page of people that is looked at; null where nothing was. */
async function readTrial(event: RequestEvent) {
  const { searchParams } = event.url;
  const trialId = searchParams.get('trial');
  if (!trialId) return null;
  const params = { id: event.params.id, trialId };
  const trial = await readApi(event, readPolicyTrial, { params });
  if (trial.state !== 'ready') return { trial, asked: null, people: null };
  const change = POLICY_CHANGES.find((one) => one === searchParams.get('change'));
  const q = searchParams.get('q')?.trim() ?? '';
  const query = { ...pageOf(searchParams), ...(change && { change }), ...(q && { q }) };
  const people = await readApi(event, listAffectedPeople, { params, query });
  return { trial, asked: { change: change ?? null, q }, people };
}

export const load: PageServerLoad = async (event) => {
  const begun = await begin(event, event.url.searchParams.get('from'));
  return { ...begun, tried: await readTrial(event) };
};

/** What was typed where it could not be read, to be shown again. */
const typedIn = (form: FormData, { faults }: ReadDraft) =>
  Object.fromEntries(Object.keys(faults).map((name) => [name, fieldOf(form, name)]));

async function readForm(event: RequestEvent) {
  const form = await event.request.formData();
  const { base, policies } = await begin(event, fieldOf(form, 'from'));
  const draft = readDraft(base satisfies HourPolicyDraft, form, policies.courses);
  return { form, draft, kept: { ...draft, typed: typedIn(form, draft) } };
}

/** The form with one more demand of the category that was chosen. */
async function addClause(event: RequestEvent, clauseOf: (id: string) => Clause) {
  const { form, kept } = await readForm(event);
  const { policy } = kept;
  const category = fieldOf(form, 'addTo');
  if (category !== OTHER_CATEGORIES && !isCategory(category)) return fail(400, { kept });
  const before = clausesOf(policy, category);
  // One that was not named yet begins with what it owed until then, to be changed.
  const isNamed = listsOf(policy).some(([one]) => one === category);
  const clauses = isNamed ? [...before, clauseOf(freeId(before))] : before;
  const lists = withClauses(policy, category, clauses);
  return { kept: { ...kept, policy: { ...policy, ...lists } }, added: true };
}

export const actions: Actions = {
  /** One more demand of a category, to be filled in: works without scripts. */
  add: (event) => addClause(event, (id) => newClause(id, m.policies_clause_new())),
  addCourses: (event) => addClause(event, (id) => newCourses(id, m.policies_clause_new_courses())),

  /** Lists the courses that were typed, with rows for more: works without scripts. */
  take: async (event) => {
    const { draft, kept } = await readForm(event);
    if (Object.keys(draft.faults).length > 0) return fail(400, { kept });
    return { kept, taken: true };
  },

  try: async (event) => {
    const { form, draft, kept } = await readForm(event);
    if (Object.keys(draft.faults).length > 0) return fail(400, { kept });
    const { fromYear, policy } = draft;
    const params = { id: event.params.id };
    const answer = await callApi(event, tryHourPolicy, { params, body: { fromYear, policy } });
    if (!answer.ok)
      return fail(answer.problem.status, { kept, problem: problemView(answer.problem) });
    const { trial, ...faulty } = answer.data;
    if (!trial) return { kept, trial: faulty };
    const place = new URLSearchParams({ from: fieldOf(form, 'from'), trial: trial.id });
    redirect(303, `/admin/units/${event.params.id}/policies/new?${place}#what-if`);
  },

  adopt: async (event) => {
    const { form, draft, kept } = await readForm(event);
    const { fromYear, policy } = draft;
    const seen = fieldOf(form, 'seen');
    const params = { id: event.params.id };
    const answer = await callApi(event, adoptHourPolicy, {
      params,
      body: { fromYear, policy, seen: seen || 'nothing' },
    });
    if (!answer.ok)
      return fail(answer.problem.status, { kept, problem: problemView(answer.problem) });
    redirect(303, `/admin/units/${event.params.id}/policies?adopted`);
  },
};
