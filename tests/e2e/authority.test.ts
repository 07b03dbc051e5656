// A role granted for a period: its holder sees that subtree and no other, until it is ended.
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { launchBrowser, openContext, signIn, signInByForm } from './browser.ts';
import { sharedUrl } from './shared-server.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser(inject('chromium'));
});
afterAll(() => browser.close());

const NEW_PASSWORD = 'Liuwan-2026-ok';

async function topUnit(context: BrowserContext): Promise<string> {
  const answer = await context.request.get('/api/v1/org-units');
  const { items } = (await answer.json()) as { items: { id: string }[] };
  return items[0]?.id ?? '';
}

async function countyId(): Promise<string> {
  const context = await openContext(browser, sharedUrl());
  await signIn(await context.newPage(), 'chenjianguo', inject('password'));
  const id = await topUnit(context);
  await context.close();
  return id;
}

/** Somebody new in the unit, who has chosen a password already. */
async function newColleague(admin: BrowserContext, unit: string, loginName: string) {
  const headers = { origin: sharedUrl() };
  const made = await admin.request.post(`/api/v1/org-units/${unit}/people`, {
    headers,
    data: { name: '孟小满', loginName, post: null, category: null },
  });
  const person = (await made.json()) as { personId: string; oneTimePassword: string };
  const context = await openContext(browser, sharedUrl());
  const first = { loginName, password: person.oneTimePassword };
  await context.request.post('/api/v1/session', { headers, data: first });
  const chosen = { currentPassword: person.oneTimePassword, newPassword: NEW_PASSWORD };
  const changed = await context.request.put('/api/v1/password', { headers, data: chosen });
  expect(changed.status()).toBe(204);
  await context.close();
  return person.personId;
}

const visits = [
  {
    name: 'in Chinese, on a phone, without scripts',
    loginName: 'e2e-officer-zh',
    options: { locale: 'zh-CN', width: 360, height: 740, javaScriptEnabled: false },
    words: {
      granted: '已授予',
      ended: '已结束',
      by: '李芳授予',
      told: '李芳授予您“清河镇”的角色：培训专员',
    },
  },
  {
    name: 'in English, on a desktop',
    loginName: 'e2e-officer-en',
    options: { locale: 'en', width: 1280, height: 800, javaScriptEnabled: true },
    words: {
      granted: 'Granted.',
      ended: 'It was ended',
      by: 'Granted by 李芳',
      told: '李芳 granted you a role at 清河镇',
    },
  },
] as const;

for (const { name, loginName, options, words } of visits) {
  test(`a training officer is appointed for a period and relieved ${name}`, async () => {
    const county = await countyId();
    const admin = await openContext(browser, sharedUrl(), options);
    const page = await admin.newPage();
    await signIn(page, 'lifang', inject('password'));
    const unit = await topUnit(admin);
    const personId = await newColleague(admin, unit, loginName);

    await page.goto(`/admin/units/${unit}/roles`);
    await page.locator('details:has(input[name="find"]) > summary').click();
    await page.locator('input[name="find"]').fill('孟小满');
    await page.locator('form:has(input[name="find"]) button').click();
    const form = page.locator('form[action*="grant"]');
    const whom = form.locator(`input[name="personId"][value="${personId}"]`);
    await whom.check();
    await form.locator('select[name="role"]').selectOption('training_officer');
    await form.locator('input[name="until"]').fill(`${new Date().getUTCFullYear() + 1}-06-30`);
    await form.locator('input[name="reason"]').fill('负责本镇培训');
    await form.locator('button').click();
    await page.getByText(words.granted).waitFor();
    const row = page.locator('tr', { hasText: '孟小满' }).filter({
      has: page.locator(`form:has(input[name="grantId"])`),
    });
    await expect.poll(() => row.first().innerText()).toContain(words.by);

    const officer = await openContext(browser, sharedUrl(), options);
    const own = await officer.newPage();
    await signInByForm(own, loginName, NEW_PASSWORD);
    expect((await own.goto(`/admin/units/${unit}`))?.status()).toBe(200);
    expect((await own.goto(`/admin/units/${county}`))?.status()).toBe(404);
    expect((await own.goto(`/admin/units/${unit}/roles`))?.status()).toBe(200);
    expect(await own.locator('form[action*="grant"]').count()).toBe(0);
    await own.goto('/account/roles');
    expect(await own.locator('main').innerText()).toContain('清河镇');
    await own.goto('/notices');
    expect(await own.locator('main').innerText()).toContain(words.told);
    await own.goto('/account/overseers');
    expect(await own.locator('main').innerText()).toContain('李芳');

    await page.goto(`/admin/people/${personId}/overseers`);
    expect(await page.locator('main').innerText()).toContain('陈建国');
    await page.goto(`/admin/units/${unit}/roles`);
    await row.first().locator('summary').click();
    await row.first().locator('input[name="reason"]').fill('调往县里');
    await row.first().locator('form button').click();
    await page.getByText(words.ended).first().waitFor();
    expect((await own.goto(`/admin/units/${unit}`))?.status()).not.toBe(200);
    await officer.close();
    await admin.close();
  });
}
