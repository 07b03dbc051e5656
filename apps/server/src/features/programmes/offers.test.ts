// A county offers a template to its townships; these make programmes of their own, and the county sees how far they are.
import type {
  AuditField,
  AuditRow,
  Notice,
  OfferAbove,
  OfferAboveRow,
  ProgrammeOffer,
  ProgrammeOfferView,
  ProgrammeView,
} from '@xueshi/contracts';
import { beforeEach, expect, test } from 'vitest';
import { addLearner, personOf } from '../../testing/learners.ts';
import { draftOf, unitIdOf } from '../../testing/programmes.ts';
import { beginReading, finishReading, writeReadingCourse } from '../../testing/reading-course.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { tellOffers } from './offer-notices.ts';

let here: TestInstallation;
let county: Visitor;
let township: Visitor;
let top: string;
let own: string;
let other: string;

beforeEach(async () => {
  here = await openTestInstallation({ courses: (folder) => writeReadingCourse(folder, 'law') });
  county = await here.signIn('chenjianguo');
  township = await here.signIn('lifang');
  top = await unitIdOf(here, '云岭县(示例)');
  own = await unitIdOf(here, '清河镇');
  other = await unitIdOf(here, '石桥乡');
  return () => here.close();
});

const DAYS = { title: '清河镇信访学习', startsOn: '2026-11-21', endsOn: '2026-12-10' };
const asked = (change: Partial<ProgrammeOffer> = {}): ProgrammeOffer => ({
  purpose: '全县信访工作条例轮训',
  askedLevel: 'township',
  dueOn: null,
  ...change,
});

/** A template of the county, for the township category everywhere. */
async function template(change: Parameters<typeof draftOf>[1] = {}, who = county, unitId = top) {
  const written = draftOf([unitId], { target: { categories: ['township'] }, ...change });
  const { body } = await who.post<{ id: string }>(`/api/v1/units/${unitId}/programmes`, written);
  const copy = await who.post<{ id: string }>(`/api/v1/programmes/${body.id}/copies`, {
    as: 'template',
  });
  return copy.body.id;
}
const offer = (id: string, change: Partial<ProgrammeOffer> = {}, who = county) =>
  who.put(`/api/v1/programmes/${id}/offer`, asked(change));
const offered = async (change: Partial<ProgrammeOffer> = {}) => {
  const id = await template();
  expect((await offer(id, change)).status).toBe(204);
  return id;
};
const seen = async (id: string, query = '') =>
  (await county.get<ProgrammeOfferView>(`/api/v1/programmes/${id}/offer${query}`)).body;
const at = (unitId: string, rest = '') => `/api/v1/units/${unitId}/programme-offers${rest}`;
const listed = async (who: Visitor, unitId: string) =>
  (await who.get<{ items: OfferAboveRow[] }>(at(unitId))).body.items;
const take = (id: string, who = township, unitId = own, days = DAYS) =>
  who.post<{ id: string; code: string }>(at(unitId, `/${id}/programmes`), days);
const programme = async (id: string, who = township) =>
  (await who.get<ProgrammeView>(`/api/v1/programmes/${id}`)).body;
const saveTemplate = async (id: string, change: Parameters<typeof draftOf>[1]) => {
  const { version } = await programme(id, county);
  const draft = draftOf([top], { target: { categories: ['township'] }, ...change, version });
  expect((await county.put(`/api/v1/programmes/${id}`, draft)).status).toBe(200);
};

test('a township finds what the county offers, and makes a programme of its own for its own people', async () => {
  const id = await offered({ dueOn: '2026-12-01' });
  expect(await listed(township, own)).toMatchObject([
    {
      id,
      offeredBy: '云岭县(示例)',
      purpose: '全县信访工作条例轮训',
      dueOn: '2026-12-01',
      isAsked: true,
      taken: 0,
    },
  ]);
  const { body } = await township.get<OfferAbove>(at(own, `/${id}`));
  expect(body).toMatchObject({
    mayTake: true,
    courses: [{ slug: 'law', required: true }],
    made: [],
  });
  expect(body.target).not.toHaveProperty('unitIds');
  const made = await take(id);
  expect(made.status).toBe(201);
  expect(await programme(made.body.id)).toMatchObject({
    ...DAYS,
    state: 'draft',
    unit: { id: own },
    responsibleId: null,
    target: { unitIds: [own], categories: ['township'], personIds: [] },
    courses: [{ slug: 'law' }],
    takenFrom: { id, offeredBy: '云岭县(示例)', isNewer: false, isOffered: true },
  });
  expect(await listed(township, own)).toMatchObject([{ taken: 1 }]);
});

