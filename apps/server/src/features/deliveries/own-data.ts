import { schema } from '@xueshi/database';
import { eq } from 'drizzle-orm';
import { ownPart, type OwnDataPart } from '../../platform/own-data.ts';

const { mailPreferences, noticeDeliveries } = schema;

const choice = {
  rhythm: mailPreferences.rhythm,
  language: mailPreferences.language,
  changedAt: mailPreferences.changedAt,
};
const deliveries = {
  channel: noticeDeliveries.channel,
  day: noticeDeliveries.day,
  notices: noticeDeliveries.notices,
  state: noticeDeliveries.state,
  attempts: noticeDeliveries.attempts,
  error: noticeDeliveries.error,
  createdAt: noticeDeliveries.createdAt,
  settledAt: noticeDeliveries.settledAt,
};

export const ownDeliveries: readonly OwnDataPart[] = [
  ownPart('mail-choice', choice, (db, personId, { limit, offset }) =>
    db
      .select(choice)
      .from(mailPreferences)
      .where(eq(mailPreferences.personId, personId))
      .limit(limit)
      .offset(offset),
  ),
  ownPart('notice-deliveries', deliveries, (db, personId, { limit, offset }) =>
    db
      .select(deliveries)
      .from(noticeDeliveries)
      .where(eq(noticeDeliveries.personId, personId))
      .orderBy(noticeDeliveries.day, noticeDeliveries.channel)
      .limit(limit)
      .offset(offset),
  ),
];
