import { CsvError, parse } from 'csv-parse';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { type SheetRow } from './cell.ts';
import { MOST_COLUMNS } from './read-workbook.ts';
import { SpreadsheetError } from './spreadsheet-error.ts';

/** GB18030 contains GBK and GB2312, so both are read as it. */
export type TextEncodingName = 'utf-8' | 'utf-16le' | 'gb18030';

const MOST_RECORD_CHARACTERS = 1024 * 1024;
const DELIMITERS = [',', '\t', ';', '，'] as const;

async function* decoded(path: string, encoding: TextEncodingName): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    yield decoder.decode(chunk, { stream: true });
  }
  yield decoder.decode();
}

async function isReadableAs(path: string, encoding: TextEncodingName): Promise<boolean> {
  try {
    for await (const piece of decoded(path, encoding)) if (piece.includes('\0')) return false;
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false; // What a strict decoder throws.
    throw error;
  }
}

/**
 * In which encoding a text file is: by its byte order mark, else the first of UTF-8 and GB18030
 * that reads the whole of it. Throws SpreadsheetError where none does.
 */
export async function detectEncoding(path: string): Promise<TextEncodingName> {
  const file = await open(path);
  const start = Buffer.alloc(2);
  await file.read(start, 0, 2, 0).finally(() => file.close());
  const candidates: TextEncodingName[] =
    start[0] === 0xff && start[1] === 0xfe ? ['utf-16le'] : ['utf-8', 'gb18030'];
  for (const encoding of candidates) if (await isReadableAs(path, encoding)) return encoding;
  throw new SpreadsheetError('unknown-encoding');
}

/** The sign between fields: whichever is found most often in the first line, outside quotes. */
async function delimiterOf(path: string, encoding: TextEncodingName): Promise<string> {
  let line = '';
  for await (const piece of decoded(path, encoding)) {
    line += piece;
    if (line.trimStart().includes('\n') || line.length > 65_536) break;
  }
  const bare = (line.trimStart().split('\n')[0] ?? '').replaceAll(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((sign) => ({ sign, count: bare.split(sign).length - 1 }));
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).sign;
}

/**
 * The rows of a CSV file in UTF-8, UTF-16, GBK or GB18030, separated by commas, tabs or semicolons, as they are
 * asked for. Every field is text. Throws SpreadsheetError.
 */
export async function* readCsv(path: string): AsyncGenerator<SheetRow> {
  const encoding = await detectEncoding(path);
  const source = Readable.from(decoded(path, encoding));
  const parser = parse({
    delimiter: await delimiterOf(path, encoding),
    relax_column_count: true,
    max_record_size: MOST_RECORD_CHARACTERS,
  });
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let number = 0;
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      number += 1;
      if (record.length > MOST_COLUMNS) {
        throw new SpreadsheetError('too-much', { limit: MOST_COLUMNS, row: number });
      }
      const cells = record.map((field) => (field === '' ? null : field));
      if (cells.some((cell) => cell !== null)) yield { number, cells };
    }
  } catch (error) {
    if (error instanceof CsvError) {
      const fault = error.code === 'CSV_MAX_RECORD_SIZE' ? 'too-much' : 'broken-quotes';
      throw new SpreadsheetError(fault, { row: number + 1, limit: MOST_RECORD_CHARACTERS }, error);
    }
    throw error;
  } finally {
    source.destroy();
    parser.destroy();
  }
}
