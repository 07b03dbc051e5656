// A stricter rule for a township: refused where it asks less, seen before it holds, and then explained to
// the learner, on the course's page too, with what a key group owes beside it; and one person's adjustment.
// In both languages, with and without scripts.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { seriousViolations } from './accessibility.ts';
import { launchBrowser, openContext, signIn } from './browser.ts';
import { sharedUrl } from './shared-server.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser(inject('chromium'));
});
afterAll(() => browser.close());

const visits = [
  {
    name: 'in Chinese, on a phone, without scripts',
    options: { locale: 'zh-CN', width: 360, height: 740, javaScriptEnabled: false },
    hours: { more: '110', reduced: '66' },
    basis: '清河镇学习管理办法一',
    words: {
      less: '要求比上级低',
      parts: '没学完的课程也计入，上级不计',
      accrual: '按各年学习的时间分别计入两个年度',
      county: '就近适用',
      own: '清河镇',
      counts: '计入要求',
      told: '脱产参加驻村工作队',
      withdrawn: '撤回',
      noCourse: '课程目录里没有“没有这门课”',
      missing: '还没有完成',
    },
  },
  {
    name: 'in English, on a desktop',
    options: { locale: 'en', width: 1280, height: 800, javaScriptEnabled: true },
    hours: { more: '120', reduced: '72' },
    basis: '清河镇学习管理办法二',
    words: {
      less: 'less than the policy above',
      parts: 'Unfinished courses bring hours, and above they do not',
      accrual: 'its hours are shared by the time learned in each year',
      county: 'nearest unit',
      own: '清河镇',
      counts: 'counts for the requirement',
      told: 'Sent to a village for half a year',
      withdrawn: 'withdrawn',
      noCourse: 'There is no course “没有这门课”',
      missing: 'not completed yet',
    },
  },
] as const;

const HOURS = 'township.all-training.hours';
const textOf = (page: Page) => page.locator('main').innerText();

async function expectFit(page: Page, scripts: boolean): Promise<void> {
  if (!scripts) return;
  expect(await seriousViolations(page)).toEqual([]);
}

/** Fills in a draft and asks what it would change. */
async function tryHours(page: Page, hours: string, basis: string): Promise<void> {
  await page.locator('input[name="basisTitle"]').fill(basis);
  await page.locator(`input[name="${HOURS}"]`).fill(hours);
  await page.locator('.actions button').first().click();
}

const KEY_GROUP = 'village_secretary';
const COURSE = { slug: 'second', title: '乡镇廉政建设' };

/** The learner of the journey is in a key group from today on. */
async function enterKeyGroup({ request }: BrowserContext, unitId: string): Promise<string> {
  const found = await request.get(
    `/api/v1/org-units/${unitId}/people?query=${encodeURIComponent('王秀兰')}`,
  );
  const { items } = (await found.json()) as { items: { personId: string }[] };
  const url = `/api/v1/people/${items[0]?.personId ?? ''}/key-groups/${KEY_GROUP}`;
  const headers = { origin: sharedUrl() };
  expect((await request.put(url, { data: { confirmed: true }, headers })).ok()).toBe(true);
  return url;
}

/** Five hours of law, of the key group alone, beside what everybody owes. */
async function askOfKeyGroup(page: Page): Promise<void> {
  const field = (of: string) => `[name="township.clause-2.${of}"]`;
  if ((await page.locator(field('hours')).count()) === 0) {
    await page.locator('select[name="addTo"]').selectOption('township');
    await page.locator('button[formaction="?/add"]').click();
  }
  await page.locator(field('hours')).fill('5');
  const groups = page.locator(`${field('groups')}[value="${KEY_GROUP}"]`);
  if (!(await groups.isVisible()))
    await page.locator(`details:has(${field('groups')}) > summary`).click();
  await page.locator(`${field('areas')}[value="law"]`).check();
  await groups.check();
  expect(await page.locator('[name="township.clause-2.groups"][value="reserve"]').count()).toBe(0);
}

/** A course by its name, beside hours: one that there is not is refused, one of the catalogue listed. */
async function askForCourse(page: Page, refused: string): Promise<void> {
  const field = (of: string) => `[name="township.clause-3.${of}"]`;
  if ((await page.locator(field('kind')).count()) === 0) {
    await page.locator('select[name="addTo"]').selectOption('township');
    await page.locator('button[formaction="?/addCourses"]').click();
  }
  const take = page.locator(`.clause:has(${field('kind')}) button[formaction="?/take"]`);
  await page.locator(field('add1')).fill('没有这门课');
  await take.click();
  await page.locator(`${field('add1')}[aria-invalid="true"]`).waitFor();
  expect(await textOf(page)).toContain(refused);
  await page.locator(field('add1')).fill(COURSE.title);
  await take.click();
  await page.locator(`${field('add1')}[aria-invalid="true"]`).waitFor({ state: 'detached' });
  const listed = page.locator(`${field('courses')}[value="${COURSE.slug}"]`);
  expect(await listed.isChecked()).toBe(true);
  expect(await page.locator(field('courses')).count()).toBe(1);
  expect(await page.locator(field('add1')).inputValue()).toBe('');
}

