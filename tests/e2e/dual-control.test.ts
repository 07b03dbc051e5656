// A correction of more hours than one person may post: a township proposes it, the county declines it once
// and confirms it when it comes again. And an adjustment of a requirement, where the county asks for two people.
import type { HourPolicyView, LearningRecord } from '@xueshi/contracts';
import type { BrowserContext, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { seriousViolations } from './accessibility.ts';
import { ownServer } from './own-server.ts';

const here = ownServer();

const visitor = here.visit;

async function call<T>({ request }: BrowserContext, url: string, data?: unknown): Promise<T> {
  const method = data === undefined ? 'GET' : 'POST';
  const answer = await request.fetch(url, { method, data, headers: { origin: here.url } });
  if (!answer.ok()) throw new Error(`${url}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** The county's policy asks for a second person above half an hour. */
async function adoptLimit(county: BrowserContext): Promise<void> {
  const [unit] = (await call<{ items: { id: string }[] }>(county, '/api/v1/org-units')).items;
  const url = `/api/v1/units/${unit?.id ?? ''}/hour-policies`;
  const { inForce } = await call<{ inForce: { policy: HourPolicyView } | null }>(county, url);
  if (!inForce) throw new Error('the sample county has a policy');
  const { version: _, ...policy } = { ...inForce.policy, dualControlAboveHundredths: 50 };
  const wish = { fromYear: new Date().getFullYear(), policy };
  const { trial } = await call<{ trial: { seen: string } }>(county, `${url}/what-if`, wish);
  await call(county, url, { ...wish, seen: trial.seen });
}

/** Somebody of the township with a credit of this year that stands, and the page of their record. */
async function correctable(township: BrowserContext): Promise<string> {
  const [unit] = (await call<{ items: { id: string }[] }>(township, '/api/v1/org-units')).items;
  const people = `/api/v1/org-units/${unit?.id ?? ''}/people`;
  const { items } = await call<{ items: { personId: string }[] }>(township, people);
  for (const { personId: id } of items) {
    const { entries } = await call<LearningRecord>(township, `/api/v1/people/${id}/record`);
    if (entries.some(({ hundredths }) => hundredths > 50)) return `/admin/people/${id}`;
  }
  throw new Error('nobody in the sample township has hours');
}

const says = (page: Page, words: string) =>
  page.locator('main', { hasText: words }).first().waitFor();

async function propose(page: Page, record: string): Promise<void> {
  await page.goto(record);
  const form = page.locator('form[action^="?/reverse"]').first();
  if (!(await form.isVisible()))
    await page.locator('details:has(form[action^="?/reverse"]) summary').last().click();
  await form.locator('[name=reason]').fill('经核实由他人代学');
  await form.locator('button').click();
  await says(page, '等另一人确认后记账');
}

test('what one proposes another declines, and confirms when it comes again', async () => {
  const phone = { width: 360, height: 740, javaScriptEnabled: false };
  const township = await visitor('lifang', phone);
  const county = await visitor('chenjianguo', { locale: 'en', width: 1280, height: 800 });
  await adoptLimit(county.context);
  const record = await correctable(township.context);

  await county.page.goto('/admin/corrections');
  await says(county.page, 'No correction waits');
  await propose(township.page, record);
  await says(township.page, '由您提出，等另一人确认');

  await county.page.goto('/admin/corrections');
  await says(county.page, '经核实由他人代学');
  expect(await seriousViolations(county.page)).toEqual([]);
  await county.page.locator('details summary', { hasText: 'Decline' }).click();
  const decline = county.page.locator('form[action^="?/decline"]');
  await decline.locator('[name=reason]').fill('证据不足');
  await decline.locator('button').click();
  await says(county.page, 'Declined; the record stays as it is.');

  await township.page.goto('/notices');
  await says(township.page, '没有同意：证据不足');
  await propose(township.page, record);
  await township.page.locator('form[action^="?/withdraw"] button').click();
  await says(township.page, '已撤回，学时不变');
  await propose(township.page, record);

  await county.page.goto(record);
  await county.page.locator('form[action^="?/confirm"] button').click();
  await says(county.page, 'Confirmed; the correction is in the record.');
  expect(await seriousViolations(county.page)).toEqual([]);
  await township.page.goto(record);
  await says(township.page, '经核实由他人代学');
  expect(await township.page.locator('form[action^="?/withdraw"]').count()).toBe(0);
  for (const { context } of [township, county]) await context.close();
});

test('an adjustment that one proposes holds when another has approved it', async () => {
  const phone = { width: 360, height: 740, javaScriptEnabled: false };
  const township = await visitor('lifang', phone);
  const county = await visitor('chenjianguo', { locale: 'en', width: 1280, height: 800 });
  const [unit] = (await call<{ items: { id: string }[] }>(county.context, '/api/v1/org-units'))
    .items;
  const settings = `/admin/units/${unit?.id ?? ''}/settings`;
  await county.page.goto(settings);
  const setting = county.page.locator('form:has([name=setting][value="adjustment-approval"])');
  await county.page
    .locator('details:has([name=setting][value="adjustment-approval"]) summary')
    .click();
  await setting.locator('select[name=value]').selectOption('two-people');
  await setting.locator('button').first().click();
  await says(county.page, 'One proposes, another approves');

  const requirement = `${await correctable(township.context)}/requirement`;
  await township.page.goto(requirement);
  await township.page.locator('details:has(input[name="kind"]) > summary').click();
  const form = township.page.locator('form[action*="approve"]').last();
  await form.locator('[name=reason]').fill('脱产参加驻村工作队');
  await form.locator('[name=document]').fill('清组〔2026〕9号');
  await form.locator('button').click();
  await says(township.page, '已提出，等另一人审批');
  await says(township.page, '由您提出，等另一人审批');

  await county.page.goto('/');
  await county.page.locator('a[href="/admin/adjustments"]').first().click();
  await says(county.page, '脱产参加驻村工作队');
  expect(await seriousViolations(county.page)).toEqual([]);
  const approval = county.page.locator('form[action="?/approveProposal"]');
  await approval.locator('[name=reason]').fill('情况属实');
  await approval.locator('button').click();
  await says(county.page, 'Approved; it is in force');
  await says(county.page, 'No adjustment waits');

  await township.page.goto(requirement);
  await says(township.page, '审批意见：情况属实');
  for (const { context } of [township, county]) await context.close();
});
