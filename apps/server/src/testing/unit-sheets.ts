// Tables of units as administrators send them. Used by tests only.
import type { UnitImport, UnitSheetErrorCode } from '@xueshi/contracts';
import { writeWorkbook, type CellValue } from '@xueshi/formats/spreadsheet';
import { ORIGIN, type TestInstallation, type Visitor } from './test-installation.ts';

export const UNIT_HEADINGS = ['单位编码', '单位名称', '上级单位编码', '层级', '性质'];

export async function unitBook(
  rows: readonly (readonly CellValue[])[],
  headings: readonly string[] = UNIT_HEADINGS,
): Promise<Buffer> {
  const columns = headings.map((heading) => ({ heading, kind: 'text' as const }));
  const content = writeWorkbook({ name: '单位表', columns, rows });
  return Buffer.from(await new Response(content).arrayBuffer());
}

interface ErrorPage {
  items: { cell: string; code: UnitSheetErrorCode; value: string; otherRow: number | null }[];
}

export async function sendUnits(
  here: TestInstallation,
  who: Visitor,
  unitId: string,
  { bytes, fileName = '单位表.xlsx' }: { bytes: Uint8Array; fileName?: string },
) {
  const answer = await here.app.inject({
    method: 'POST',
    url: `/api/v1/org-units/${unitId}/unit-imports?${new URLSearchParams({ fileName })}`,
    headers: {
      cookie: who.cookie(),
      origin: ORIGIN,
      'content-type': 'application/octet-stream',
    },
    payload: Buffer.from(bytes),
  });
  return { status: answer.statusCode, id: answer.json<{ id: string }>().id };
}

export const readUnitRun = async (who: Visitor, id: string) =>
  (await who.get<UnitImport>(`/api/v1/unit-imports/${id}`)).body;

/** Checks a file by the columns that were proposed. */
export async function checkUnitRun(here: TestInstallation, who: Visitor, id: string) {
  const { columns } = await readUnitRun(who, id);
  const answer = await who.put(`/api/v1/unit-imports/${id}/columns`, { columns });
  if (answer.status !== 200)
    throw new Error(`the check answered ${JSON.stringify(answer.body)} ${JSON.stringify(columns)}`);
  await here.jobs.idle();
  return readUnitRun(who, id);
}

/** Where and what is wrong, as 'C3 parent-unknown'. */
export async function unitErrors(who: Visitor, id: string): Promise<string[]> {
  const { body } = await who.get<ErrorPage>(`/api/v1/unit-imports/${id}/errors`);
  return body.items.map(({ cell, code, otherRow }) =>
    [cell, code, ...(otherRow === null ? [] : [otherRow])].join(' '),
  );
}

export async function goOn(
  here: TestInstallation,
  who: Visitor,
  id: string,
  what: 'application' | 'undoing' = 'application',
) {
  const answer = await who.post(`/api/v1/unit-imports/${id}/${what}`);
  if (answer.status !== 201) throw new Error(`it answered ${answer.status}`);
  await here.jobs.idle();
  return readUnitRun(who, id);
}

/** A file from sending to being in effect. */
export async function importUnits(
  here: TestInstallation,
  who: Visitor,
  unitId: string,
  rows: readonly (readonly CellValue[])[],
  headings?: readonly string[],
) {
  const { id } = await sendUnits(here, who, unitId, { bytes: await unitBook(rows, headings) });
  await checkUnitRun(here, who, id);
  return goOn(here, who, id);
}
