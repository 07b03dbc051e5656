import type { Client } from '@libsql/client';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = join(dirname(fileURLToPath(import.meta.url)), 'migrations', 'sqlite');

export interface Migration {
  readonly name: string;
  readonly sha256: string;
  readonly statements: readonly string[];
}

export type MigrationOutcome =
  | {
      readonly kind: 'migrated';
      readonly applied: readonly string[];
      readonly backup: string | null;
    }
  | { readonly kind: 'newer-database'; readonly unknown: string }
  | { readonly kind: 'changed-migration'; readonly name: string };

/** The migrations of this version, in order, each with the SHA-256 of its text. */
export function readMigrations(from = folder): Migration[] {
  return readdirSync(from)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => {
      const sql = readFileSync(join(from, name), 'utf8');
      return {
        name,
        sha256: createHash('sha256').update(sql).digest('hex'),
        statements: sql
          .split('--> statement-breakpoint')
          .map((part) => part.trim())
          .filter(Boolean),
      };
    });
}

async function appliedMigrations(client: Client): Promise<Map<string, string>> {
  await client.execute(
    'CREATE TABLE IF NOT EXISTS schema_migrations (name TEXT PRIMARY KEY, sha256 TEXT NOT NULL, applied_at INTEGER NOT NULL)',
  );
  const rows = await client.execute('SELECT name, sha256 FROM schema_migrations ORDER BY name');
  return new Map(rows.rows.map((row) => [String(row['name']), String(row['sha256'])]));
}

/**
 * Brings the file to this version's schema. A file with data is copied to `backups` first
 * (VACUUM INTO: a whole, consistent copy). Each migration is one transaction, so a kill leaves it
 * done or not begun. A database of a newer version and a migration whose text has changed since it
 * was applied are refused untouched.
 */
export async function migrate(
  client: Client,
  options: { backups: string; now: Date; migrations?: readonly Migration[] },
): Promise<MigrationOutcome> {
  const migrations = options.migrations ?? readMigrations();
  const applied = await appliedMigrations(client);
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const [name, sha256] of applied) {
    const migration = known.get(name);
    if (!migration) return { kind: 'newer-database', unknown: name };
    if (migration.sha256 !== sha256) return { kind: 'changed-migration', name };
  }
  const pending = migrations.filter((migration) => !applied.has(migration.name));
  const backup =
    pending.length > 0 && applied.size > 0
      ? await backUp(client, options.backups, options.now)
      : null;
  for (const migration of pending) {
    await client.batch(
      [
        ...migration.statements,
        {
          sql: 'INSERT INTO schema_migrations (name, sha256, applied_at) VALUES (?, ?, ?)',
          args: [migration.name, migration.sha256, options.now.getTime()],
        },
      ],
      'write',
    );
  }
  return { kind: 'migrated', applied: pending.map((migration) => migration.name), backup };
}

/** Writes a whole copy of the live database into `folder` and returns its path. */
export async function backUp(client: Client, backups: string, now: Date): Promise<string> {
  await mkdir(backups, { recursive: true });
  const stamp = now.toISOString().replaceAll(':', '-');
  let file = join(backups, `xueshi-${stamp}.db`);
  for (let turn = 2; existsSync(file); turn += 1)
    file = join(backups, `xueshi-${stamp}-${turn}.db`);
  await client.execute({ sql: 'VACUUM INTO ?', args: [file] });
  return file;
}