/** Asks less than the county does, in hours and in what unfinished courses bring: it cannot be adopted. */
async function tryLess(page: Page, basis: string, told: readonly string[]): Promise<void> {
  await page.locator('select[name="partial"]').selectOption('per_lesson');
  await tryHours(page, '90', basis);
  await page.locator('.outcome [role="alert"], .outcome ul').first().waitFor();
  for (const words of told) expect(await textOf(page)).toContain(words);
  expect(await page.locator('button[formaction="?/adopt"]').count()).toBe(0);
}

/** From the record to the page that says why, which says these words. */
async function seeWhy(learner: Page, told: readonly string[]): Promise<void> {
  await learner.goto('/record');
  const toWhy = 'a[href^="/record/requirement"]';
  await learner.locator(`details:has(${toWhy}) > summary`).first().click();
  await learner.locator(toWhy).first().click();
  await learner.waitForURL(/\/record\/requirement/);
  const why = await textOf(learner);
  for (const words of told) expect(why).toContain(words);
}

/** What is missing is a link, where it is explained and on the home page. */
async function seeCourse(learner: Page): Promise<void> {
  const toCourse = `a[href="/courses/${COURSE.slug}"]`;
  expect(await learner.locator(toCourse).count()).toBe(1);
  await learner.goto('/');
  expect(await learner.locator(`.other ${toCourse}`).count()).toBe(1);
  expect(await learner.locator('.other h3').last().innerText()).toContain('0/1');
}

async function withdrawAdjustment(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.locator('details:has(form[action*="withdraw"]) > summary').click();
  await page.locator('form[action*="withdraw"] input[name="reason"]').fill('重复办理，撤回');
  await page.locator('form[action*="withdraw"] button').click();
  await page.locator('form[action*="withdraw"]').waitFor({ state: 'detached' });
}

for (const { name, options, hours, basis, words } of visits) {
  test(`a township asks for more, and its learner sees why, ${name}`, async () => {
    const scripts = options.javaScriptEnabled;
    const context = await openContext(browser, sharedUrl(), options);
    const page = await context.newPage();
    await signIn(page, 'lifang', inject('password'));
    const own = await context.request.get('/api/v1/org-units');
    const { items } = (await own.json()) as { items: { id: string }[] };
    const unit = `/admin/units/${items[0]?.id ?? ''}`;
    const group = await enterKeyGroup(context, items[0]?.id ?? '');

    await page.goto(`${unit}/policies/new`);
    await tryLess(page, basis, [words.less, words.parts]);

    await page.locator('select[name="partial"]').selectOption('none');
    await page.locator('select[name="attribution"]').selectOption('accrual');
    await askOfKeyGroup(page);
    await askForCourse(page, words.noCourse);
    await tryHours(page, hours.more, basis);
    await page.locator('#what-if').waitFor();
    await expectFit(page, scripts);
    await page.locator('button[formaction="?/adopt"]').click();
    await page.waitForURL(/policies\?adopted/);
    expect(await textOf(page)).toContain(basis);

    const theirs = await openContext(browser, sharedUrl(), options);
    const learner = await theirs.newPage();
    await signIn(learner, 'wangxiulan', inject('password'));
    await learner.goto('/courses/trial');
    expect(await textOf(learner)).toContain(words.accrual);
    await seeWhy(learner, [
      hours.more,
      basis,
      words.own,
      words.county,
      words.counts,
      words.missing,
    ]);
    await expectFit(learner, scripts);
    await seeCourse(learner);
    const { person } = (await (await theirs.request.get('/api/v1/me/requirement')).json()) as {
      person: { id: string };
    };

    const address = `/admin/people/${person.id}/requirement`;
    await page.goto(address);
    await page.locator('details:has(input[name="kind"]) > summary').click();
    await page.locator('input[name="kind"][value="reduced"]').check({ force: true });
    await page.locator('input[name="amount"]').fill('60');
    await page.locator('form[action*="approve"] input[name="reason"]').fill(words.told);
    await page.locator('input[name="document"]').fill('清组〔2026〕7号');
    await page.locator('form[action*="approve"] button').click();
    await page.locator('form[action*="withdraw"]').first().waitFor({ state: 'attached' });
    await learner.goto('/notices');
    expect(await textOf(learner)).toContain(words.told);
    await learner.goto('/record/requirement');
    expect(await textOf(learner)).toContain(hours.reduced);
    expect(await textOf(learner)).toContain(words.told);
    await page.goto(`${unit}/adjustments`);
    expect(await textOf(page)).toContain(words.told);
    await expectFit(page, scripts);

    await withdrawAdjustment(page, address);
    await page.goto(`${unit}/adjustments`);
    expect((await textOf(page)).toLowerCase()).toContain(words.withdrawn);
    await learner.goto('/record/requirement');
    expect(await textOf(learner)).toContain(hours.more);
    await context.request.delete(group, { headers: { origin: sharedUrl() } });
    for (const one of [theirs, context]) await one.close();
  });
}
