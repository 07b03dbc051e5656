// Programmes begun through the API, where a journey is about something else.
import type { BrowserContext } from 'playwright-core';
import { sharedUrl } from './shared-server.ts';

export const dayFromNow = (days: number) =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** A programme of the same kind that is under way; its members are assigned by a job. */
export async function issueProgramme(
  context: BrowserContext,
  change: Parameters<typeof beginDraft>[1],
): Promise<void> {
  const id = await beginDraft(context, change);
  const headers = { origin: sharedUrl() };
  const answer = await context.request.post(`/api/v1/programmes/${id}/publication`, { headers });
  if (answer.status() !== 204) throw new Error(`not published: ${await answer.text()}`);
}

/** A template of the topmost unit, offered to the level below it; returns its id. */
export async function offerTemplate(
  context: BrowserContext,
  change: Parameters<typeof beginDraft>[1],
  askedLevel: 'township' | 'village',
): Promise<string> {
  const id = await beginDraft(context, change);
  const headers = { origin: sharedUrl() };
  const copy = await context.request.post(`/api/v1/programmes/${id}/copies`, {
    headers,
    data: { as: 'template' },
  });
  const template = ((await copy.json()) as { id: string }).id;
  const answer = await context.request.put(`/api/v1/programmes/${template}/offer`, {
    headers,
    data: { purpose: '各单位按此开展一次轮训', askedLevel, dueOn: dayFromNow(20) },
  });
  if (answer.status() !== 204) throw new Error(`not offered: ${await answer.text()}`);
  return template;
}

/** A draft of the topmost unit that the caller answers for, for everybody of it; returns its id. */
export async function beginDraft(
  context: BrowserContext,
  change: { readonly title: string; readonly note?: string; readonly courses?: number },
): Promise<string> {
  const read = async <T>(url: string) => (await (await context.request.get(url)).json()) as T;
  const { items } = await read<{ items: { id: string }[] }>('/api/v1/org-units');
  const me = await read<{ personId: string }>('/api/v1/session');
  const courses = await read<{ items: { slug: string }[] }>('/api/v1/courses');
  const unitId = items[0]?.id ?? '';
  const made = await context.request.post(`/api/v1/units/${unitId}/programmes`, {
    headers: { origin: sharedUrl() },
    data: {
      version: 0,
      title: change.title,
      note: change.note ?? '',
      tier: 'all_staff',
      responsibleId: me.personId,
      startsOn: dayFromNow(0),
      endsOn: dayFromNow(40),
      recurrence: 'yearly',
      target: {
        unitIds: [unitId],
        categories: ['township', 'village_community_principal'],
        keyGroups: [],
        positionLevels: [],
        ranks: [],
        personIds: [],
      },
      rule: { electiveHundredths: 0, electiveCourses: 0 },
      courses: courses.items
        .slice(0, change.courses ?? 1)
        .map(({ slug }) => ({ slug, required: true, dueOn: null })),
    },
  });
  return ((await made.json()) as { id: string }).id;
}
