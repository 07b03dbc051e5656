import {
  flag,
  id,
  index,
  instant,
  integer,
  json,
  table,
  text,
  uniqueIndex,
} from '../dialect.sqlite.ts';
import { people } from './people.ts';

/** What happened that concerns a person, told once; the sentence is made when it is shown. */
export const notices = table(
  'notices',
  {
    id: id('id').primaryKey(),
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    kind: text('kind').notNull(),
    /** The same occasion is told once. */
    occasion: text('occasion').notNull(),
    params: json<Record<string, string | number | undefined>>('params').notNull(),
    /** Where in the product it is about. */
    link: text('link'),
    createdAt: instant('created_at').notNull(),
    readAt: instant('read_at'),
    /** The deliveries it went into (notice-delivery.ts); null while it waits for one. */
    mailedIn: id('mailed_in'),
    postedIn: id('posted_in'),
  },
  (t) => [
    uniqueIndex('notices_occasion').on(t.personId, t.kind, t.occasion),
    index('notices_newest').on(t.personId, t.readAt, t.createdAt),
  ],
);

/** When a person means to study, and how they want to be reminded. */
export const studyPlans = table(
  'study_plans',
  {
    personId: id('person_id')
      .primaryKey()
      .references(() => people.id, { onDelete: 'restrict' }),
    /** 1 Monday … 7 Sunday. */
    studyDays: json<number[]>('study_days').notNull(),
    /** HH:MM in the zone of training days. */
    studyTime: text('study_time').notNull(),
    studyMinutes: integer('study_minutes').notNull(),
    /** Whether to be reminded on `remindOn` while hours are missing. */
    reminds: flag('reminds').notNull(),
    remindOn: integer('remind_on').notNull(),
    /** The training day of the last reminder. */
    remindedOn: text('reminded_on'),
  },
  (t) => [index('study_plans_reminders').on(t.reminds, t.remindOn, t.personId)],
);

/** Where a person wants mail, once they have shown that it is theirs. */
export const mailAddresses = table('mail_addresses', {
  personId: id('person_id')
    .primaryKey()
    .references(() => people.id, { onDelete: 'restrict' }),
  address: text('address').notNull(),
  confirmedAt: instant('confirmed_at'),
  /** Of the code that was sent there; null once it was used. */
  codeHash: text('code_hash'),
  codeSentAt: instant('code_sent_at').notNull(),
  codeTries: integer('code_tries').notNull(),
});
