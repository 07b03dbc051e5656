// Whatever a tree is like: its export, imported again, changes nothing; and what was imported and is undone
// leaves the tree as it was.
import type { OrgUnitRef } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import type { CellValue } from '@xueshi/formats/spreadsheet';
import fc from 'fast-check';
import { isNull } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { download } from '../../testing/download.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import {
  checkUnitRun,
  goOn,
  readUnitRun,
  sendUnits,
  unitBook,
  UNIT_HEADINGS,
} from '../../testing/unit-sheets.ts';

let here: TestInstallation;
let county: Visitor;
let countyId: string;

beforeAll(async () => {
  here = await openTestInstallation();
  county = await here.signIn('chenjianguo');
  const { body } = await county.get<{ items: OrgUnitRef[] }>('/api/v1/org-units');
  countyId = body.items[0]?.id ?? '';
});
afterAll(() => here.close());

/** The open units as they are, without what is worked out and when it changed. */
async function tree() {
  const rows = await here.installation.platform.db
    .select()
    .from(schema.orgUnits)
    .where(isNull(schema.orgUnits.closedAt));
  return rows
    .map(({ changedAt: _changed, position: _position, ...unit }) => unit)
    .sort((one, other) => (one.id < other.id ? -1 : 1));
}

const OWN = ['YL09', 'YL10', 'YL12', 'YL13', 'YL14', 'YL17', 'N1', 'N2', 'N3', '0012'];
/** How a unit is managed, and where it is: mostly as it was, or by a line in a village or a township. */
const PLACED = [
  ['', ''],
  ['', ''],
  ['', '-'],
  ['属地管理', ''],
  ['垂直管理', 'YL11'],
  ['垂直管理', 'YL15'],
  ['垂直管理', 'YL13'],
] as const;
const anyRow = fc.record({
  own: fc.constantFrom(...OWN),
  name: fc.constantFrom('甲科', '乙,"科"', '=1+1', '𠮷野村', '007', "'丙"),
  parent: fc.constantFrom('YL01', 'YL08', 'YL12', 'YL13', 'YL16', 'N1', 'N2'),
  level: fc.constantFrom('township', '村级', 'village'),
  kind: fc.constantFrom('department', 'institution', 'school'),
  regionCode: fc.constantFrom('530102', '530102001', '530102001002', '-', ''),
  placed: fc.constantFrom(...PLACED),
});
/** Names differ from row to row, so that most files are sound. */
const anyRows = fc
  .uniqueArray(anyRow, { selector: ({ own }) => own, minLength: 1, maxLength: 4 })
  .map((rows) =>
    rows.map(({ own, name, parent, level, kind, regionCode, placed }, at): CellValue[] => [
      own,
      name + '一二三四'.charAt(at),
      parent,
      level,
      kind,
      regionCode,
      ...placed,
    ]),
  );
const HEADINGS = [...UNIT_HEADINGS, '行政区划代码', '管理体制', '所在地的单位编码'];

const checked = async (bytes: Uint8Array, fileName: string) => {
  const { id } = await sendUnits(here, county, countyId, { bytes, fileName });
  return checkUnitRun(here, county, id);
};

async function exportsSayNothingNew(): Promise<void> {
  for (const [format, locale] of [
    ['csv', 'en'],
    ['xlsx', 'zh-CN'],
  ] as const) {
    const address = `/api/v1/org-units/${countyId}/unit-sheet?format=${format}`;
    const { bytes } = await download(here, county, address, locale);
    expect(await checked(bytes, `units.${format}`)).toMatchObject({
      errors: 0,
      rowsAdding: 0,
      rowsUpdating: 0,
      rowsSame: (await tree()).length,
    });
  }
}

test('an export changes nothing when it is imported again, and undoing leaves what was', async () => {
  let applied = 0;
  await fc.assert(
    fc.asyncProperty(anyRows, fc.boolean(), async (rows, takesBack) => {
      here.clock.advance({ minutes: 1 });
      const before = await tree();
      const run = await checked(await unitBook(rows, HEADINGS), 'units.xlsx');
      if (run.errors > 0 || run.rowsAdding + run.rowsUpdating === 0) return;
      expect((await goOn(here, county, run.id)).state).toBe('applied');
      applied += 1;
      expect(await checked(await unitBook(rows, HEADINGS), 'again.xlsx')).toMatchObject({
        errors: 0,
        rowsSame: rows.length,
      });
      await exportsSayNothingNew();
      if (!takesBack) return;
      here.clock.advance({ minutes: 1 });
      await goOn(here, county, run.id, 'undoing');
      expect(await readUnitRun(county, run.id)).toMatchObject({ state: 'undone', rowsKept: 0 });
      expect(await tree()).toEqual(before);
    }),
    { numRuns: 40 },
  );
  expect(applied).toBeGreaterThan(5);
}, 120_000);
