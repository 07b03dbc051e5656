import { id, index, instant, integer, json, primaryKey, table, text } from '../dialect.sqlite.ts';
import { orgUnits } from './organisations.ts';
import { people } from './people.ts';

/** An hour policy tried out at a unit: what adopting it would change; forgotten after a week. */
export const policyTrials = table(
  'policy_trials',
  {
    id: id('id').primaryKey(),
    orgUnitId: id('org_unit_id')
      .notNull()
      .references(() => orgUnits.id, { onDelete: 'restrict' }),
    createdBy: id('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
    fromYear: integer('from_year').notNull(),
    /** The policy as it was written, under no version yet. */
    draft: json<unknown>('draft').notNull(),
    /** waiting → running → ready; or failed. */
    state: text('state').notNull(),
    peopleDone: integer('people_done').notNull().default(0),
    peopleTotal: integer('people_total').notNull().default(0),
    /** The figures; null until it is ready. */
    result: json<unknown>('result'),
    readyAt: instant('ready_at'),
  },
  (t) => [index('policy_trials_creator').on(t.createdBy, t.state)],
);

/** Whom a policy that was tried out would affect, and how. */
export const policyTrialPeople = table(
  'policy_trial_people',
  {
    trialId: id('trial_id')
      .notNull()
      .references(() => policyTrials.id, { onDelete: 'cascade' }),
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    namePinyin: text('name_pinyin').notNull(),
    /** Where the person worked then. */
    unitId: id('unit_id').notNull(),
    /** 'losing', 'gaining', 'more', 'less'. */
    change: text('change').notNull(),
    /** Hundredths still missing, now and with the policy. */
    missingBefore: integer('missing_before').notNull(),
    missingAfter: integer('missing_after').notNull(),
    /** Half-days still missing where days alone are asked for. */
    halfDaysBefore: integer('half_days_before').notNull(),
    halfDaysAfter: integer('half_days_after').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.trialId, t.personId] }),
    index('policy_trial_people_change').on(t.trialId, t.change, t.namePinyin, t.personId),
    index('policy_trial_people_name').on(t.trialId, t.namePinyin, t.personId),
  ],
);
