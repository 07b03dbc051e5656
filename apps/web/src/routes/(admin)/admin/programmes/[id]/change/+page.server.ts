import { error, fail, redirect } from '@sveltejs/kit';
import { amendProgramme, listCourses, readProgramme } from '@xueshi/contracts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

/** What a choice of the form says where the course goes and nothing takes its place. */
const NOTHING = '-';

export const load: PageServerLoad = async (event) => {
  const { params } = event;
  const programme = await readApi(event, readProgramme, { params });
  if (programme.state !== 'published' || !programme.mayRun) error(404);
  const words = (event.url.searchParams.get('query') ?? '').trim().slice(0, 80);
  const { items } = await readApi(event, listCourses, { query: words ? { query: words } : {} });
  const chosen = new Set(programme.courses.map(({ slug }) => slug));
  return { programme, words, found: items.filter(({ slug }) => !chosen.has(slug)) };
};

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData();
    const { params } = event;
    const { courses } = await readApi(event, readProgramme, { params });
    const out = courses.flatMap(({ slug }) => {
      const choice = fieldOf(form, `out:${slug}`);
      return choice === '' ? [] : [{ slug, by: choice === NOTHING ? null : choice }];
    });
    const body = {
      version: Number(fieldOf(form, 'version')),
      reason: fieldOf(form, 'reason').trim(),
      note: fieldOf(form, 'note').trim(),
      endsOn: fieldOf(form, 'endsOn'),
      out,
      electives: form.getAll('elective').filter((one) => typeof one === 'string'),
    };
    const answer = await callApi(event, amendProgramme, { params, body });
    if (!answer.ok)
      return fail(answer.problem.status, { problem: problemView(answer.problem), refused: body });
    redirect(303, `/admin/programmes/${params.id}?changed=1`);
  },
};
