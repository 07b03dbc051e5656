// The column vocabulary: every table is written once against these words. A second dialect is a
// second file with the same exports (DESIGN.md decision 10).
import { integer as sqliteInteger, sqliteTable, text as sqliteText } from 'drizzle-orm/sqlite-core';

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
