import { sql } from 'drizzle-orm';
import type { CompletionRule } from '@xueshi/domain';
import {
  flag,
  id,
  index,
  instant,
  integer,
  json,
  primaryKey,
  table,
  text,
  uniqueIndex,
} from '../dialect.sqlite.ts';
import { courses, type LocalText } from './catalogue.ts';
import { orgUnits } from './organisations.ts';
import { people } from './people.ts';

/** Whom a programme is for, as it is kept: units by their ids, since paths change when units move. */
export interface StoredTarget {
  readonly unitIds: readonly string[];
  readonly categories: readonly string[];
  readonly keyGroups: readonly string[];
  readonly positionLevels: readonly string[];
  readonly ranks: readonly string[];
  readonly personIds: readonly string[];
}

/** What somebody lacked when their programme was closed, and what was granted to them. */
export interface StoredReportFacts {
  readonly dueOn: string;
  readonly isExtended: boolean;
  /** Why they were exempted or given more time; null: neither. */
  readonly reason: string | null;
  readonly missing: {
    readonly courses: readonly {
      readonly slug: string;
      readonly title: LocalText;
      readonly dueOn: string;
      readonly isAvailable: boolean;
    }[];
    readonly electiveCourses: number;
    readonly electiveHundredths: number;
  };
}

/** Assigned training (DOMAIN M1): courses that people of a unit are told to complete by a day. */
export const programmes = table(
  'programmes',
  {
    id: id('id').primaryKey(),
    orgUnitId: id('org_unit_id')
      .notNull()
      .references(() => orgUnits.id, { onDelete: 'restrict' }),
    title: text('title').notNull(),
    /** What it is for, in the unit's own words. */
    note: text('note').notNull(),
    /** 'demonstration', 'key_group', 'all_staff' (DOMAIN G11). */
    tier: text('tier').notNull(),
    /** Who answers for it (DOMAIN G14); without one it is not published. */
    responsibleId: id('responsible_id').references(() => people.id, { onDelete: 'restrict' }),
    /** First and last day, YYYY-MM-DD in the zone of training days. */
    startsOn: text('starts_on').notNull(),
    endsOn: text('ends_on').notNull(),
    /** 'draft', 'template', 'published', 'closed'. */
    state: text('state').notNull(),
    /** Counts savings; a change to one that was read before is refused. */
    version: integer('version').notNull(),
    target: json<StoredTarget>('target').notNull(),
    rule: json<CompletionRule>('rule').notNull(),
    /** One of `RECURRENCES` of packages/domain: 'none', 'monthly' … 'yearly'. */
    recurrence: text('recurrence').notNull(),
    copiedFrom: id('copied_from'),
    /** The template of a unit above that it was made of, or that what it was copied from was. */
    takenFrom: id('taken_from'),
    /** The template's version then. */
    takenVersion: integer('taken_version'),
    /** The one whose next run this is; a programme has one next run. */
    nextOf: id('next_of'),
    createdAt: instant('created_at').notNull(),
    createdBy: id('created_by'),
    publishedAt: instant('published_at'),
    publishedBy: id('published_by'),
    closedAt: instant('closed_at'),
    /** The training day on which members were last told of a deadline. */
    remindedOn: text('reminded_on'),
  },
  (t) => [
    index('programmes_unit').on(t.orgUnitId, t.endsOn),
    index('programmes_state').on(t.state, t.endsOn),
    uniqueIndex('programmes_next')
      .on(t.nextOf)
      .where(sql`${t.nextOf} IS NOT NULL`),
    index('programmes_taken')
      .on(t.takenFrom, t.orgUnitId)
      .where(sql`${t.takenFrom} IS NOT NULL`),
  ],
);

/** A template that its unit offers to those below it; the row stays when the offer is withdrawn. */
export const programmeOffers = table('programme_offers', {
  programmeId: id('programme_id')
    .primaryKey()
    .references(() => programmes.id, { onDelete: 'restrict' }),
  /** What it is for, in the unit's own words. */
  purpose: text('purpose').notNull(),
  /** The level of the units that are asked to take it; null: nobody is. */
  askedLevel: text('asked_level'),
  /** By when, YYYY-MM-DD. */
  dueOn: text('due_on'),
  offeredAt: instant('offered_at').notNull(),
  offeredBy: id('offered_by').notNull(),
  withdrawnAt: instant('withdrawn_at'),
  /** The training day on which the units asked were first told of it. */
  toldOn: text('told_on'),
});

/** What courses many people still need, as stored by the job that worked it out for them; made anew at will. */
export const programmeAdvice = table('programme_advice', {
  programmeId: id('programme_id')
    .primaryKey()
    .references(() => programmes.id, { onDelete: 'restrict' }),
  /** A digest of the year and the target that it is about. */
  about: text('about').notNull(),
  result: json<unknown>('result').notNull(),
  madeAt: instant('made_at').notNull(),
});

