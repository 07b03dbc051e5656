// An administrator issues a programme; a learner sees it, and who has not finished is reminded.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { launchBrowser, openContext, signIn } from './browser.ts';
import { dayFromNow as day, issueProgramme, offerTemplate } from './draft-programme.ts';
import { sharedUrl } from './shared-server.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser(inject('chromium'));
});
afterAll(() => browser.close());

const WORDS = {
  'zh-CN': {
    begin: '建立草稿',
    save: '保存',
    find: '查找',
    addUnit: '加入勾选的单位',
    addPeople: '加入勾选的人',
    people: (count: number) => `现在共 ${count} 人`,
    categories: /干部类别/,
    township: '乡镇（街道）干部',
    add: /^把.*加为必修$/,
    down: /下移$/,
    due: /^期限：/,
    recommended: '按缺的学时推荐',
    helps: /对 1 人有用/,
    countsFor: /计入“.*”，这一项还差/,
    back: '回到草稿',
    publish: '发布',
    confirm: '确认发布，通知这 1 人',
    comesAgain: /自动生成下一期草稿/,
    assigned: '安排给我的培训',
    mark: /必修，.* 前/,
    remind: /提醒未完成的 \d+ 人/,
    reminded: /已提醒 \d+ 人/,
    above: '上级安排的',
    ours: '本单位的人',
    offers: '上级提供的模板',
    take: '采用，建立草稿',
    takenFrom: /来自 云岭县/,
    times: '1 次',
    missing: '还没有采用',
    offerChange: '保存修改',
    offerSaved: /已保存/,
    withdraw: '撤回',
    withdrawConfirm: '确认撤回',
    withdrawn: '已撤回。',
  },
  en: {
    begin: 'Begin as a draft',
    save: 'Save',
    find: 'Find',
    addUnit: 'Add what is ticked',
    addPeople: 'Add who is ticked',
    people: (count: number) => `${count} people now`,
    categories: /Audience category/,
    township: 'Township cadre',
    add: /^Add .* as compulsory$/,
    down: /down$/,
    due: /^Due by:/,
    recommended: 'Recommended for what they still owe',
    helps: /helps 1 of them/,
    countsFor: /^Counts for “.*”: .* are missing/,
    back: 'Back to the draft',
    publish: 'Publish',
    confirm: 'Yes, publish it and tell these 1 people',
    comesAgain: /the next one is made as a draft/,
    assigned: 'Assigned to me',
    mark: /Compulsory by/,
    remind: /Remind the \d+ unfinished/,
    reminded: /\d+ reminded/,
    above: 'From above',
    ours: 'Our people',
    offers: 'Offered templates',
    take: 'Take it as a draft',
    takenFrom: /offered by 云岭县/,
    times: 'Times: 1',
    missing: 'Not taken yet',
    offerChange: 'Save the changes',
    offerSaved: /^Saved\./,
    withdraw: 'Withdraw the offer',
    withdrawConfirm: 'Yes, withdraw it',
    withdrawn: 'The offer is withdrawn.',
  },
} as const;
type Words = (typeof WORDS)[keyof typeof WORDS];

const press = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, ...(typeof name === 'string' && { exact: true }) }).click();
const shots = process.env['XUESHI_SHOTS'];
const shoot = async (page: Page, name: string) => {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
};

async function begin(admin: Page, unit: string, title: string, words: Words): Promise<string> {
  await admin.goto(`${unit}/programmes/new`);
  await admin.locator('input[name="title"]').fill(title);
  await admin.locator('input[name="startsOn"]').fill(day(0));
  await admin.locator('input[name="endsOn"]').fill(day(30));
  await press(admin, words.begin);
  await admin.getByRole('heading', { level: 1, name: title }).waitFor();
  await admin.locator('select[name="recurrence"]').selectOption('yearly');
  await press(admin, words.save);
  await admin.getByText(words.comesAgain).waitFor();
  return admin.url().split('?')[0] ?? '';
}

/** Everybody of a village, narrowed, and one person more by the letters of the name. */
async function chooseAudience(admin: Page, draft: string, words: Words): Promise<void> {
  await admin.goto(`${draft}/audience`);
  const removes = admin.locator('form[action="?/removeUnit"] button');
  await removes.first().click();
  await admin.getByText(words.people(0)).waitFor();
  await admin.locator('input[name="unit"]').fill('柳湾');
  await admin.locator('form:has(input[name="unit"])').getByRole('button').click();
  await admin.locator('input[name="unitId"][type="checkbox"]').first().check();
  await press(admin, words.addUnit);
  await admin.getByText(words.people(3)).waitFor();
  await admin.locator('summary', { hasText: words.categories }).click();
  await admin.getByLabel(words.township).check();
  await press(admin, words.save);
  await admin.getByText(words.people(0)).waitFor();
  await admin.locator('input[name="person"]').fill('wxl');
  await admin.locator('form:has(input[name="person"])').getByRole('button').click();
  await admin.locator('input[name="personId"][type="checkbox"]').first().check();
  await press(admin, words.addPeople);
  await admin.getByText(words.people(1)).waitFor();
}

