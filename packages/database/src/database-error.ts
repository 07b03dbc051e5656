/** What went wrong in the database, as far as callers decide by it. */
export type DatabaseTrouble = 'unique' | 'full' | 'busy' | 'read-only' | 'damaged' | 'other';

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
  }
  return 'other';
}
