import type { Client, InValue } from '@libsql/client';
import { isUtf8 } from 'node:buffer';
import { stat } from 'node:fs/promises';
import { databaseTrouble } from './database-error.ts';

/** Up to this size the whole file is read at the start, bytes. */
const WHOLE_BYTES = 256 * 1024 * 1024;

/** Whether the database file is small enough, up to 256 MiB, to be read as a whole while a start is waited for. */
export const isReadAtStart = async (file: string): Promise<boolean> =>
  (await stat(file)).size <= WHOLE_BYTES;

/** Of a larger file: what every request and every credit rests on, and what is small beside the evidence. */
const FIRST_TABLES = [
  'schema_migrations',
  'accounts',
  'people',
  'org_units',
  'role_grants',
  'ledger_heads',
  'audit_head',
];

/**
 * Looks for pages that were damaged on the disk (SQLite's quick_check: every page is read and is what it says it
 * is; whether contents are as they were written is for `xueshi check`). Gives what was found, or null. Above 256 MiB
 * only the tables that everything rests on are read, so that a start takes seconds and not minutes.
 */
export async function findDamage(client: Client, file: string): Promise<string | null> {
  try {
    const checks = (await isReadAtStart(file))
      ? ['PRAGMA quick_check(1)']
      : (await tablesThere(client)).map((table) => `PRAGMA quick_check('${table}')`);
    for (const check of checks) {
      const [row] = (await client.execute(check)).rows;
      const said = String(row?.[0]);
      if (said !== 'ok') return said;
    }
    return null;
  } catch (error) {
    if (databaseTrouble(error) === 'damaged')
      return error instanceof Error ? error.message : 'malformed';
    throw error;
  }
}

async function tablesThere(client: Client): Promise<string[]> {
  const { rows } = await client.execute(`SELECT name FROM sqlite_schema WHERE type = 'table'`);
  const there = new Set(rows.map((row) => String(row[0])));
  return FIRST_TABLES.filter((table) => there.has(table));
}

/** Rows read at once while texts are looked through. */
const AT_ONCE = 2_000;
/** Enough to say what happened. */
const MOST_NAMED = 20;

interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  /** By what its rows are ordered. */
  readonly keys: readonly string[];
}

/**
 * Texts whose bytes are no UTF-8 any more, as `table.column`; twenty at most. The driver ends the whole process when
 * it is to read one, so this comes before anything else is read.
 */
export async function findBrokenText(client: Client): Promise<string[]> {
  const broken: string[] = [];
  for (const table of await readTables(client))
    for await (const column of brokenColumns(client, table)) {
      broken.push(`${table.name}.${column}`);
      if (broken.length === MOST_NAMED) return broken;
    }
  return broken;
}

async function readTables(client: Client): Promise<Table[]> {
  const { rows } = await client.execute(
    `SELECT t.name, c.name, c.pk, t.sql LIKE '%WITHOUT ROWID%' FROM sqlite_schema t, pragma_table_info(t.name) c
      WHERE t.type = 'table' AND t.sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY t.name, c.pk`,
  );
  const tables = new Map<string, { columns: string[]; keys: string[] }>();
  for (const row of rows) {
    const [name, column, isKey, hasKeys] = [
      String(row[0]),
      String(row[1]),
      row[2] !== 0,
      row[3] === 1,
    ];
    const table = tables.get(name) ?? { columns: [], keys: hasKeys ? [] : ['rowid'] };
    table.columns.push(column);
    if (hasKeys && isKey) table.keys.push(column);
    tables.set(name, table);
  }
  return [...tables].map(([name, table]) => ({ name, ...table }));
}

/** Any character that is not ASCII, up to a text's end or first NUL. */
const NOT_ASCII = "'*[^' || char(1) || '-' || char(127) || ']*'";

/** Everything but plain ASCII without NUL: most texts of a large file, and never broken. */
const mayBeBroken = (column: string) =>
  `(typeof("${column}") = 'text' AND ("${column}" GLOB ${NOT_ASCII} OR length("${column}") <> length(CAST("${column}" AS BLOB))))`;

/** Texts are read as bytes, and everything that is none is left where it is. */
async function* brokenColumns(client: Client, { name, columns, keys }: Table) {
  const order = keys.map((key) => `"${key}"`).join(', ');
  const keyParts = keys.flatMap((key) => [
    `typeof("${key}")`,
    `CASE typeof("${key}") WHEN 'text' THEN CAST("${key}" AS BLOB) ELSE "${key}" END`,
  ]);
  const texts = columns.map(
    (one) => `CASE WHEN ${mayBeBroken(one)} THEN CAST("${one}" AS BLOB) END`,
  );
  const suspects = columns.map(mayBeBroken).join(' OR ');
  for (let after: InValue[] = []; ;) {
    const from = after.length > 0 ? `(${order}) > (${after.map(() => '?').join(', ')}) AND` : '';
    const { rows } = await client.execute({
      sql: `SELECT ${[...keyParts, ...texts].join(', ')} FROM "${name}" WHERE ${from} (${suspects}) ORDER BY ${order} LIMIT ${AT_ONCE}`,
      args: after,
    });
    for (const row of rows)
      for (const [at, column] of columns.entries()) {
        const text = row[keyParts.length + at];
        if (text instanceof ArrayBuffer && !isUtf8(text)) yield column;
      }
    const last = rows.at(-1);
    if (!last || rows.length < AT_ONCE) return;
    after = keys.map((_, at) => {
      const value = last[2 * at + 1] ?? null;
      return last[2 * at] === 'text' && value instanceof ArrayBuffer
        ? Buffer.from(value).toString()
        : value;
    });
  }
}
