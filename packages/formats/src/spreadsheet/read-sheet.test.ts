import { expect, test } from 'vitest';
import { readSheet } from './read-sheet.ts';
import { SpreadsheetError } from './spreadsheet-error.ts';
import { cellsOf, fileOf, gb18030, rowsOf, workbook } from './tables.fixture.ts';

const HEADING = '姓名,单位编码,身份证号\r\n';
const ROWS = '王秀兰,0101,330102199003070031\r\n"赵,德水",0102,\r\n𠮷野·阿依古丽,0103,x\r\n';
const CELLS = [
  ['姓名', '单位编码', '身份证号'],
  ['王秀兰', '0101', '330102199003070031'],
  ['赵,德水', '0102', null],
  ['𠮷野·阿依古丽', '0103', 'x'],
];

test.each([
  ['UTF-8', Buffer.from(HEADING + ROWS)],
  ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${HEADING}${ROWS}`)],
  ['UTF-16, as "Unicode text"', Buffer.from(`\ufeff${HEADING}${ROWS}`, 'utf16le')],
  ['GB18030 with characters outside the basic plane', gb18030(HEADING + ROWS)],
  ['tabs', Buffer.from((HEADING + ROWS).replaceAll(/,(?!德)/g, '\t'))],
  ['semicolons', Buffer.from((HEADING + ROWS).replaceAll(/,(?!德)/g, ';'))],
])('reads CSV: %s', async (_, bytes) => {
  expect(await cellsOf(bytes)).toEqual(CELLS);
});

test('GBK is told from UTF-8 when the difference comes late', async () => {
  const rows = `${'a,b\n'.repeat(50_000)}王秀兰,财政局\n`;
  const read = await rowsOf(gb18030(rows));
  expect(read.at(-1)).toEqual({ number: 50_001, cells: ['王秀兰', '财政局'] });
});

test('fields may hold line ends and doubled quotes; empty rows keep their number', async () => {
  expect(await rowsOf('a,"第一行\n第二行"\r\n\r\n"他说""好""",\r\n')).toEqual([
    { number: 1, cells: ['a', '第一行\n第二行'] },
    { number: 3, cells: ['他说"好"', null] },
  ]);
});

const STYLES = `<numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/>
  <numFmt numFmtId="177" formatCode="&quot;day&quot;0.00"/></numFmts>
  <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
  <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="176"/><xf numFmtId="177"/></cellXfs>`;

test('reads a workbook as office programs write it', async () => {
  const strings = `<si><t xml:space="preserve"> 王秀兰 </t></si>
    <si><r><t>财政</t></r><r><rPr/><t>局</t></r><rPh sb="0" eb="1"><t>cáizhèng</t></rPh></si><si><t>A_x000D_B &amp; C</t></si>`;
  const sheet = `<sheetData>
    <row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c><c t="s"><v>2</v></c></row>
    <row r="5"><c r="A5" s="1"><v>46082</v></c><c r="B5" s="2"><v>46082.75</v></c><c r="C5" s="3"><v>1.5</v></c>
      <c r="D5" t="b"><v>1</v></c><c r="E5" t="inlineStr"><is><t>330102199003070031</t></is></c>
      <c r="F5" t="str"><f>A1&amp;"x"</f><v>x</v></c><c r="G5" t="e"><v>#REF!</v></c><c r="H5"><v>3.3010219900307E17</v></c></row>
    <row><c><v>7</v></c></row><row r="9"><c r="A9"/></row></sheetData>`;
  expect(await rowsOf(workbook({ sheet, strings, styles: STYLES }))).toEqual([
    { number: 2, cells: [' 王秀兰 ', null, '财政局', 'A\rB & C'] },
    {
      number: 5,
      cells: [
        new Date('2026-03-01T00:00:00Z'),
        new Date('2026-03-01T00:00:00Z'),
        1.5,
        true,
        '330102199003070031',
        'x',
        '#REF!',
        330_102_199_003_070_000,
      ],
    },
    { number: 6, cells: [7] },
  ]);
});

test('the date system of old Macintosh workbooks is understood', async () => {
  const sheet = '<sheetData><row r="1"><c r="A1" s="1"><v>44620</v></c></row></sheetData>';
  const facts = '<workbookPr date1904="1"/>';
  expect(await cellsOf(workbook({ sheet, styles: STYLES, workbook: facts }))).toEqual([
    [new Date('2026-03-01T00:00:00Z')],
  ]);
});

test('merged cells hold their value everywhere', async () => {
  const text = (at: string, value: string) => `<c r="${at}" t="str"><v>${value}</v></c>`;
  const sheet = `<sheetData><row r="1">${text('A1', '名册')}</row>
    <row r="2">${text('A2', '财政局')}${text('B2', '甲')}</row><row r="3">${text('B3', '乙')}</row>
    <row r="4">${text('A4', '民政局')}${text('B4', '丙')}</row></sheetData>
    <mergeCells count="2"><mergeCell ref="A1:C1"/><mergeCell ref="A2:A3"/></mergeCells>`;
  expect(await cellsOf(workbook({ sheet }))).toEqual([
    ['名册', '名册', '名册'],
    ['财政局', '甲'],
    ['财政局', '乙'],
    ['民政局', '丙'],
  ]);
});

async function faultOf(content: Uint8Array | string) {
  const error: unknown = await rowsOf(content).catch((thrown: unknown) => thrown);
  if (!(error instanceof SpreadsheetError)) throw new Error('it was read', { cause: error });
  return [error.fault, error.params['row'] ?? null];
}

test('what is no table says why', async () => {
  expect(await faultOf('')).toEqual(['not-a-spreadsheet', null]);
  expect(await faultOf('%PDF-1.7')).toEqual(['not-a-spreadsheet', null]);
  expect(await faultOf(Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1))).toEqual([
    'old-or-locked-workbook',
    null,
  ]);
  const whole = workbook({ sheet: '<sheetData/>' });
  expect(await faultOf(whole.slice(0, whole.length - 30))).toEqual(['damaged-workbook', null]);
  expect(await faultOf(Uint8Array.of(0x61, 0xff, 0xff, 0x0a))).toEqual(['unknown-encoding', null]);
  expect(await faultOf(Uint8Array.of(0x61, 0x00, 0x01, 0x0a))).toEqual(['unknown-encoding', null]);
  expect(await faultOf('a,b\n"c,d\n')).toEqual(['broken-quotes', 2]);
});

test('a workbook that would fill the memory is refused', async () => {
  const wide = '<sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData>';
  expect(await faultOf(workbook({ sheet: wide }))).toEqual(['too-much', 1]);
  const long = `<sheetData><row r="1"><c r="A1" t="str"><v>${'长'.repeat(40_000)}</v></c></row></sheetData>`;
  expect(await faultOf(workbook({ sheet: long }))).toEqual(['too-much', 1]);
  const strings = `<si><t>${'0'.repeat(70 * 1024 * 1024)}</t></si>`;
  expect(await faultOf(workbook({ sheet: '<sheetData/>', strings }))).toEqual(['too-much', null]);
});

test('reading may end early', async () => {
  const path = await fileOf('a,b\n'.repeat(100_000));
  for await (const row of readSheet(path)) {
    expect(row).toEqual({ number: 1, cells: ['a', 'b'] });
    break;
  }
});
