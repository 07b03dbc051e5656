/** What went wrong in the database, as far as callers decide by it. */
export type DatabaseTrouble =
  | 'unique'
  | 'full'
  | 'busy'
  | 'read-only'
  | 'damaged'
  /** The disk did not confirm what was written: what of it will be there later, nobody can say. */
  | 'unsynced'
  /** The disk refused to read or write. */
  | 'disk'
  | 'other';

/** SQLITE_IOERR_FSYNC and SQLITE_IOERR_DIR_FSYNC. */
const FAILED_SYNCS = [1034, 1290];

/** Reads the driver's error, also where drizzle has wrapped it. */
export function databaseTrouble(error: unknown): DatabaseTrouble {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const words = `${'code' in cause ? String(cause.code) : ''} ${cause.message}`;
    if (/SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY)|UNIQUE constraint failed/.test(words))
      return 'unique';
    if (/SQLITE_FULL|database or disk is full/.test(words)) return 'full';
    if (/SQLITE_BUSY|database is locked/.test(words)) return 'busy';
    if (/SQLITE_READONLY|readonly database/.test(words)) return 'read-only';
    if (/SQLITE_(CORRUPT|NOTADB)|malformed|not a database/.test(words)) return 'damaged';
    if (/SQLITE_IOERR_(DIR_)?FSYNC/.test(words) || isFailedSync(cause)) return 'unsynced';
    if (/SQLITE_IOERR|disk I\/O error/.test(words)) return 'disk';
  }
  return 'other';
}

/** The client leaves the kind out of its words, and keeps the number. */
const isFailedSync = (error: Error) =>
  'rawCode' in error && FAILED_SYNCS.some((code) => code === error.rawCode);
