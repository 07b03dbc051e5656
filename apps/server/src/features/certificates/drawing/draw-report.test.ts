// Whatever number of rows a report has, its lines to sign stand below figures.
import { extractText, getDocumentProxy } from 'unpdf';
import { expect, test } from 'vitest';
import { drawReport } from './draw-report.ts';
import type { ReportSheet } from './sheet.ts';

const sheetOf = (rows: number): ReportSheet => ({
  layout: 'report',
  locale: 'zh-CN',
  title: '完成情况',
  subtitle: '清河镇',
  issuer: '清河镇',
  issuedAt: '2026-11-30T00:00:00.000Z',
  facts: [],
  columns: [
    { heading: '姓名', share: 3, isNumber: false },
    { heading: '学时', share: 1, isNumber: true },
  ],
  rows: Array.from({ length: rows }, (_, at) => [`第${at}人`, '2.50']),
  totals: ['合计', String(rows * 2.5)],
  signatures: ['制表人：', '审核人：'],
  pageNumber: '{page}/{pages}',
  missingNote: '',
});

test('nobody signs a page that says nothing: the sums go along with the lines to sign', async () => {
  const lengths = new Set<number>();
  for (let rows = 0; rows < 40; rows += 1) {
    const bytes = await drawReport(sheetOf(rows));
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), {
      mergePages: false,
    });
    lengths.add(text.length);
    expect(text.at(-1), `${rows} rows`).toContain('合计');
    expect(text.at(-1), `${rows} rows`).toContain('审核人');
  }
  // One page and two have been tried, with every number of rows between them.
  expect(lengths.size).toBeGreaterThan(1);
});
