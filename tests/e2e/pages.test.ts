import type { CourseDetail } from '@xueshi/contracts';
import { EMPTY_ITEM } from '@xueshi/formats';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { seriousViolations } from './accessibility.ts';
import { launchBrowser, openContext, signIn } from './browser.ts';
import { beginCourse } from './draft-course.ts';
import { beginDraft, issueProgramme, offerTemplate } from './draft-programme.ts';
import { sharedUrl } from './shared-server.ts';

let browser: Browser;
let draft: Promise<string> | undefined;
let template: Promise<string> | undefined;
/** The template that the county offers to its townships. */
let offered = '';
let course: Promise<string> | undefined;
let bank: Promise<string> | undefined;
const cookies = new Map<string, Awaited<ReturnType<BrowserContext['cookies']>>>();

const LEARNER = [
  '/',
  '/courses',
  '/courses?query=没有这样的课',
  '/courses/second',
  '/courses/second/lecture',
  '/courses/second/reading',
  '/courses/second/case',
  '/courses/second/quiz',
  '/courses/second/questions?lesson=lecture&t=5',
  '/notes',
  '/questions',
  '/feedback',
  '/feedback/new?kind=lecture_fault&course=second&lesson=lecture&t=5',
  '/record',
  '/record/requirement',
  '/statutes',
  '/statutes?query=走访',
  '/statutes/行政复议法',
  '/statutes/行政复议法/differences',
  '/account',
  '/account/overseers',
  '/password',
];
const visits: readonly { who: string | null; pages: readonly string[] }[] = [
  {
    who: null,
    pages: ['/sign-in', '/about', '/verify', '/verify/0000-0000-0000-0000', '/mail/stop/a.b'],
  },
  { who: 'zhaodeshui', pages: LEARNER },
  {
    who: 'lifang',
    pages: [
      '/admin',
      'UNIT',
      '/lecturers',
      '/lecturers?query=没有这个人',
      '/lecturers/yunling-zheng-liyan',
      '/lecturers/yunling-yue-shuisheng/edit',
      'UNIT/lecturers/new',
      '/syllabuses',
      'UNIT/syllabuses/new',
      '/textbooks',
      '/textbooks?query=没有这本书',
      '/textbooks/new',
      'UNIT/dashboard',
      'UNIT/dashboard?year=2001',
      'UNIT/outlooks?outlook=at_risk',
      'UNIT/outlooks?outlook=likely&keyGroup=township_chief',
      'UNIT/earned?area=law',
      'UNIT/earned?mode=online&byUnit=true&measure=days',
      'UNIT/people',
      'UNIT/people/new',
      'UNIT/units/new',
      'UNIT/edit',
      'UNIT/tree',
      'UNIT/tree?on=2026-01-31',
      'UNIT/history',
      'UNIT/move',
      'UNIT/merge',
      'UNIT/roster',
      'UNIT/excel',
      'UNIT/reports',
      'UNIT/reports?kind=hours',
      'UNIT/reports?kind=course_people',
      'UNIT/needs',
      'UNIT/closing',
      'UNIT/gaps',
      'UNIT/accounts',
      'UNIT/duplicates',
      'UNIT/programmes',
      'UNIT/programmes/new',
      'UNIT/programmes/above',
      'ABOVE',
      'ABOVE?state=completed',
      'UNIT/programmes/offers',
      'OFFERED',
      'TEMPLATE',
      'TEMPLATE?show=missing',
      'DRAFT',
      'DRAFT/audience?unit=%E6%9F%B3%E6%B9%BE&person=w',
      'DRAFT/courses',
      'DRAFT/members',
      'UNIT/policies',
      'UNIT/policies/new',
      'UNIT/deliveries',
      'UNIT/webhook',
      'UNIT/settings',
      'UNIT/roles',
      'UNIT/roles?place=above',
      'UNIT/roles?place=unsettled',
      'UNIT/roles?find=wang',
      'PERSON/overseers',
      '/account/roles',
      'UNIT/adjustments',
      '/admin/adjustments',
      'PERSON',
      'PERSON/personnel',
      'PERSON/requirement',
      '/admin/audit',
      '/admin/audit?group=roles&who=%E6%9F%A5%E6%97%A0%E6%AD%A4%E4%BA%BA',
      'EVENT',
      '/inbox',
      '/admin/corrections',
    ],
  },
  {
    who: 'hexiaoyan',
    pages: ['/admin/letters', '/admin/key-groups', '/admin/audience-categories'],
  },
  {
    who: 'zhoumin',
    pages: [
      '/studio',
      '/studio/courses/second',
      '/studio/courses/second/insight',
      '/studio/drafts',
      'LECTURE',
      'COURSE/lessons/quiz',
      'COURSE/lessons/quiz/import',
      'COURSE/lessons/quiz/try',
      'COURSE/lessons/case',
      'COURSE/lessons/case/try',
      'COURSE/review',
      'BANK/export',
      '/studio/questions',
      '/studio/evaluations',
      '/studio/statutes',
    ],
  },
  { who: 'sunliping', pages: ['/studio/statutes/new'] },
];

