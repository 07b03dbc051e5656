// Ready statements on their way to the thread that commits them. As text: copying hundreds of values from thread to
// thread one by one takes the sender two to three times as long, most of it for the bytes among them.
import type { InStatement } from '@libsql/client';
import { partsOf, type Bound } from './native-connection.ts';

/** What JSON has no form for is an object. */
type Written = string | number | null | { readonly bytes: string } | { readonly integer: string };

function written(value: Bound): Written {
  if (typeof value === 'bigint') return { integer: String(value) };
  if (Buffer.isBuffer(value)) return { bytes: value.toString('base64') };
  return value;
}

function read(value: Written): Bound {
  if (value === null || typeof value !== 'object') return value;
  return 'bytes' in value ? Buffer.from(value.bytes, 'base64') : BigInt(value.integer);
}

/**
 * Statements with their values, bound by place, as one text. Throws as binding them would: `RangeError` for a figure
 * that is not finite, `TypeError` for values bound by name or of a kind that cannot be stored.
 */
export function textOfStatements(statements: readonly InStatement[]): string {
  return JSON.stringify(
    statements.map((statement) => {
      const { sql, args } = partsOf(statement);
      return [sql, args.map(written)];
    }),
  );
}

/** What `textOfStatements` wrote. */
export function readStatements(text: string): InStatement[] {
  const parts = JSON.parse(text) as [string, Written[]][];
  return parts.map(([sql, args]) => ({ sql, args: args.map(read) }));
}