/**
 * Two courses, one of them as it is recommended for what the person still owes; the first moved down
 * after a deadline was typed for it: both are kept.
 */
async function chooseCourses(admin: Page, draft: string, words: Words): Promise<void> {
  await admin.goto(`${draft}/courses`);
  const recommended = admin.getByRole('region', { name: words.recommended });
  await recommended.getByText(words.helps).first().waitFor();
  await recommended.getByRole('button', { name: words.add }).first().click();
  const names = admin.locator('#arrange li .name');
  await expect.poll(() => names.count()).toBe(1);
  await admin.getByRole('button', { name: words.add }).first().click();
  await expect.poll(() => names.count()).toBe(2);
  const [first, second] = await admin.locator('input[type="date"]').all();
  const slugOf = (field: typeof first) => field?.getAttribute('name');
  const order = [await slugOf(first), await slugOf(second)];
  await first?.fill(day(20));
  await admin.getByRole('button', { name: words.down }).first().click();
  await expect.poll(() => slugOf(admin.locator('input[type="date"]').first())).toBe(order[1]);
  expect(await admin.locator('input[type="date"]').last().inputValue()).toBe(day(20));
}

test.each(['zh-CN', 'en'] as const)(
  'a programme is issued, seen by a learner on a phone, and the unfinished are reminded (%s)',
  async (locale) => {
    const words = WORDS[locale];
    const title = `专题学习 ${locale}`;
    const office = await openContext(browser, sharedUrl(), { locale });
    const admin = await office.newPage();
    await signIn(admin, 'lifang', inject('password'));
    await admin.goto('/admin');
    const unit = /\/admin\/units\/[^/?]+/.exec(admin.url())?.[0] ?? '';
    const overview = await begin(admin, unit, title, words);
    await chooseAudience(admin, overview, words);
    await shoot(admin, `audience-${locale}`);
    await chooseCourses(admin, overview, words);
    await shoot(admin, `courses-${locale}`);
    await admin.getByRole('link', { name: words.back }).click();
    await admin.getByText(words.people(1)).waitFor();
    await shoot(admin, `draft-${locale}`);
    await admin.getByLabel(words.confirm).check();
    await press(admin, words.publish);
    await admin.getByRole('heading', { level: 1, name: title }).waitFor();

    const phone = await openContext(browser, sharedUrl(), {
      locale,
      width: 360,
      height: 740,
    });
    const learner = await phone.newPage();
    await signIn(learner, 'wangxiulan', inject('password'));
    await expect
      .poll(
        async () => {
          await learner.goto('/');
          return learner.getByRole('link', { name: title }).count();
        },
        { timeout: 20_000 },
      )
      .toBe(1);
    await learner.getByRole('heading', { name: words.assigned }).waitFor();
    await learner.getByText(words.countsFor).first().waitFor();
    await shoot(learner, `home-${locale}`);
    await learner.getByRole('link', { name: title }).click();
    await learner.getByRole('heading', { level: 1, name: title }).waitFor();
    const wide = await learner.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(360);
    await shoot(learner, `programme-${locale}`);
    await learner.goto('/courses');
    await learner.getByText(words.mark).first().waitFor();

    await admin.goto(`${overview}/members`);
    await admin.getByRole('button', { name: words.remind }).click();
    await admin.getByText(words.reminded).waitFor();
    await shoot(admin, `members-${locale}`);
    await admin.goto(overview);
    await shoot(admin, `overview-${locale}`);
    await phone.close();
    await office.close();
  },
);

test('whom a programme is for is chosen on a phone without scripts, and nothing runs over its edge', async () => {
  const words = WORDS['zh-CN'];
  const phone = await openContext(browser, sharedUrl(), {
    width: 360,
    height: 740,
    theme: 'dark',
    javaScriptEnabled: false,
  });
  const admin = await phone.newPage();
  await signIn(admin, 'lifang', inject('password'));
  await admin.goto('/admin');
  const unit = /\/admin\/units\/[^/?]+/.exec(admin.url())?.[0] ?? '';
  const draft = await begin(admin, unit, '没有脚本也能建', words);
  await chooseAudience(admin, draft, words);
  await shoot(admin, 'audience-phone');
  await chooseCourses(admin, draft, words);
  await shoot(admin, 'courses-phone');
  for (const page of [draft, `${draft}/audience`, `${draft}/courses`]) {
    await admin.goto(page);
    const box = await admin.locator('html').boundingBox();
    expect(box?.width, page).toBeLessThanOrEqual(360);
    const inner = await admin.locator('main').boundingBox();
    expect((inner?.x ?? 0) + (inner?.width ?? 0), page).toBeLessThanOrEqual(360);
  }
  await shoot(admin, 'courses-phone-after');
  await admin.goto(draft);
  await shoot(admin, 'draft-phone');
  await phone.close();
});

