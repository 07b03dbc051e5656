// Packages by others are played: they resume, report and are credited by our clock; and they get at nothing.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { FrameLocator, Page } from 'playwright-core';
import { expect, test, vi } from 'vitest';
import { writeCoursewareCourse } from '../../apps/server/src/testing/courseware-course.ts';
import {
  makeCmi5Package,
  makeScormPackage,
} from '../../apps/server/src/testing/courseware-packages.ts';
import { seriousViolations } from './accessibility.ts';
import { ownServer, type Visit } from './own-server.ts';

const DESKTOP = { locale: 'en', width: 1280, height: 900 } as const;
const PHONE = { locale: 'zh-CN', width: 360, height: 740 } as const;

/** The client library that makers of cmi5 courseware use, and a unit that is written with it. */
const CMI5_CLIENT = readFileSync(
  createRequire(import.meta.url).resolve('@xapi/cmi5/dist/Cmi5.umd.js'),
  'utf8',
);
const CMI5_UNIT = `
const say = (words) => { document.getElementById('state').textContent = words; };
const cmi5 = Cmi5.instance;
cmi5.initialize().then(async () => {
  const { activityId, actor: agent, registration } = cmi5.getLaunchParameters();
  const place = { activityId, agent, registration, stateId: 'bookmark' };
  const kept = await cmi5.xapi.getState(place).then(({ data }) => data.at, () => null);
  say(kept ? 'resumed at ' + kept : 'begun, to move on ' + cmi5.getLaunchData().moveOn);
  document.getElementById('half').onclick = async () => {
    await cmi5.xapi.setState({ ...place, state: { at: 'page-2' } });
    say('half way');
  };
  document.getElementById('done').onclick = async () => {
    await cmi5.pass(0.85);
    await cmi5.complete();
    await cmi5.terminate();
    say('finished');
  };
}).catch((error) => say('refused: ' + error.message));
`;

/** Whatever a hostile package might try; it counts what it got. */
const THIEF = `
const tries = {
  cookie: () => document.cookie !== '',
  'parent page': () => parent.parent.document.title !== undefined,
  'page around': () => top.document.body !== null,
  'top navigation': () => { top.location = 'https://example.org/'; return true; },
  'new window': () => window.open('https://example.org/') !== null,
  api: async () => (await fetch(home + '/api/v1/session', { credentials: 'include' })).ok,
  'api unread': async () => { await fetch(home + '/api/v1/session', { mode: 'no-cors', credentials: 'include' }); return true; },
  'api here': async () => (await fetch('/api/v1/session')).ok,
  pages: async () => (await fetch('/')).ok,
  'another server': async () => { await fetch('https://example.org/', { mode: 'no-cors' }); return true; },
  'service worker': async () => { await navigator.serviceWorker.register('worker.js'); return true; },
  picture: () => new Promise((done) => { const picture = new Image(); picture.onload = () => done(true); picture.onerror = () => done(false); picture.src = home + '/icon-192.png'; }),
  'frame of ours': () => { const frame = document.createElement('iframe'); frame.src = home + '/about'; document.body.append(frame); return false; },
};
const home = 'http://127.0.0.1:' + location.port;
(async () => {
  const got = [];
  for (const [name, attempt] of Object.entries(tries)) {
    try { if (await attempt()) got.push(name); } catch {}
  }
  document.getElementById('state').textContent = 'got ' + got.length + ' of ' + Object.keys(tries).length + (got.length ? ': ' + got.join(', ') : '');
})();
`;

/** As long as a test may take; so short a course is worth nothing by its length. */
const SHORT = { minutes: 1, valuation: 0.25 } as const;

const here = ownServer(async (courses) => {
  const title = '安全生产';
  await writeCoursewareCourse(courses, 'older', {
    zip: makeScormPackage({ edition: '1.2', title, units: ['Helmets', 'Machines'] }),
    ...SHORT,
  });
  await writeCoursewareCourse(courses, 'newer', {
    zip: makeScormPackage({ edition: '2004', title, units: ['Helmets'] }),
    ...SHORT,
  });
  await writeCoursewareCourse(courses, 'cmi5', {
    zip: makeCmi5Package({
      title,
      units: [{ title: 'Helmets', moveOn: 'CompletedAndPassed', masteryScore: 0.8 }],
      library: CMI5_CLIENT,
      script: CMI5_UNIT,
    }),
    ...SHORT,
  });
  const thief = `<!doctype html><p id="state">trying</p><script>${THIEF}</script>`;
  await writeCoursewareCourse(courses, 'thief', {
    zip: makeScormPackage({
      edition: '1.2',
      title,
      units: ['Thief'],
      files: { 'unit-1.html': thief, 'worker.js': '' },
    }),
    ...SHORT,
  });
});

async function begin({ context, page }: Visit, slug: string): Promise<void> {
  const answer = await context.request.post(`/api/v1/courses/${slug}/enrolment`, {
    headers: { origin: here.url },
  });
  expect(answer.ok()).toBe(true);
  await page.goto(`/courses/${slug}/package`);
}