beforeAll(async () => {
  browser = await launchBrowser(inject('chromium'));
  for (const { who } of visits) {
    if (who === null) continue;
    const context = await openContext(browser, sharedUrl());
    await signIn(await context.newPage(), who, inject('password'));
    const own = (await context.cookies()).filter((cookie) =>
      cookie.name.endsWith('xueshi-session'),
    );
    cookies.set(who, own);
    if (who === 'zhaodeshui') {
      const headers = { origin: sharedUrl() };
      await context.request.post('/api/v1/courses/second/enrolment', { headers });
      await vi.waitFor(
        async () => {
          const course = (await (
            await context.request.get('/api/v1/courses/second')
          ).json()) as CourseDetail;
          expect(course.lessons[0]?.ready).toBe(true);
        },
        { timeout: 120_000, interval: 500 },
      );
    }
    await context.close();
  }
  const county = await openContext(browser, sharedUrl());
  await signIn(await county.newPage(), 'chenjianguo', inject('password'));
  await issueProgramme(county, { title: '页面检查用的县里培训' });
  offered = await offerTemplate(county, { title: '页面检查用的县里模板' }, 'township');
  await county.close();
});
afterAll(() => browser.close());

async function contextFor(
  who: string | null,
  options: Parameters<typeof openContext>[2],
): Promise<BrowserContext> {
  const context = await openContext(browser, sharedUrl(), options);
  if (who !== null) await context.addCookies(cookies.get(who) ?? []);
  return context;
}

async function newestEvent(context: BrowserContext): Promise<string> {
  const { items } = (await (await context.request.get('/api/v1/audit/events')).json()) as {
    items: { id: string }[];
  };
  return `/admin/audit/${items[0]?.id ?? ''}`;
}

/** The draft of a programme; one for all visits. */
async function draftAddress(context: BrowserContext): Promise<string> {
  draft ??= beginDraft(context, { title: '页面检查用的草稿', courses: 2 });
  return `/admin/programmes/${await draft}`;
}

/** A lecture of a course being written, of which nothing is there yet. */
async function lectureAddress(context: BrowserContext): Promise<string> {
  const options = (data: object) => ({ headers: { origin: sharedUrl() }, data });
  const begun = await context.request.post(
    '/api/v1/drafts',
    options({ title: '页面检查用的课程', area: 'law' }),
  );
  const { id } = (await begun.json()) as { id: string };
  await context.request.post(
    `/api/v1/drafts/${id}/lessons`,
    options({ kind: 'lecture', title: '第一讲' }),
  );
  return `/studio/drafts/${id}/lectures/lecture`;
}

/** A question bank with one question that is not finished. */
async function bankAddress(context: BrowserContext): Promise<string> {
  const options = (data: object) => ({ headers: { origin: sharedUrl() }, data });
  const facts = { title: { 'zh-CN': '页面检查用的题库', en: '' }, area: 'law', source: '自编' };
  await context.request.post('/api/v1/studio/banks', options({ name: 'pages', ...facts }));
  await context.request.post(
    '/api/v1/studio/banks/pages/items',
    options({ items: [{ ...EMPTY_ITEM, stem: '先做什么？' }] }),
  );
  return '/studio/banks/pages';
}

