// The archive of a person's own data: each part as a table (CSV) and as JSON, written as it is read.
import type { Reader } from '@xueshi/database';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { OwnDataPart, OwnRow } from '../../platform/own-data.ts';

interface Archive {
  readonly db: Reader;
  readonly personId: string;
  readonly parts: readonly OwnDataPart[];
  readonly at: Date;
  /** Says in words what the files are. */
  readonly readme: string;
}

/** A ZIP as a stream. No more than a page of rows is in memory at once. */
export function archiveOf({ db, personId, parts, at, readme }: Archive): Readable {
  const zip = new ZipFile();
  const entry = { mtime: at, mode: 0o100600 };
  const out = new Readable().wrap(zip.outputStream);
  zip.addBuffer(Buffer.from(readme, 'utf8'), 'README.txt', entry);
  for (const part of parts) {
    const files = [
      [`${part.name}.csv`, asCsv],
      [`${part.name}.json`, asJson],
    ] as const;
    for (const [name, write] of files) {
      zip.addReadStreamLazy(name, entry, (give) => {
        // One stream at a time: the next is opened when the one before has been read.
        const rows = Readable.from(write(part, db, personId));
        rows.on('error', (error) => out.destroy(error));
        give(null, rows);
      });
    }
  }
  zip.end();
  return out;
}

async function* asJson(part: OwnDataPart, db: Reader, personId: string): AsyncIterable<string> {
  let before = '[\n';
  for await (const rows of part.pages(db, personId)) {
    for (const row of rows) {
      yield before + JSON.stringify(row);
      before = ',\n';
    }
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

/** With a byte order mark, so that spreadsheets read the Chinese. */
async function* asCsv(part: OwnDataPart, db: Reader, personId: string): AsyncIterable<string> {
  yield `\uFEFF${part.columns.join(',')}\r\n`;
  for await (const rows of part.pages(db, personId))
    yield rows.map((row) => lineOf(part, row)).join('');
}

const lineOf = ({ columns }: OwnDataPart, row: OwnRow) =>
  `${columns.map((column) => cellOf(row[column])).join(',')}\r\n`;

/** A cell of RFC 4180. What a spreadsheet would take for a formula is marked as text. */
export function cellOf(value: unknown): string {
  const text = plain(value);
  const safe = typeof value === 'number' || !/^[=+\-@\t\r]/.test(text) ? text : `'${text}`;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function plain(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString();
  return JSON.stringify(value);
}
