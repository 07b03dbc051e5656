// Files as other programs write them, made in the tests.
import { strToU8, zipSync } from 'fflate';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SheetRow } from './cell.ts';
import { readSheet } from './read-sheet.ts';

let made = 0;
const folder = mkdtemp(join(tmpdir(), 'xueshi-tables-'));

export async function fileOf(content: Uint8Array | string | ReadableStream<Uint8Array>) {
  made += 1;
  const path = join(await folder, `table-${made}`);
  await writeFile(path, content);
  return path;
}

export async function rowsOf(content: Uint8Array | string | ReadableStream<Uint8Array>) {
  const rows: SheetRow[] = [];
  for await (const row of readSheet(await fileOf(content))) rows.push(row);
  return rows;
}

export const cellsOf = async (content: Parameters<typeof rowsOf>[0]) =>
  (await rowsOf(content)).map(({ cells }) => cells);

const twoByteCodes = new Map<string, number[]>();
for (let lead = 0x81; lead <= 0xfe; lead += 1) {
  for (let trail = 0x40; trail <= 0xfe; trail += 1) {
    if (trail === 0x7f) continue;
    const character = new TextDecoder('gb18030').decode(Uint8Array.of(lead, trail));
    if ([...character].length === 1) twoByteCodes.set(character, [lead, trail]);
  }
}

/** Text as GB18030: what is in GBK as GBK, characters outside the basic plane in four bytes. */
export function gb18030(text: string): Uint8Array {
  const bytes = [...text].flatMap((character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) return [code];
    if (code < 0x10000) return twoByteCodes.get(character) ?? [];
    const linear = code - 0x10000;
    return [
      0x90 + Math.floor(linear / 12_600),
      0x30 + (Math.floor(linear / 1260) % 10),
      0x81 + (Math.floor(linear / 10) % 126),
      0x30 + (linear % 10),
    ];
  });
  return Uint8Array.from(bytes);
}

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>';
const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

export interface HandMade {
  readonly sheet: string;
  readonly strings?: string;
  readonly styles?: string;
  readonly workbook?: string;
}

/** A workbook by hand: a hidden first sheet, and the one to be read as the second. */
export function workbook({ sheet, strings = '', styles = '', workbook: facts = '' }: HandMade) {
  const parts = {
    'xl/workbook.xml': `${HEAD}<workbook ${MAIN} xmlns:r="${RELATIONS}">${facts}<sheets>
      <sheet name="隐藏" sheetId="1" state="hidden" r:id="rId1"/><sheet name="名册" sheetId="2" r:id="rId2"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${HEAD}<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/>
      <Relationship Id="rId2" Target="/xl/worksheets/sheet2.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `${HEAD}<worksheet ${MAIN}><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>`,
    'xl/worksheets/sheet2.xml': `${HEAD}<worksheet ${MAIN}>${sheet}</worksheet>`,
    'xl/sharedStrings.xml': `${HEAD}<sst ${MAIN}>${strings}</sst>`,
    'xl/styles.xml': `${HEAD}<styleSheet ${MAIN}>${styles}</styleSheet>`,
  };
  return zipSync(
    Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])),
  );
}
