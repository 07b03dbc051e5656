// Time and memory of a table of 10,000 units: sent, checked, brought into effect, moved and undone.
import type { OrgUnitRef, UnitImport } from '@xueshi/contracts';
import { writeWorkbook, type CellValue } from '@xueshi/formats/spreadsheet';
import { benchFolder } from './bench-folder.ts';
import { mebibytes } from './memory-of.ts';
import { Office } from './office.ts';
import { report, tell } from './report.ts';

const UNITS = Number(process.env['XUESHI_BENCH_UNITS'] ?? 10_000);
const TOWNS = 50;
const HEADINGS = ['单位编码', '单位名称', '上级单位编码', '层级', '性质', '行政区划代码', '建制'];

const townCode = (at: number) => `BT${String(at).padStart(3, '0')}`;

/** Towns, and villages spread over them; `turned` moves each tenth village and renames another tenth. */
function* rows(turned: boolean): Generator<CellValue[]> {
  for (let at = 0; at < TOWNS; at += 1)
    yield [townCode(at), `基准镇${at}`, 'YL01', '乡镇级', '行政区域', `530102${300 + at}`, '镇'];
  for (let at = 0; at < UNITS - TOWNS; at += 1) {
    const town = turned && at % 10 === 0 ? (at + 1) % TOWNS : at % TOWNS;
    const name = turned && at % 10 === 5 ? `基准新村${at}` : `基准村${at}`;
    const code = `BC${String(at).padStart(6, '0')}`;
    yield [code, name, townCode(town), '村级', '村（社区）', null, '行政村'];
  }
}

async function workbook(turned = false): Promise<ArrayBuffer> {
  const columns = HEADINGS.map((heading) => ({ heading, kind: 'text' as const }));
  return new Response(writeWorkbook({ name: '单位表', columns, rows: rows(turned) })).arrayBuffer();
}

interface Times {
  readonly id: string;
  readonly checkSeconds: number;
  readonly applySeconds: number;
  /** The longest that somebody else waited for a page meanwhile, ms. */
  readonly longestMs: number;
}

/** Asks for a small page again and again, and tells the longest wait. */
function watchOthers(office: Office, unitId: string) {
  let longestMs = 0;
  let watching = true;
  const done = (async () => {
    while (watching) {
      const began = performance.now();
      await office.call('GET', `/api/v1/org-units/${unitId}`);
      longestMs = Math.max(longestMs, performance.now() - began);
    }
  })();
  return async () => {
    watching = false;
    await done;
    return longestMs;
  };
}

async function importing(office: Office, unitId: string, file: ArrayBuffer): Promise<Times> {
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  const { id } = await office.call<{ id: string }>(
    'POST',
    `/api/v1/org-units/${unitId}/unit-imports?fileName=bench.xlsx`,
    file,
  );
  const address = `/api/v1/unit-imports/${id}`;
  const { columns } = await office.call<UnitImport>('GET', address);
  await office.call('PUT', `${address}/columns`, { columns });
  const checked = await office.until<UnitImport>(address, ['checked', 'refused']);
  const checkSeconds = seconds();
  tell(
    `checked after ${checkSeconds.toFixed(1)} s: ${checked.rowsAdding} to add, ${checked.rowsUpdating} to update, ${checked.rowsSame} the same, ${checked.errors} errors`,
  );
  if (checked.rowsAdding + checked.rowsUpdating === 0)
    return { id, checkSeconds, applySeconds: 0, longestMs: 0 };
  const stop = watchOthers(office, unitId);
  await office.call('POST', `${address}/application`);
  const applied = await office.until<UnitImport>(address, ['applied', 'rolled_back']);
  const longestMs = await stop();
  if (applied.state !== 'applied') throw new Error('the units were rolled back');
  const applySeconds = seconds() - checkSeconds;
  tell(
    `in effect ${applySeconds.toFixed(1)} s later; others waited ${longestMs.toFixed(0)} ms at most`,
  );
  return { id, checkSeconds, applySeconds, longestMs };
}

export async function unitImport(): Promise<void> {
  const folder = await benchFolder();
  const server = await folder.start();
  try {
    const before = await mebibytes(server.pid, 'VmHWM');
    const office = await Office.enter(server.url);
    const units = await office.call<{ items: OrgUnitRef[] }>('GET', '/api/v1/org-units');
    const unitId = units.items[0]?.id ?? '';
    const added = await importing(office, unitId, await workbook());
    const again = await importing(office, unitId, await workbook());
    const turned = await importing(office, unitId, await workbook(true));
    const began = performance.now();
    await office.call('POST', `/api/v1/unit-imports/${turned.id}/undoing`);
    await office.until<UnitImport>(`/api/v1/unit-imports/${turned.id}`, ['undone']);
    const undoSeconds = (performance.now() - began) / 1000;
    const peak = await mebibytes(server.pid, 'VmHWM');
    tell(
      `the same again ${again.checkSeconds.toFixed(1)} s; undone in ${undoSeconds.toFixed(1)} s; memory rose from ${before.toFixed(0)} to ${peak.toFixed(0)} MiB`,
    );
    report({
      name: 'unit-import-10k',
      figure: added.checkSeconds + added.applySeconds,
      unit: 's',
      rss_mib: peak,
    });
  } finally {
    await server.stop();
    await folder.remove();
  }
}
