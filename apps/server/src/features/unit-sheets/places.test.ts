// Where units of a line are, as a table of units says it.
import type { OrgUnitRef } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import {
  checkUnitRun,
  goOn,
  sendUnits,
  unitBook,
  UNIT_HEADINGS,
  unitErrors,
} from '../../testing/unit-sheets.ts';

let here: TestInstallation;
let county: Visitor;
let town: Visitor;
let countyId: string;
let townId: string;

const ownUnit = async (who: Visitor) =>
  (await who.get<{ items: OrgUnitRef[] }>('/api/v1/org-units')).body.items[0]?.id ?? '';

beforeAll(async () => {
  here = await openTestInstallation();
  county = await here.signIn('chenjianguo');
  town = await here.signIn('lifang');
  countyId = await ownUnit(county);
  townId = await ownUnit(town);
});
afterAll(() => here.close());

async function unitOf(code: string) {
  const [unit] = await here.installation.platform.db
    .select()
    .from(schema.orgUnits)
    .where(eq(schema.orgUnits.code, code));
  return unit;
}

async function checked(
  who: Visitor,
  unitId: string,
  rows: Parameters<typeof unitBook>[0],
  headings?: readonly string[],
) {
  const { id } = await sendUnits(here, who, unitId, { bytes: await unitBook(rows, headings) });
  const run = await checkUnitRun(here, who, id);
  return { run, errors: await unitErrors(who, id) };
}

test('places are named by their codes, in the file and outside it, and what is none is told at its cell', async () => {
  const headings = [...UNIT_HEADINGS, '管理体制', '所在地'];
  const placed = await checked(
    county,
    countyId,
    [
      ['SW01', '县税务分局', 'YL01', '乡镇级', '机关部门', '垂直管理', null],
      ['SW02', '柳湾税务组', 'SW01', '村级', '机关部门', '垂直管理', 'YL09'],
      ['SW03', '新寨税务组', 'SW01', '村级', '机关部门', '垂直管理', 'XZ01'],
      ['XZ01', '新寨村', 'YL08', '村级', '村(社区)', null, null],
    ],
    headings,
  );
  expect(placed.errors).toEqual([]);
  expect(await goOn(here, county, placed.run.id)).toMatchObject({ state: 'applied' });
  expect((await unitOf('SW02'))?.placeUnitId).toBe((await unitOf('YL09'))?.id);
  expect((await unitOf('SW03'))?.placeUnitId).toBe((await unitOf('XZ01'))?.id);

  const { errors } = await checked(
    county,
    countyId,
    [
      ['SW02', null, null, null, null, null, 'YL01'],
      ['SW01', null, null, null, null, null, 'YL04'],
      ['YL10', null, null, null, null, '属地管理', 'YL09'],
      ['SW03', null, null, null, null, null, 'NO'],
    ],
    headings,
  );
  expect(errors).toEqual([
    'G2 place-in-line',
    'G3 place-unknown',
    'G4 place-superfluous',
    'G5 place-unknown',
  ]);
  // The township’s table has no row of the office, and may not take its place away either.
  const beyond = await checked(town, townId, [['YL09', null, null, null, '事业单位']]);
  expect(beyond.errors).toEqual(['E2 is-place']);
  // A village of one’s own may be where a unit of one’s own line is, in another township too.
  const own = await checked(
    town,
    townId,
    [['YL12', null, null, null, null, '垂直管理', 'YL14']],
    headings,
  );
  expect(own.errors).toEqual([]);
  expect(await goOn(here, town, own.run.id)).toMatchObject({ state: 'applied' });
  await goOn(here, town, own.run.id, 'undoing');
  expect((await unitOf('YL12'))?.placeUnitId).toBeNull();
});