/** What the county has issued for people of the unit, once they are assigned. */
async function fromAbove(context: BrowserContext, unit: string): Promise<string> {
  const id = await vi.waitFor(
    async () => {
      const list = await context.request.get(`/api/v1/units/${unit}/programmes-above`);
      const [first] = ((await list.json()) as { items: { id: string }[] }).items;
      if (!first) throw new Error('nobody is assigned yet');
      return first.id;
    },
    { timeout: 20_000, interval: 200 },
  );
  return `/admin/units/${unit}/programmes/above/${id}`;
}

/** The administrator's pages have ids in their addresses. */
async function resolveAddress(context: BrowserContext, address: string): Promise<string> {
  if (address === 'EVENT') return newestEvent(context);
  if (address.startsWith('COURSE')) {
    course ??= beginCourse(context);
    return address.replace('COURSE', await course);
  }
  if (address.startsWith('BANK')) {
    bank ??= bankAddress(context);
    return address.replace('BANK', await bank);
  }
  if (address.startsWith('TEMPLATE')) {
    template ??= offerTemplate(context, { title: '页面检查用的模板' }, 'village');
    return address.replace('TEMPLATE', `/admin/programmes/${await template}/offer`);
  }
  if (address === 'LECTURE') return lectureAddress(context);
  if (address.startsWith('DRAFT')) return address.replace('DRAFT', await draftAddress(context));
  if (!/^(UNIT|PERSON|ABOVE|OFFERED)/.test(address)) return address;
  const { items } = (await (await context.request.get('/api/v1/org-units')).json()) as {
    items: { id: string }[];
  };
  const unit = items[0]?.id ?? '';
  if (address.startsWith('ABOVE')) return address.replace('ABOVE', await fromAbove(context, unit));
  if (address === 'OFFERED') return `/admin/units/${unit}/programmes/offers/${offered}`;
  if (address.startsWith('UNIT')) return address.replace('UNIT', `/admin/units/${unit}`);
  const people = (await (await context.request.get(`/api/v1/org-units/${unit}/people`)).json()) as {
    items: { personId: string }[];
  };
  return address.replace('PERSON', `/admin/people/${people.items[0]?.personId ?? ''}`);
}

const screens = [
  {
    name: 'on a phone, light, Chinese',
    options: { width: 360, height: 740, theme: 'light', locale: 'zh-CN' },
  },
  {
    name: 'on a desktop, dark, English',
    options: { width: 1280, height: 800, theme: 'dark', locale: 'en' },
  },
] as const;

for (const { who, pages } of visits) {
  for (const { name, options } of screens) {
    test(`every page of ${who ?? 'a visitor'} can be used by everybody ${name}`, async () => {
      const context = await contextFor(who, options);
      const page = await context.newPage();
      const troubles: string[] = [];
      page.on('pageerror', (error) => troubles.push(`${page.url()}: ${error.message}`));
      page.on('console', (line) => {
        if (line.type() === 'error') troubles.push(`${page.url()}: ${line.text()}`);
      });
      for (const address of pages) {
        const url = await resolveAddress(context, address);
        const answer = await page.goto(url, { waitUntil: 'load' });
        expect(answer?.status(), url).toBe(200);
        const found = await seriousViolations(page, { resultTypes: ['violations'] });
        troubles.push(...found.map((one) => `${url} ${one}`));
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        if (overflow > 0) troubles.push(`${url} is ${overflow} px wider than the screen`);
        expect(await page.locator('html').getAttribute('lang'), url).toBe(options.locale);
        expect(await page.title(), url).not.toBe('');
      }
      expect(troubles).toEqual([]);
      await context.close();
    });
  }
}

test('a page that does not exist says so in the reader’s language, without a stack', async () => {
  const context = await contextFor('zhaodeshui', {});
  const page = await context.newPage();
  const answer = await page.goto('/no-such-page');
  expect(answer?.status()).toBe(404);
  expect(await page.content()).not.toMatch(/at .+\.(js|ts):\d+/);
  await context.close();
});
