// A spreadsheet sent on a page, as administrators do it.
import { writeWorkbook, type CellValue } from '@xueshi/formats/spreadsheet';
import type { Page } from 'playwright-core';
import { expect, vi } from 'vitest';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export interface Book {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

export async function bookOf(
  name: string,
  headings: readonly string[],
  rows: readonly (readonly CellValue[])[],
): Promise<Book> {
  const columns = headings.map((heading) => ({ heading, kind: 'text' as const }));
  const content = writeWorkbook({ name: '表', columns, rows });
  const buffer = Buffer.from(await new Response(content).arrayBuffer());
  return { name, mimeType: XLSX, buffer };
}

/** Sends a file, and has it checked by the columns that are proposed. */
export async function sendSheet(page: Page, address: string, file: Book): Promise<void> {
  await page.goto(address);
  await page.locator('input[type="file"]').setInputFiles(file);
  await page.locator('form:has(input[type="file"]) button').click();
  await page.waitForURL(/\/admin\/(?:rosters|unit-imports)\//);
  await page.locator('form[action*="check"] button').first().click();
}

/** Waits for words, loading the page again where no script does. */
export async function untilWords(page: Page, words: string, scripts: boolean): Promise<void> {
  await vi.waitFor(
    async () => {
      if (!scripts) await page.goto(page.url().split('?')[0] ?? '');
      expect(await page.locator('main').innerText()).toContain(words);
    },
    { timeout: 20_000, interval: 500 },
  );
}
