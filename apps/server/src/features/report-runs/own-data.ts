import { schema } from '@xueshi/database';
import { asc, eq } from 'drizzle-orm';
import { ownPart, type OwnDataPart } from '../../platform/own-data.ts';

const { reportSubscriptions, savedReports } = schema;

const columns = { name: savedReports.name, since: reportSubscriptions.since };

export const ownReports: readonly OwnDataPart[] = [
  ownPart('monthly-reports', columns, (db, personId, { limit, offset }) =>
    db
      .select(columns)
      .from(reportSubscriptions)
      .innerJoin(savedReports, eq(savedReports.id, reportSubscriptions.savedId))
      .where(eq(reportSubscriptions.personId, personId))
      .orderBy(asc(reportSubscriptions.since), asc(reportSubscriptions.savedId))
      .limit(limit)
      .offset(offset),
  ),
];
