import { fail, redirect } from '@sveltejs/kit';
import { ComplaintKinds, fileComplaint, readCourse, readOwnEntry } from '@xueshi/contracts';
import { entryInWords } from '#lib/features/complaints/entry-in-words.ts';
import { callApi, signInUrl } from '#lib/server/api.ts';
import { fieldOf } from '#lib/server/forms.ts';
import { idOf, secondOf, slugOf } from '#lib/server/search-params.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { searchParams } = event.url;
  const wanted = searchParams.get('kind');
  const entryId = idOf(searchParams, 'entry');
  const evidence = entryId ? await callApi(event, readOwnEntry, { params: { entryId } }) : null;
  const entry = evidence?.ok ? evidence.data.entry : null;
  const slug = entry?.courseSlug ?? slugOf(searchParams, 'course');
  const answer = slug ? await callApi(event, readCourse, { params: { slug } }) : null;
  const course = answer?.ok ? answer.data : null;
  const lesson = course?.lessons.find(({ key }) => key === slugOf(searchParams, 'lesson')) ?? null;
  return {
    kind: ComplaintKinds.find((kind) => kind === wanted) ?? 'suggestion',
    place: course && {
      courseSlug: course.slug,
      courseTitle: course.title,
      lessonKey: lesson?.key ?? null,
      lessonTitle: lesson?.title ?? null,
      atMs: lesson?.kind === 'lecture' ? secondOf(searchParams) : null,
    },
    /** What to begin with, where one asks about an entry of one's record. */
    text: entry ? entryInWords(entry) : '',
    userAgent: event.request.headers.get('user-agent') ?? '',
  };
};

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData();
    const typed = fieldOf(form, 'text');
    const contact = fieldOf(form, 'contact').trim();
    const kind = ComplaintKinds.find((one) => one === form.get('kind')) ?? 'suggestion';
    const slug = fieldOf(form, 'course');
    const second = fieldOf(form, 'atMs');
    const place = slug && {
      slug,
      lessonKey: fieldOf(form, 'lesson') || null,
      atMs: /^\d{1,9}$/.test(second) ? Number(second) : null,
    };
    const device = form.get('withDevice') === 'yes' ? fieldOf(form, 'device').slice(0, 500) : '';
    const answer = await callApi(event, fileComplaint, {
      body: {
        kind,
        text: typed,
        contact: contact.slice(0, 200) || null,
        above: form.get('above') === 'yes',
        place: place || null,
        device: device || null,
      },
    });
    if (answer.ok) redirect(303, `/feedback/${answer.data.id}?filed=true`);
    if (answer.problem.status === 401) redirect(303, signInUrl(event.url));
    return fail(answer.problem.status, { problem: answer.problem.title, typed, contact, kind });
  },
};
