import { redirect } from '@sveltejs/kit';
import { listLocatedUnits, readDashboard } from '@xueshi/contracts';
import { isCategoryChoice } from '#lib/features/dashboards/category-choice.ts';
import { chosenMeasure, usualMeasure } from '#lib/features/dashboards/measure.ts';
import { forHtml } from '#lib/for-html.ts';
import { readApi } from '#lib/server/api.ts';
import { firstPageInstead, pageOf, yearOf } from '#lib/server/search-params.ts';
import type { PageServerLoad } from './$types';

/** Nothing on the page needs a script, so its figures and pictures are sent once, as HTML. */
export const csr = false;

export const load: PageServerLoad = async (event) => {
  const { searchParams } = event.url;
  const typed = searchParams.get('category');
  const params = { id: event.params.id };
  const year = yearOf(searchParams);
  const [dashboard, located] = await Promise.all([
    readApi(event, readDashboard, {
      params,
      query: { ...year, ...(isCategoryChoice(typed) ? { category: typed } : {}) },
    }),
    readApi(event, listLocatedUnits, {
      params,
      query: { ...year, ...pageOf(searchParams) },
    }),
  ]);
  const first = firstPageInstead(event.url, located);
  if (first) redirect(303, first);
  const chosen = chosenMeasure(searchParams);
  const measure = chosen ?? usualMeasure(dashboard);
  const shown = { dashboard, located, measure, chosenMeasure: chosen };
  if (dashboard.total.people === 0) return { page: forHtml(event, { ...shown, pictures: null }) };
  // Read when the first picture is drawn: it takes a moment and some memory.
  const charts = await import('#lib/server/charts/dashboard-charts.ts');
  const pictures = {
    year: charts.yearChart(dashboard, measure),
    months: charts.monthsChart(dashboard, measure),
    yearSentence: charts.yearSentence(dashboard, measure),
  };
  return { page: forHtml(event, { ...shown, pictures }) };
};