test.each(['zh-CN', 'en'] as const)(
  'a township looks at what the county has issued for its people, and reminds them (%s)',
  async (locale) => {
    const words = WORDS[locale];
    const title = `全县轮训 ${locale}`;
    const county = await openContext(browser, sharedUrl(), { locale });
    await signIn(await county.newPage(), 'chenjianguo', inject('password'));
    await issueProgramme(county, { title, note: '全县统一安排，请各乡镇督促。' });
    await county.close();

    const office = await openContext(browser, sharedUrl(), {
      locale,
      width: locale === 'en' ? 1280 : 360,
      theme: locale === 'en' ? 'dark' : 'light',
    });
    const admin = await office.newPage();
    await signIn(admin, 'lifang', inject('password'));
    await admin.goto('/admin');
    const unit = /\/admin\/units\/[^/?]+/.exec(admin.url())?.[0] ?? '';
    await admin.goto(`${unit}/programmes`);
    await admin.getByRole('link', { name: words.above }).click();
    await admin.waitForURL(/\/programmes\/above$/);
    const link = admin.getByRole('link', { name: title });
    await expect
      .poll(
        async () => {
          await admin.reload();
          return link.count();
        },
        { timeout: 20_000 },
      )
      .toBe(1);
    await shoot(admin, `above-list-${locale}`);
    await link.click();
    await admin.getByRole('heading', { level: 1, name: title }).waitFor();
    await admin.getByRole('heading', { level: 2, name: words.ours }).waitFor();
    await admin.getByRole('link', { name: '王秀兰' }).waitFor();
    await admin.getByRole('button', { name: words.remind }).click();
    await admin.getByText(words.reminded).waitFor();
    const excess = await admin.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(excess).toBe(0);
    await shoot(admin, `above-${locale}`);
    await office.close();
  },
);

test.each(['zh-CN', 'en'] as const)(
  'a county offers a template without scripts; a township takes it, and the county sees so (%s)',
  async (locale) => {
    const words = WORDS[locale];
    const title = `轮训模板 ${locale}`;
    const screen = {
      locale,
      width: locale === 'en' ? 1280 : 360,
      theme: locale === 'en' ? ('dark' as const) : ('light' as const),
    };
    const county = await openContext(browser, sharedUrl(), screen);
    const chief = await county.newPage();
    await signIn(chief, 'chenjianguo', inject('password'));
    const id = await offerTemplate(county, { title, courses: 2 }, 'township');
    const office = await openContext(browser, sharedUrl(), { ...screen, javaScriptEnabled: false });
    const admin = await office.newPage();
    await signIn(admin, 'lifang', inject('password'));
    await admin.goto('/admin');
    const unit = /\/admin\/units\/[^/?]+/.exec(admin.url())?.[0] ?? '';
    await admin.goto(`${unit}/programmes/above`);
    await admin.getByRole('link', { name: words.offers }).click();
    await shoot(admin, `offers-${locale}`);
    await admin.getByRole('link', { name: title }).click();
    await shoot(admin, `offer-above-${locale}`);
    await press(admin, words.take);
    await admin.getByRole('heading', { level: 1, name: title }).waitFor();
    await admin.getByText(words.takenFrom).waitFor();
    await shoot(admin, `taken-${locale}`);
    await admin.goto(`${unit}/programmes/offers`);
    await admin.getByRole('row', { name: title }).getByText(words.times).waitFor();
    await office.close();

    await chief.goto(`/admin/programmes/${id}/offer`);
    await chief.getByRole('link', { name: '清河镇' }).first().waitFor();
    const excess = await chief.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(excess).toBe(0);
    await shoot(chief, `offer-${locale}`);
    await press(chief, words.offerChange);
    await chief.getByText(words.offerSaved).waitFor();
    await chief.getByRole('link', { name: words.missing }).click();
    await chief.getByRole('link', { name: '石桥乡' }).waitFor();
    await shoot(chief, `offer-missing-${locale}`);
    await chief.locator('summary', { hasText: words.withdraw }).click();
    await chief.getByLabel(words.withdrawConfirm).check();
    await press(chief, words.withdraw);
    await chief.getByText(words.withdrawn).waitFor();
    await county.close();
  },
);
