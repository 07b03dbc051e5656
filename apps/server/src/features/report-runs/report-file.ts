// The file of a report: written beside its place, and there as a whole or not at all.
import {
  writeCsv,
  writeSmallWorkbook,
  writeWorkbook,
  type CellValue,
  type Sheet,
} from '@xueshi/formats/spreadsheet';
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Platform } from '../../platform/platform.ts';

type Kept = Pick<Platform, 'config'>;

/** More rows than a file of this kind may have. */
export class TooManyRows extends Error {}

const folderOf = ({ config }: Kept) => join(config.dataFolder, 'reports');

export const fileOfReport = (platform: Kept, runId: string) => join(folderOf(platform), runId);

const halfOf = (platform: Kept, runId: string) => `${fileOfReport(platform, runId)}.part`;

export async function forgetReportFile(platform: Kept, runId: string): Promise<void> {
  await rm(fileOfReport(platform, runId), { force: true });
  await rm(halfOf(platform, runId), { force: true });
}

/** Writes what comes; size in bytes and SHA-256 of what is there in the end. */
export async function keepReport(
  platform: Kept,
  runId: string,
  content: Readable,
  signal: AbortSignal,
): Promise<{ sizeBytes: number; sha256: string }> {
  await mkdir(folderOf(platform), { recursive: true, mode: 0o700 });
  const half = halfOf(platform, runId);
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const counting = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      sizeBytes += chunk.length;
      done(null, chunk);
    },
  });
  const file = createWriteStream(half, { mode: 0o600, flush: true });
  await pipeline(content, counting, file, { signal });
  await rename(half, fileOfReport(platform, runId));
  return { sizeBytes, sha256: hash.digest('hex') };
}

/** So many rows are held in memory, for a sheet with filters in its heading; more are written as they come. */
const HELD_ROWS = 1_000;
/** So many where other tables stand beside them: a workbook of several sheets is held as a whole. */
const HELD_ROWS_OF_SEVERAL = 20_000;

interface Written extends Sheet {
  readonly rows: AsyncGenerator<CellValue[]>;
  readonly summed?: boolean;
  /** Sheets that come before the rows in a workbook. */
  readonly beside?: readonly Sheet[];
  /** What a short workbook says of itself on a second sheet, where there is something to say. */
  readonly about?: {
    readonly name: string;
    readonly facts: readonly [label: string, value: string][];
  };
}

const aboutSheet = ({ about }: Written): Sheet[] =>
  about === undefined || about.facts.length === 0
    ? []
    : [
        {
          name: about.name,
          columns: [
            { heading: about.name, width: 20 },
            { heading: '', width: 70 },
          ],
          rows: about.facts,
        },
      ];

/**
 * The rows as a workbook or CSV. A short workbook has filters and bold sums, unless `summed` is false;
 * a long one is streamed.
 */
export async function writeRows(sheet: Written, format: 'xlsx' | 'csv'): Promise<Readable> {
  if (format === 'csv') return readable(writeCsv(sheet));
  const beside = sheet.beside ?? [];
  const most = beside.length > 0 ? HELD_ROWS_OF_SEVERAL : HELD_ROWS;
  const held: CellValue[][] = [];
  let rest = await sheet.rows.next();
  for (; rest.done !== true && held.length < most; rest = await sheet.rows.next())
    held.push(rest.value);
  if (rest.done === true)
    return Readable.from([
      await writeSmallWorkbook([
        ...beside,
        { ...sheet, rows: held, summed: sheet.summed ?? true },
        ...aboutSheet(sheet),
      ]),
    ]);
  if (beside.length > 0) throw new TooManyRows();
  const { value } = rest;
  return readable(writeWorkbook({ ...sheet, rows: joined(held, value, sheet.rows) }));
}

async function* joined(
  held: readonly CellValue[][],
  next: CellValue[],
  rest: AsyncGenerator<CellValue[]>,
): AsyncGenerator<CellValue[]> {
  yield* held;
  yield next;
  yield* rest;
}

const readable = (stream: ReadableStream<Uint8Array>) =>
  Readable.fromWeb(stream as Parameters<typeof Readable.fromWeb>[0]);
