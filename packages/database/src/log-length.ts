// How full the write-ahead log is, read from the file itself: the engine tells nobody. Its form is fixed
// (sqlite.org/fileformat2.html, "The Write-Ahead Log"): a header, then frames, each a header and a page.
import { closeSync, openSync, readSync } from 'node:fs';

/** The engine's own measure, 4 MiB. */
const LONG_FRAMES = 1_000;

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
/** Where the page's size and the two salts stand in the log's header, and the salts in a frame's. */
const PAGE_SIZE_AT = 8;
const SALTS_AT = 16;
const FRAME_SALTS_AT = 8;
const SALTS_BYTES = 8;

/**
 * Whether the log beside the database file at `file` holds more than 1,000 pages that were written since it last began
 * from its start, so that it is time for a checkpoint. Frames of before are left in the file and have other salts.
 * Where the log cannot be read now, it is looked at again after the next write.
 */
export function isLogLong(file: string): boolean {
  try {
    return holdsFrame(LONG_FRAMES, `${file}-wal`);
  } catch {
    return false;
  }
}

function holdsFrame(number: number, file: string): boolean {
  const log = openSync(file, 'r');
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    if (readSync(log, header, 0, HEADER_BYTES, 0) < HEADER_BYTES) return false;
    const frameBytes = FRAME_HEADER_BYTES + header.readUInt32BE(PAGE_SIZE_AT);
    const salts = Buffer.alloc(SALTS_BYTES);
    const at = HEADER_BYTES + number * frameBytes + FRAME_SALTS_AT;
    if (readSync(log, salts, 0, SALTS_BYTES, at) < SALTS_BYTES) return false;
    return salts.equals(header.subarray(SALTS_AT, SALTS_AT + SALTS_BYTES));
  } finally {
    closeSync(log);
  }
}
