import { strFromU8, unzipSync } from 'fflate';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { cellText, type CellValue } from './cell.ts';
import { cellsOf, fileOf } from './tables.fixture.ts';
import { writeCsv, writeSmallWorkbook, writeWorkbook, type Sheet } from './write-sheet.ts';

const sheet = (rows: Sheet['rows']): Sheet => ({
  name: '干部[名册]:2026/11',
  columns: [
    { heading: '姓名', kind: 'text' },
    { heading: '身份证号', kind: 'text', width: 20 },
    { heading: '学时', kind: 'decimal' },
    { heading: '日期', kind: 'date' },
  ],
  rows,
});

const ROWS: CellValue[][] = [
  ['𠮷野·阿依古丽', '330102199003070031', 12.25, new Date('2026-03-01T00:00:00Z')],
  ['=HYPERLINK("http://x.invalid")', '0101', -3, null],
  ['<&>"\'', '@a', 0, null],
];
const HEADING = ['姓名', '身份证号', '学时', '日期'];

test('a workbook keeps types, digits and rare characters, and calculates nothing', async () => {
  const read = await cellsOf(writeWorkbook(sheet(ROWS)));
  const trimmed = read.map((cells) => [...cells, null, null].slice(0, 4));
  expect(trimmed).toEqual([HEADING, ...ROWS]);
});

test('what a workbook may not hold is left out of it', async () => {
  const read = await cellsOf(writeWorkbook(sheet([['a\u0000b\u0001\ud800c', null, null, null]])));
  expect(read[1]?.[0]).toBe('ab\ufffdc');
});

test('rows are drawn only as they are written', async () => {
  let drawn = 0;
  function* rows() {
    for (let row = 0; row < 100_000; row += 1) {
      drawn += 1;
      yield [`人员${row}`, String(row), row, null];
    }
  }
  const reader = writeWorkbook(sheet(rows())).getReader();
  while (drawn === 0) await reader.read();
  await reader.read();
  expect(drawn).toBeLessThan(20_000);
  await reader.cancel();
});

test('a CSV file opens in a spreadsheet program without being calculated, and reads back', async () => {
  const path = await fileOf(writeCsv(sheet(ROWS)));
  const text = await readFile(path, 'utf8');
  expect(text.startsWith('\ufeff姓名,身份证号,学时,日期\r\n')).toBe(true);
  expect(text).toContain('"\'=HYPERLINK(');
  expect(text).toContain(",'@a,");
  const read = await cellsOf(await readFile(path));
  expect(read.map((cells) => cells.slice(0, 2).map(cellText))).toEqual(
    [HEADING, ...ROWS].map((cells) => cells.slice(0, 2).map((cell) => cellText(cell ?? null))),
  );
  expect(read[1]?.[3]).toBe('2026-03-01');
});

test('a template has its notes on a second sheet and lets people choose', async () => {
  const bytes = await writeSmallWorkbook([
    { name: '名册', columns: [{ heading: '类别', choices: ['乡镇', '村'] }], rows: [['乡镇']] },
    {
      name: '说明',
      columns: [{ heading: '列' }, { heading: '说明' }],
      rows: [['类别', '从列表选']],
    },
  ]);
  expect(await cellsOf(bytes)).toEqual([['类别'], ['乡镇']]);
});

test.each([
  ['few words', ['乡镇', '村'], true],
  [
    'more than a list can hold',
    Array.from({ length: 30 }, (_, at) => `国有农场干部第${at}类`),
    false,
  ],
  ['a word with a comma', ['Cadres, abroad'], false],
  ['a word with a quotation mark', ['“乡镇"'], false],
])(
  'a list is offered only where spreadsheet programs can read it: %s',
  async (_, choices, isOffered) => {
    const columns = [{ heading: '类别', choices }];
    const bytes = await writeSmallWorkbook([{ name: '名册', columns, rows: [] }]);
    const sheet = strFromU8(unzipSync(bytes)['xl/worksheets/sheet1.xml'] ?? new Uint8Array());
    expect(sheet.includes('<formula1>')).toBe(isOffered);
  },
);