const outer = (page: Page): FrameLocator => page.frameLocator('iframe[sandbox]');
/** A unit of SCORM is in a frame of its own within the frame that remembers for it. */
const scorm = (page: Page): FrameLocator => outer(page).frameLocator('#unit');

/** A frame that makes room for the next one closes under whoever looks into it: then it is looked for again. */
const isSaid = (unit: FrameLocator, words: string): Promise<void> =>
  vi.waitFor(() => unit.locator('#state', { hasText: words }).waitFor({ timeout: 10_000 }), {
    timeout: 30_000,
    interval: 100,
  });

const press = (unit: FrameLocator, name: string) => unit.getByRole('button', { name }).click();

test('a package of SCORM 1.2 resumes where it was left, and its units are done one by one', async () => {
  const visit = await here.visit('zhaodeshui', DESKTOP);
  const { page } = visit;
  await begin(visit, 'older');
  await page.getByRole('button', { name: 'Open: Helmets' }).click();
  await isSaid(scorm(page), 'begun by 赵德水');
  await press(scorm(page), 'Half way');
  await page.getByText('Progress saved').waitFor();
  expect(await seriousViolations(page, { iframes: false })).toEqual([]);
  await page.reload();
  await page.getByRole('button', { name: 'Go on: Helmets' }).click();
  await isSaid(scorm(page), 'resumed at page-2 with seen=1,2');
  await press(scorm(page), 'Done');
  await page.getByText('Mark reported by the courseware: 85%').waitFor();
  await page.getByRole('button', { name: 'Open: Machines' }).click();
  await isSaid(scorm(page), 'begun by 赵德水');
  await page.getByRole('button', { name: 'See again: Helmets' }).waitFor();
  await page.getByRole('button', { name: 'Close courseware' }).click();
  await page.getByRole('button', { name: 'Go on: Machines' }).waitFor();
  expect(await page.locator('iframe').count()).toBe(0);
  await visit.context.close();
});

test('what was not kept as the link broke is kept when it is back', async () => {
  const visit = await here.visit('zhaodeshui', DESKTOP);
  const { page, context } = visit;
  await begin(visit, 'older');
  await page.getByRole('button', { name: 'Go on: Machines' }).click();
  await isSaid(scorm(page), 'begun by 赵德水');
  await context.setOffline(true);
  await press(scorm(page), 'Half way');
  await page.getByText('your progress is not saved yet').waitFor();
  await context.setOffline(false);
  await page.getByText('Progress saved').waitFor();
  await page.getByRole('button', { name: 'Close courseware' }).click();
  await page.getByRole('button', { name: 'Go on: Machines' }).click();
  await isSaid(scorm(page), 'resumed at page-2 with seen=1,2');
  await context.close();
});

test('on a phone a package of SCORM 2004 is done by its word, and its time goes on', async () => {
  const visit = await here.visit('wangxiulan', PHONE);
  const { page } = visit;
  await begin(visit, 'newer');
  await page.getByRole('button', { name: '打开：Helmets' }).click();
  await press(scorm(page), 'Done');
  await page.getByText('课件报告的成绩：85 分').waitFor();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  expect(wide).toBe(false);
  expect(await seriousViolations(page, { iframes: false })).toEqual([]);
  // What it said is not the end of it: it has to be open for its minute.
  await page.getByText(/[1-9]\d* 秒 \/ 需要 57 秒/).waitFor();
  await visit.context.close();
});

test('a package of cmi5 is launched, keeps its state, reports and moves on', async () => {
  const visit = await here.visit('zhaodeshui', DESKTOP);
  const { page } = visit;
  await begin(visit, 'cmi5');
  await page.getByRole('button', { name: 'Open: Helmets' }).click();
  await isSaid(outer(page), 'begun, to move on CompletedAndPassed');
  await press(outer(page), 'Half way');
  await isSaid(outer(page), 'half way');
  await page.reload();
  await page.getByRole('button', { name: 'Go on: Helmets' }).click();
  await isSaid(outer(page), 'resumed at page-2');
  await press(outer(page), 'Done');
  await isSaid(outer(page), 'finished');
  await page.getByText('Mark reported by the courseware: 85%').waitFor({ timeout: 30_000 });
  await visit.context.close();
});

test('a hostile package gets at no cookie, no page, no server and no other window', async () => {
  const visit = await here.visit('wangxiulan', DESKTOP);
  const { page, context } = visit;
  await begin(visit, 'thief');
  await page.getByRole('button', { name: 'Open: Thief' }).click();
  await isSaid(scorm(page), 'got 0 of 13');
  expect(new URL(page.url()).pathname).toBe('/courses/thief/package');
  expect(context.pages()).toHaveLength(1);
  expect(page.frames().filter((frame) => frame.url().endsWith('/about'))).toEqual([]);
  await context.close();
});
