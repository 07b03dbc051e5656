import { fail, redirect } from '@sveltejs/kit';
import {
  Areas,
  forgetSavedReport,
  listReportRuns,
  orderReport,
  readOverview,
  runSavedReport,
  saveReport,
  subscribeToReport,
  type Problem,
  type ReportOrder,
} from '@xueshi/contracts';
import { COURSE_STATES, MODES, OUTLOOKS, REPORT_COLUMNS, REPORT_FORMATS } from '@xueshi/domain';
import { isCategory } from '#lib/features/accounts/category-code.ts';
import { isStanding } from '#lib/features/admin/labels.ts';
import { FILTERS_OF, reportKindOf } from '#lib/features/reports/labels.ts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import { keyGroupCodeIn } from '#lib/features/people/key-group-code.ts';
import { yearOf } from '#lib/server/search-params.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const params = { id: event.params.id };
  const { searchParams } = event.url;
  const { crumbs, year } = await readApi(event, readOverview, { params, query: {} });
  const list = await readApi(event, listReportRuns, { params });
  const wanted = yearOf(searchParams).year;
  const opened = list.saved.find(({ id }) => id === searchParams.get('saved'));
  return {
    crumbs,
    thisYear: year,
    list,
    kind: opened?.kind ?? reportKindOf(searchParams.get('kind')),
    opened: opened ? { order: opened, name: opened.name } : null,
    year: list.years.find((one) => one === wanted) ?? year,
  };
};

/** A refusal with all that was typed, so that nobody chooses everything anew. */
function refused(problem: Problem, form: FormData) {
  const typed = {
    order: orderIn(form),
    name: fieldOf(form, 'name'),
    year: Number(fieldOf(form, 'year')),
  };
  return fail(problem.status, { problem: problemView(problem), typed });
}

/** What the form says, as far as it fits the kind of report. */
function orderIn(form: FormData): ReportOrder {
  const kind = reportKindOf(fieldOf(form, 'kind'));
  const filters: ReportOrder['filters'] = {};
  const field = (name: string) => (FILTERS_OF[kind].includes(name) ? fieldOf(form, name) : '');
  const [state, category] = [field('state'), field('category')];
  if (isStanding(state)) filters.state = state;
  if (category === 'none' || isCategory(category)) filters.category = category;
  const area = Areas.find((one) => one === field('area'));
  if (area) filters.area = area;
  const mode = MODES.find((one) => one === field('mode'));
  if (mode) filters.mode = mode;
  const outlook = OUTLOOKS.find((one) => one === field('outlook'));
  if (outlook) filters.outlook = outlook;
  const keyGroup = keyGroupCodeIn(field('keyGroup'));
  if (keyGroup) filters.keyGroup = keyGroup;
  if (field('direct') === 'true') filters.direct = true;
  if (field('perUnit') === 'true') filters.perUnit = true;
  if (field('programmeId')) filters.programmeId = field('programmeId');
  if (field('course')) filters.course = field('course');
  const courseState = COURSE_STATES.find((one) => one === field('courseState'));
  if (courseState) filters.courseState = courseState;
  if (field('byArea') === 'true') filters.byArea = true;
  if (field('treeOn')) filters.treeOn = field('treeOn');
  const chosen = new Set(form.getAll('columns'));
  return {
    kind,
    filters,
    columns: REPORT_COLUMNS[kind].filter((column) => chosen.has(column)),
    format: REPORT_FORMATS.find((one) => one === fieldOf(form, 'format')) ?? 'xlsx',
  };
}

export const actions: Actions = {
  order: async (event) => {
    const form = await event.request.formData();
    const answer = await callApi(event, orderReport, {
      params: { id: event.params.id },
      body: { year: Number(fieldOf(form, 'year')), order: orderIn(form) },
    });
    if (!answer.ok) return refused(answer.problem, form);
    redirect(303, `/admin/reports/${answer.data.id}`);
  },
  save: async (event) => {
    const form = await event.request.formData();
    const replacesId = fieldOf(form, 'replacesId');
    const answer = await callApi(event, saveReport, {
      params: { id: event.params.id },
      body: {
        name: fieldOf(form, 'name').trim().slice(0, 60),
        order: orderIn(form),
        ...(replacesId ? { replacesId } : {}),
      },
    });
    if (!answer.ok) return refused(answer.problem, form);
    return { saved: true };
  },
  run: async (event) => {
    const params = { id: fieldOf(await event.request.formData(), 'savedId') };
    const answer = await callApi(event, runSavedReport, { params });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    redirect(303, `/admin/reports/${answer.data.id}`);
  },
  subscribe: async (event) => {
    const form = await event.request.formData();
    const answer = await callApi(event, subscribeToReport, {
      params: { id: fieldOf(form, 'savedId') },
      body: { monthly: fieldOf(form, 'monthly') === 'true' },
    });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    return { saved: true };
  },
  forget: async (event) => {
    const params = { id: fieldOf(await event.request.formData(), 'savedId') };
    const answer = await callApi(event, forgetSavedReport, { params });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    return { saved: true };
  },
};
