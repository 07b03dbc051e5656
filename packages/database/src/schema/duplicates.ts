import { id, index, instant, primaryKey, table } from '../dialect.sqlite.ts';
import { people } from './people.ts';

/** Two people with the same name of whom somebody said that they are two; the smaller id first. */
export const distinctPeople = table(
  'distinct_people',
  {
    oneId: id('one_id')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    otherId: id('other_id')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    saidBy: id('said_by').notNull(),
    saidAt: instant('said_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.oneId, t.otherId] }),
    index('distinct_people_other').on(t.otherId),
  ],
);
