import { schema } from '@xueshi/database';
import { eq } from 'drizzle-orm';
import { ownPart, type OwnDataPart } from '../../platform/own-data.ts';

const { programmeExceptions, programmeMembers, programmeReportNames, programmes } = schema;

const memberColumns = {
  programme: programmes.title,
  state: programmeMembers.state,
  joinedAt: programmeMembers.joinedAt,
  leftAt: programmeMembers.leftAt,
  completedAt: programmeMembers.completedAt,
  requiredDone: programmeMembers.requiredDone,
  electiveDone: programmeMembers.electiveDone,
  electiveHundredths: programmeMembers.electiveHundredths,
  extendedTo: programmeMembers.extendedTo,
  remindedOn: programmeMembers.remindedOn,
};
const exceptionColumns = {
  programme: programmes.title,
  kind: programmeExceptions.kind,
  until: programmeExceptions.until,
  reason: programmeExceptions.reason,
  approvedAt: programmeExceptions.approvedAt,
};

const reportColumns = {
  programme: programmes.title,
  name: programmeReportNames.name,
  unit: programmeReportNames.unitName,
  state: programmeReportNames.state,
  facts: programmeReportNames.facts,
};

export const ownProgrammes: readonly OwnDataPart[] = [
  ownPart('programmes', memberColumns, (db, personId, { limit, offset }) =>
    db
      .select(memberColumns)
      .from(programmeMembers)
      .innerJoin(programmes, eq(programmes.id, programmeMembers.programmeId))
      .where(eq(programmeMembers.personId, personId))
      .orderBy(programmeMembers.joinedAt, programmes.id)
      .limit(limit)
      .offset(offset),
  ),
  ownPart('programme-exceptions', exceptionColumns, (db, personId, { limit, offset }) =>
    db
      .select(exceptionColumns)
      .from(programmeExceptions)
      .innerJoin(programmes, eq(programmes.id, programmeExceptions.programmeId))
      .where(eq(programmeExceptions.personId, personId))
      .orderBy(programmeExceptions.approvedAt, programmeExceptions.id)
      .limit(limit)
      .offset(offset),
  ),
  ownPart('programme-reports', reportColumns, (db, personId, { limit, offset }) =>
    db
      .select(reportColumns)
      .from(programmeReportNames)
      .innerJoin(programmes, eq(programmes.id, programmeReportNames.programmeId))
      .where(eq(programmeReportNames.personId, personId))
      .orderBy(programmeReportNames.programmeId)
      .limit(limit)
      .offset(offset),
  ),
];
