// Time and memory of a roster of 100,000 people in 400 units: sent, checked and brought into effect.
import type { OrgUnitRef, RosterImport } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { checkDigitOf } from '@xueshi/domain';
import { writeWorkbook, type CellValue } from '@xueshi/formats/spreadsheet';
import { benchFolder, type BenchFolder } from './bench-folder.ts';
import { mebibytes } from './memory-of.ts';
import { Office } from './office.ts';
import { report, tell } from './report.ts';

const PEOPLE = Number(process.env['XUESHI_BENCH_ROSTER'] ?? 100_000);
const UNITS = 400;

const unitCode = (at: number) => `BM${String(at).padStart(4, '0')}`;

async function makeUnits(folder: BenchFolder): Promise<void> {
  await folder.fill(async ({ platform }) => {
    const units = await platform.db.select().from(schema.orgUnits);
    const county = units.find(({ code }) => code === 'YL01');
    if (!county) throw new Error('the sample county has no code');
    await platform.write((tx) =>
      tx.insert(schema.orgUnits).values(
        Array.from({ length: UNITS }, (_, at) => ({
          id: `bench-unit-${at}`,
          parentId: county.id,
          path: `${county.path}bench-unit-${at}/`,
          name: `基准单位${at}`,
          level: 'township',
          kind: 'department',
          code: unitCode(at),
          createdAt: new Date(),
        })),
      ),
    );
  });
}

const SURNAMES = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗'];
const GIVEN = [...'伟芳娜敏静丽强磊军洋勇艳杰涛明超秀霞平刚桂英兰华玉梅德水建国'];

function* rows(changed: boolean): Generator<CellValue[]> {
  for (let at = 0; at < PEOPLE; at += 1) {
    const name = [at % 20, at % 29, (at * 7) % 31]
      .map((place, part) => (part === 0 ? SURNAMES[place] : GIVEN[place % GIVEN.length]))
      .join('');
    const born = new Date(Date.UTC(1966 + (at % 38), at % 12, 1 + (at % 28)));
    const digits = `330102${born.toISOString().slice(0, 10).replaceAll('-', '')}${String(at % 1000).padStart(3, '0')}`;
    const region = String(110_000 + Math.floor(at / 1000)) + digits.slice(6);
    yield [
      `P${String(at).padStart(7, '0')}`,
      name,
      unitCode(at % UNITS),
      '乡镇（街道）干部',
      changed && at % 10 === 0 ? '副科长' : '科员',
      '乡科级副职',
      '四级主任科员',
      '中共党员',
      region + checkDigitOf(region),
      '2026-01-05',
      at % 50 === 0 ? '长期休假' : '在职',
      at % 50 === 0 ? '2026-03-01' : null,
      at % 20 === 0 ? '县乡后备干部' : null,
    ];
  }
}

const HEADINGS = [
  '人员编码',
  '姓名',
  '单位编码',
  '干部类别',
  '职务',
  '职务层次',
  '职级',
  '政治面貌',
  '身份证号',
  '任职日期',
  '人员状态',
  '状态起始日',
  '重点对象',
];

async function workbook(changed = false): Promise<ArrayBuffer> {
  const columns = HEADINGS.map((heading) => ({ heading, kind: 'text' as const }));
  return new Response(writeWorkbook({ name: '名册', columns, rows: rows(changed) })).arrayBuffer();
}

/** One roster from sending to being in effect, in seconds. */
async function importing(office: Office, unitId: string, file: ArrayBuffer): Promise<number> {
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  const { id } = await office.call<{ id: string }>(
    'POST',
    `/api/v1/org-units/${unitId}/roster-imports?fileName=bench.xlsx`,
    file,
  );
  const { columns } = await office.call<RosterImport>('GET', `/api/v1/roster-imports/${id}`);
  await office.call('PUT', `/api/v1/roster-imports/${id}/columns`, { columns });
  const checked = await office.until<RosterImport>(`/api/v1/roster-imports/${id}`, [
    'checked',
    'refused',
  ]);
  tell(
    `checked after ${seconds().toFixed(1)} s: ${checked.rowsAdding} to add, ${checked.rowsUpdating} to update, ${checked.rowsSame} the same, ${checked.errors} errors`,
  );
  if (checked.rowsAdding + checked.rowsUpdating === 0) return seconds();
  await office.call('POST', `/api/v1/roster-imports/${id}/application`);
  const applied = await office.until<RosterImport>(`/api/v1/roster-imports/${id}`, [
    'applied',
    'rolled_back',
  ]);
  if (applied.state !== 'applied') throw new Error('the roster was rolled back');
  return seconds();
}

export async function rosterImport(): Promise<void> {
  const folder = await benchFolder();
  await (await folder.start()).stop();
  await makeUnits(folder);
  const server = await folder.start();
  try {
    const before = await mebibytes(server.pid, 'VmHWM');
    const office = await Office.enter(server.url);
    const units = await office.call<{ items: OrgUnitRef[] }>('GET', '/api/v1/org-units');
    const unitId = units.items[0]?.id ?? '';
    const seconds = await importing(office, unitId, await workbook());
    const peak = await mebibytes(server.pid, 'VmHWM');
    tell(`memory rose from ${before.toFixed(0)} to ${peak.toFixed(0)} MiB`);
    report({
      name: 'roster-import-100k',
      figure: seconds,
      unit: 's',
      rss_mib: peak,
    });
    tell(
      `the same file again: ${(await importing(office, unitId, await workbook())).toFixed(1)} s`,
    );
    tell(
      `one in ten changed: ${(await importing(office, unitId, await workbook(true))).toFixed(1)} s`,
    );
  } finally {
    await server.stop();
    await folder.remove();
  }
}
