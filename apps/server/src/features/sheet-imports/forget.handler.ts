// What an import kept so that it could be taken back goes when it no longer can be: the file, and what
// people and units were before. The import itself stays, with its figures.
import { schema } from '@xueshi/database';
import { and, inArray, isNull, lt, notInArray, or } from 'drizzle-orm';
import { setImmediate as othersTurn } from 'node:timers/promises';
import type { JobHandler } from '../../platform/jobs.ts';
import { forgetFile, importsWithFile } from './import-file.ts';
import { forgetStaged } from './store.ts';
import { UNDOABLE_MS } from './undoable.ts';

const { rosterImportRows, rosterImports } = schema;

/** Rows of one transaction: some 20 ms. */
const CHUNK = 1_000;
const AT_WORK = ['checking', 'applying', 'undoing'];

export const forgetImportsHandler: JobHandler = async (platform, _payload, { signal }) => {
  const { db, write, clock } = platform;
  const before = new Date(clock.now().getTime() - UNDOABLE_MS);
  const withRows = db.selectDistinct({ id: rosterImportRows.importId }).from(rosterImportRows);
  const withFile = await importsWithFile(platform);
  const old = await db
    .select({ id: rosterImports.id })
    .from(rosterImports)
    .where(
      and(
        or(inArray(rosterImports.id, withRows), inArray(rosterImports.id, withFile)),
        lt(rosterImports.createdAt, before),
        or(isNull(rosterImports.appliedAt), lt(rosterImports.appliedAt, before)),
        notInArray(rosterImports.state, AT_WORK),
      ),
    );
  for (const { id } of old) {
    await forgetFile(platform, id);
    while (await write((tx) => forgetStaged(tx, id, CHUNK))) {
      signal.throwIfAborted();
      await othersTurn();
    }
  }
};
