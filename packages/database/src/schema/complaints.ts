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
import { courses, type LocalText } from './catalogue.ts';
import { people } from './people.ts';

/** The complaints and suggestions box. What was written stands in the messages. */
export const complaints = table(
  'complaints',
  {
    id: id('id').primaryKey(),
    filedBy: id('filed_by')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    /**
     * Whose administrators may see it: the filer's unit when it was filed, or one above it where it is
     * not to reach the nearest ones. '/' without a unit.
     */
    orgPath: text('org_path').notNull(),
    unitName: text('unit_name'),
    /** 'complaint', 'suggestion', 'lecture_fault', 'hours_question'. */
    kind: text('kind').notNull(),
    /** 'open', 'in_work', 'answered', 'closed'. */
    state: text('state').notNull(),
    contact: text('contact'),
    courseId: id('course_id').references(() => courses.id, { onDelete: 'restrict' }),
    lessonKey: text('lesson_key'),
    lessonTitle: json<LocalText>('lesson_title'),
    atMs: integer('at_ms'),
    /** Facts of the device, as the filer saw and sent them. */
    device: text('device'),
    /** Who has to see to it; null where nobody answers for the unit. */
    ownerId: id('owner_id'),
    filedAt: instant('filed_at').notNull(),
    /** Since when the filer waits for an answer; null where they do not. */
    waitingSince: instant('waiting_since'),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [
    index('complaints_filer').on(t.filedBy, t.filedAt),
    index('complaints_waiting').on(t.state, t.filedAt),
    index('complaints_owner').on(t.ownerId),
  ],
);

export const complaintMessages = table(
  'complaint_messages',
  {
    id: id('id').primaryKey(),
    complaintId: id('complaint_id')
      .notNull()
      .references(() => complaints.id, { onDelete: 'restrict' }),
    position: integer('position').notNull(),
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    /** Written by whoever filed it, not by who sees to it. */
    byFiler: flag('by_filer').notNull(),
    text: text('text').notNull(),
    writtenAt: instant('written_at').notNull(),
  },
  (t) => [uniqueIndex('complaint_messages_position').on(t.complaintId, t.position)],
);
