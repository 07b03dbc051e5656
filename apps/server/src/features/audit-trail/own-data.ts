import { schema } from '@xueshi/database';
import { asc, eq } from 'drizzle-orm';
import { ownPart, type OwnDataPart } from '../../platform/own-data.ts';

const { auditExports } = schema;

const columns = {
  at: auditExports.createdAt,
  filter: auditExports.filter,
  format: auditExports.format,
  rows: auditExports.rowsWritten,
};

/** The files of the trail that somebody had made. */
export const ownAuditExports: readonly OwnDataPart[] = [
  ownPart('audit-exports', columns, (db, personId, { limit, offset }) =>
    db
      .select(columns)
      .from(auditExports)
      .where(eq(auditExports.createdBy, personId))
      .orderBy(asc(auditExports.createdAt), asc(auditExports.id))
      .limit(limit)
      .offset(offset),
  ),
];
