import type { Client, InValue } from '@libsql/client';
import { isUtf8 } from 'node:buffer';
import { stat } from 'node:fs/promises';
import { databaseTrouble } from './database-error.ts';

/** Up to this size the whole file is read at the start, bytes. */
const WHOLE_BYTES = 256 * 1024 * 1024;

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
    const { size } = await stat(file);
    const checks =
      size <= WHOLE_BYTES
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

/** Texts are read as bytes, and everything that is none is left where it is. */
async function* brokenColumns(client: Client, { name, columns, keys }: Table) {
  const order = keys.map((key) => `"${key}"`).join(', ');
  const texts = columns.map(
    (one) => `CASE typeof("${one}") WHEN 'text' THEN CAST("${one}" AS BLOB) END`,
  );
  const others = keys.map((key) => `CASE typeof("${key}") WHEN 'text' THEN NULL ELSE "${key}" END`);
  for (let after: InValue[] = []; ;) {
    const from = after.length > 0 ? `WHERE (${order}) > (${after.map(() => '?').join(', ')})` : '';
    const { rows } = await client.execute({
      sql: `SELECT ${[...others, ...texts].join(', ')} FROM "${name}" ${from} ORDER BY ${order} LIMIT ${AT_ONCE}`,
      args: after,
    });
    for (const row of rows)
      for (const [at, column] of columns.entries()) {
        const text = row[keys.length + at];
        if (text instanceof ArrayBuffer && !isUtf8(text)) yield column;
      }
    const last = rows.at(-1);
    if (!last || rows.length < AT_ONCE) return;
    after = keys.map((key, at) => {
      const text = last[keys.length + columns.indexOf(key)];
      return text instanceof ArrayBuffer ? Buffer.from(text).toString() : (last[at] ?? null);
    });
  }
}