test('the county sees which units took it, when and how far they are, and which have not', async () => {
  const learner = await addLearner(here, '清河镇');
  const id = await offered();
  const before = await seen(id);
  expect(before.levels.map(({ level }) => level)).toContain('township');
  const townships = before.figures.asked;
  expect(before).toMatchObject({ figures: { askedTaken: 0, programmes: 0 }, total: 0 });
  expect((await seen(id, '?show=missing')).total).toBe(townships);
  const { body } = await take(id);
  const draft = { ...draftOf([own]), ...DAYS, version: 1 };
  const mine = {
    responsibleId: await personOf(here, 'lifang'),
    target: { ...draft.target, unitIds: [], personIds: [learner.personId] },
  };
  await township.put(`/api/v1/programmes/${body.id}`, { ...draft, ...mine });
  expect((await township.post(`/api/v1/programmes/${body.id}/publication`)).status).toBe(204);
  here.jobs.wake();
  await here.jobs.idle();
  await beginReading(learner.visitor, 'law');
  here.clock.advance({ minutes: 1 });
  await finishReading(learner.visitor, 'law');
  const after = await seen(id);
  expect(after).toMatchObject({
    figures: { asked: townships, askedTaken: 1, units: 1, programmes: 1, members: 1, completed: 1 },
    items: [
      {
        unit: { id: own },
        programme: {
          id: body.id,
          state: 'published',
          isOlder: false,
          figures: { members: 1, completed: 1 },
        },
      },
    ],
  });
  expect(Date.parse(after.items[0]?.takenAt ?? '')).toBeGreaterThan(0);
  const missing = await seen(id, '?show=missing');
  expect(missing.total).toBe(townships - 1);
  expect(missing.items.map(({ unit }) => unit.id)).not.toContain(own);
  expect(missing.items.map(({ unit }) => unit.id)).toContain(other);
});

test('a template changed or withdrawn above changes nothing of what was made of it', async () => {
  const id = await offered();
  const { body } = await take(id);
  await saveTemplate(id, { title: '改过的模板', courses: [] });
  expect(await programme(body.id)).toMatchObject({
    title: DAYS.title,
    courses: [{ slug: 'law' }],
    takenFrom: { isNewer: true },
  });
  expect((await seen(id)).items).toMatchObject([{ programme: { isOlder: true } }]);
  const again = await take(id);
  expect(await programme(again.body.id)).toMatchObject({
    courses: [],
    takenFrom: { isNewer: false },
  });
  expect((await county.delete(`/api/v1/programmes/${id}/offer`)).status).toBe(204);
  expect(await listed(township, own)).toEqual([]);
  expect((await take(id)).status).toBe(404);
  expect(await programme(body.id)).toMatchObject({
    state: 'draft',
    takenFrom: { isNewer: false, isOffered: false },
  });
  expect(await seen(id)).toMatchObject({ offer: { purpose: asked().purpose }, total: 2 });
  // It is where programmes below come from: it stays, and can be offered again.
  expect(await county.delete(`/api/v1/programmes/${id}`)).toMatchObject({
    status: 409,
    body: { code: 'programme-offer-taken' },
  });
  expect((await county.delete(`/api/v1/programmes/${id}/offer`)).status).toBe(409);
  expect((await offer(id)).status).toBe(204);
  expect(await listed(township, own)).toHaveLength(1);
});

test('the copy of a programme stays linked to the template that the first was made of', async () => {
  const id = await offered();
  const { body } = await take(id);
  const copy = await township.post<{ id: string }>(`/api/v1/programmes/${body.id}/copies`, {
    as: 'draft',
  });
  expect((await programme(copy.body.id)).takenFrom).toMatchObject({ id });
});

