// The column vocabulary: every table is written once against these words. A second dialect is a
// second file with the same exports (DESIGN.md decision 10).
import {
  customType,
  integer as sqliteInteger,
  sqliteTable,
  text as sqliteText,
} from 'drizzle-orm/sqlite-core';
import { packRanges, unpackRanges, type Ranges } from './ranges.ts';

export {
  foreignKey,
  index,
  primaryKey,
  sqliteTable as table,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';
export { sqliteTable };

/** An id of ours: 128 random bits as base64url, or a natural key. */
export const id = (name: string) => sqliteText(name);
export const text = (name: string) => sqliteText(name);
export const integer = (name: string) => sqliteInteger(name);
export const flag = (name: string) => sqliteInteger(name, { mode: 'boolean' });
/** An instant with milliseconds, kept as UTC. */
export const instant = (name: string) => sqliteInteger(name, { mode: 'timestamp_ms' });
export const json = <T>(name: string) => sqliteText(name, { mode: 'json' }).$type<T>();
/** An instant in whole seconds, for tables of many millions of rows. */
export const instantInSeconds = (name: string) => sqliteInteger(name, { mode: 'timestamp' });
/** Stretches of media time in ms, in as few bytes as they take; see ranges.ts. */
export const ranges = customType<{ data: Ranges; driverData: number | string | Uint8Array }>({
  dataType: () => 'blob',
  toDriver: packRanges,
  fromDriver: unpackRanges,
});
/**
 * A digest: base64url for the program, its bytes on disk. Declared as text, as it was when its letters were
 * kept: bytes stay bytes in a column of text.
 */
export const digest = customType<{ data: string; driverData: Uint8Array }>({
  dataType: () => 'text',
  toDriver: (text) => Buffer.from(text, 'base64url'),
  fromDriver: (bytes) => Buffer.from(bytes).toString('base64url'),
});
