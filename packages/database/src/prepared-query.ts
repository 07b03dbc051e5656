import type { Reader } from './connection.ts';

/**
 * A query that is built once for each reader and run with new values: for what is asked with every
 * page. `prepare` ends in `.prepare()` and marks its values with `sql.placeholder('name')`.
 */
export function preparedQuery<Query>(prepare: (db: Reader) => Query): (db: Reader) => Query {
  const ready = new WeakMap<Reader, Query>();
  return (db) => {
    const known = ready.get(db);
    if (known) return known;
    const made = prepare(db);
    ready.set(db, made);
    return made;
  };
}