test('nobody below changes an offer, and only units below see it', async () => {
  const id = await offered();
  for (const answer of await Promise.all([
    township.get(`/api/v1/programmes/${id}/offer`),
    township.get(`/api/v1/programmes/${id}`),
    township.put(`/api/v1/programmes/${id}/offer`, asked()),
    township.delete(`/api/v1/programmes/${id}/offer`),
    take(id, township, other),
    // Its own unit has the template itself, and nothing of it comes from above.
    county.get(at(top, `/${id}`)),
  ]))
    expect(answer.status).toBe(404);
  expect(await listed(county, top)).toEqual([]);
  // What one township offers goes to its villages and to no other township.
  const small = await template({}, township, own);
  expect((await offer(small, { askedLevel: 'village' }, township)).status).toBe(204);
  expect((await listed(county, other)).map((one) => one.id)).toEqual([id]);
  const village = await unitIdOf(here, '柳湾村');
  expect((await listed(township, village)).map((one) => one.id).sort()).toEqual([id, small].sort());
  const learner = await addLearner(here, '柳湾村');
  expect((await learner.visitor.get(at(village))).status).toBe(403);
});

test('what cannot be offered or taken is refused with the reason', async () => {
  const { body: draft } = await county.post<{ id: string }>(
    `/api/v1/units/${top}/programmes`,
    draftOf([top]),
  );
  expect(await offer(draft.id)).toMatchObject({ status: 409, body: { code: 'programme-state' } });
  const reserves = await template({ target: { keyGroups: ['reserve'] } });
  expect(await offer(reserves)).toMatchObject({ body: { code: 'programme-offer-reserves' } });
  const id = await template();
  for (const dueOn of ['2020-01-01', '2027-02-30'])
    expect(await offer(id, { dueOn })).toMatchObject({
      status: 400,
      body: { code: 'programme-offer-past' },
    });
  expect((await take(id)).status).toBe(404);
  await offer(id);
  const turned = { ...DAYS, startsOn: DAYS.endsOn, endsOn: DAYS.startsOn };
  expect((await take(id, township, own, turned)).body.code).toBe('programme-days-wrong');
  // One that has come to name reserve cadres is there for nobody below.
  await saveTemplate(id, { target: { keyGroups: ['reserve'] } });
  expect(await listed(township, own)).toEqual([]);
  expect((await take(id)).status).toBe(404);
});

test('who runs training where it is asked is told once, and reminded a week and a day before, until it is taken', async () => {
  const id = await offered({ dueOn: '2026-12-20' });
  const { signal } = new AbortController();
  const round = (day: string) => tellOffers(here.installation.platform, day, signal);
  const heard = async () =>
    (await township.get<{ items: Notice[] }>('/api/v1/me/notices')).body.items
      .filter(({ kind }) => kind.startsWith('programme-offer'))
      .map(({ kind, link }) => [kind, link]);
  await round('2026-12-01');
  await round('2026-12-02');
  const link = `/admin/units/${own}/programmes/offers/${id}`;
  expect(await heard()).toEqual([['programme-offered', link]]);
  await round('2026-12-13');
  await round('2026-12-13');
  const due = ['programme-offer-due', link];
  expect((await heard()).filter(([kind]) => kind === 'programme-offer-due')).toEqual([due]);
  await take(id);
  await round('2026-12-19');
  expect((await heard()).filter(([kind]) => kind === 'programme-offer-due')).toEqual([due]);
});

test('the trail says who offered what, what it said before, who took it and who withdrew it', async () => {
  const id = await offered();
  await offer(id, { purpose: '换一种说法', askedLevel: null });
  const { body } = await take(id);
  await county.delete(`/api/v1/programmes/${id}/offer`);
  const root = await here.signIn('hexiaoyan');
  const { items } = (await root.get<{ items: AuditRow[] }>('/api/v1/audit/events?group=training'))
    .body;
  const actions = items.filter(({ subject }) => [id, body.id].includes(subject.id ?? ''));
  expect(actions.map(({ action }) => action).slice(0, 4)).toEqual([
    'programme-offer-withdrawn',
    'programme-taken',
    'programme-offered',
    'programme-offered',
  ]);
  const { fields } = (
    await root.get<{ fields: AuditField[] }>(`/api/v1/audit/events/${actions[2]?.id ?? ''}`)
  ).body;
  expect(fields.filter(({ isChange }) => isChange)).toMatchObject([
    { name: 'purpose', before: '全县信访工作条例轮训', after: '换一种说法' },
    { name: 'askedLevel', before: 'township' },
  ]);
});
