import { schema } from '@xueshi/database';
import { eq } from 'drizzle-orm';
import { ownPart, type OwnDataPart } from '../../platform/own-data.ts';

const { mailAddresses, studyPlans } = schema;

const timesColumns = {
  studyDays: studyPlans.studyDays,
  studyTime: studyPlans.studyTime,
  studyMinutes: studyPlans.studyMinutes,
  reminds: studyPlans.reminds,
  remindOn: studyPlans.remindOn,
  remindedOn: studyPlans.remindedOn,
};
const mailColumns = { address: mailAddresses.address, confirmedAt: mailAddresses.confirmedAt };

export const ownPlanning: readonly OwnDataPart[] = [
  ownPart('study-times', timesColumns, (db, personId, { limit, offset }) =>
    db
      .select(timesColumns)
      .from(studyPlans)
      .where(eq(studyPlans.personId, personId))
      .limit(limit)
      .offset(offset),
  ),
  ownPart('mail-address', mailColumns, (db, personId, { limit, offset }) =>
    db
      .select(mailColumns)
      .from(mailAddresses)
      .where(eq(mailAddresses.personId, personId))
      .limit(limit)
      .offset(offset),
  ),
];