export const programmeCourses = table(
  'programme_courses',
  {
    programmeId: id('programme_id')
      .notNull()
      .references(() => programmes.id, { onDelete: 'restrict' }),
    courseId: id('course_id')
      .notNull()
      .references(() => courses.id, { onDelete: 'restrict' }),
    position: integer('position').notNull(),
    required: flag('required').notNull(),
    /** YYYY-MM-DD; null: by the end of the programme. */
    dueOn: text('due_on'),
    /** Its value when the programme was saved: what the rule of completion counts. */
    hundredths: integer('hundredths').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.programmeId, t.courseId] }),
    index('programme_courses_course').on(t.courseId, t.programmeId),
  ],
);

/** Who a programme reaches. A row stays when somebody leaves, with all they did. */
export const programmeMembers = table(
  'programme_members',
  {
    programmeId: id('programme_id')
      .notNull()
      .references(() => programmes.id, { onDelete: 'restrict' }),
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    /** 'open', 'completed', 'exempt', 'left': kept in one column so that lists are pages of an index. */
    state: text('state').notNull(),
    /** Pinyin of the name, for lists. */
    sortName: text('sort_name').notNull(),
    joinedAt: instant('joined_at').notNull(),
    leftAt: instant('left_at'),
    completedAt: instant('completed_at'),
    requiredDone: integer('required_done').notNull(),
    electiveDone: integer('elective_done').notNull(),
    electiveHundredths: integer('elective_hundredths').notNull(),
    /** The last day where it was extended, YYYY-MM-DD. */
    extendedTo: text('extended_to'),
    /** The training day of the last reminder. */
    remindedOn: text('reminded_on'),
  },
  (t) => [
    primaryKey({ columns: [t.programmeId, t.personId] }),
    index('programme_members_person').on(t.personId, t.state),
    index('programme_members_list').on(t.programmeId, t.sortName, t.personId),
    index('programme_members_state').on(t.programmeId, t.state, t.sortName, t.personId),
  ],
);

/** People of whom something changed that targets ask about; triggers write it, a job works it off. */
export const staleMembers = table('stale_members', {
  personId: id('person_id').primaryKey(),
  /** Counts changes: one that came while the person was looked at is not lost. */
  mark: integer('mark').notNull(),
});

/** Extensions and exemptions: each with its reason and who granted it; append-only by trigger. */
export const programmeExceptions = table(
  'programme_exceptions',
  {
    id: id('id').primaryKey(),
    programmeId: id('programme_id')
      .notNull()
      .references(() => programmes.id, { onDelete: 'restrict' }),
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    /** 'extension', 'exemption'. */
    kind: text('kind').notNull(),
    until: text('until'),
    reason: text('reason').notNull(),
    approvedBy: id('approved_by').notNull(),
    approvedAt: instant('approved_at').notNull(),
  },
  (t) => [index('programme_exceptions_member').on(t.programmeId, t.personId, t.approvedAt)],
);

/** The figures of a programme as they were when it was closed; append-only by trigger. */
export const programmeReports = table('programme_reports', {
  programmeId: id('programme_id')
    .primaryKey()
    .references(() => programmes.id, { onDelete: 'restrict' }),
  /** JSON, exactly as hashed. */
  figures: text('figures').notNull(),
  /** SHA-256 of the figures, which hold a digest over the members. */
  hash: text('hash').notNull(),
  closedAt: instant('closed_at').notNull(),
  closedBy: id('closed_by').notNull(),
});

/** What a closed programme's report says of each who did not complete it: as it was then; append-only by trigger. */
export const programmeReportNames = table(
  'programme_report_names',
  {
    programmeId: id('programme_id')
      .notNull()
      .references(() => programmes.id, { onDelete: 'restrict' }),
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    sortName: text('sort_name').notNull(),
    name: text('name').notNull(),
    unitName: text('unit_name'),
    /** 'open' or 'exempt'. */
    state: text('state').notNull(),
    facts: json<StoredReportFacts>('facts').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.programmeId, t.personId] }),
    index('programme_report_names_list').on(t.programmeId, t.sortName, t.personId),
    index('programme_report_names_person').on(t.personId),
  ],
);

/** What was found wrong in a closing report since: it stands beside the figures, which stay; append-only by trigger. */
export const programmeReportCorrections = table(
  'programme_report_corrections',
  {
    id: id('id').primaryKey(),
    programmeId: id('programme_id')
      .notNull()
      .references(() => programmes.id, { onDelete: 'restrict' }),
    text: text('text').notNull(),
    writtenBy: id('written_by')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    writtenAt: instant('written_at').notNull(),
  },
  (t) => [index('programme_report_corrections_list').on(t.programmeId, t.writtenAt)],
);
