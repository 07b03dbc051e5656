import { redirect } from '@sveltejs/kit';
import { listAssigned, listCourses } from '@xueshi/contracts';
import { isArea } from '#lib/features/catalogue/labels.ts';
import { shownCourse } from '#lib/features/catalogue/shown-course.ts';
import { withQuery } from '#lib/hrefs.ts';
import { keyGroupCodeIn } from '#lib/features/people/key-group-code.ts';
import { marksOf } from '#lib/features/programmes/marks.ts';
import { callApi, dataOf } from '#lib/server/api.ts';
import { firstPageInstead, pageOf } from '#lib/server/search-params.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { searchParams } = event.url;
  const words = (searchParams.get('query') ?? '').trim().slice(0, 80);
  const wanted = searchParams.get('area');
  const area = isArea(wanted) ? wanted : null;
  const keyGroup = keyGroupCodeIn(searchParams.get('keyGroup'));
  const answer = await callApi(event, listCourses, {
    query: {
      ...pageOf(searchParams),
      ...(words ? { query: words } : {}),
      ...(area ? { area } : {}),
      ...(keyGroup ? { keyGroup } : {}),
    },
  });
  // Somebody kept the address of a post that there is no more.
  if (!answer.ok && answer.problem.code === 'key-group-unknown')
    redirect(303, withQuery('/courses', { query: words, area }));
  const { items, ...found } = dataOf<typeof listCourses>(event, answer);
  const firstPage = firstPageInstead(event.url, { ...found, items });
  if (firstPage) redirect(303, firstPage);
  const assigned = await callApi(event, listAssigned);
  const marks = marksOf(assigned.ok ? assigned.data.items : []);
  const courses = items.map((one) => shownCourse(one, { mark: marks[one.slug] }));
  return { found, courses, words, area, keyGroup };
};
