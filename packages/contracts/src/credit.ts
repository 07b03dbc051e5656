import { ADJUSTMENT_KINDS } from '@xueshi/domain';
import { Type, type Static } from 'typebox';
import { AudienceCategory } from './audience-categories.ts';
import { AssignedProgramme } from './assigned-programmes.ts';
import { CourseCard, ValueExplanation } from './catalogue.ts';
import { ChosenFor } from './chosen-for.ts';
import { NamedKeyGroup } from './key-groups.ts';
import { Notice } from './notices.ts';
import { OwnFlag } from './flags.ts';
import {
  Area,
  closed,
  Day,
  endpoint,
  HalfDays,
  Hundredths,
  Id,
  Instant,
  LocalText,
  nullable,
  oneOf,
  Slug,
  text,
  Year,
} from './shared.ts';

export const Modes = [
  'online',
  'in_person',
  'group_viewing',
  'teaching',
  'broadcast',
  'external',
] as const;
export const Intensities = ['concentrated', 'regular'] as const;

const AskedCourses = closed({
  /** How many of the courses are to be completed, and how many are. */
  atLeast: Type.Integer(),
  done: Type.Integer(),
  items: Type.Array(
    closed({
      slug: Slug,
      title: LocalText,
      /** The year of the completion that counts, of the course or one with the same content; null: missing. */
      completedIn: nullable(Year),
      /** Whether it may be begun; not once it was withdrawn. */
      isOpen: Type.Boolean(),
    }),
  ),
});

export const ClauseResult = closed({
  id: Type.String(),
  title: LocalText,
  hundredths: Hundredths,
  halfDays: HalfDays,
  targetHundredths: nullable(Hundredths),
  targetHalfDays: nullable(HalfDays),
  /** The targets before months out of service and adjustments; the same where all is owed. */
  fullHundredths: nullable(Hundredths),
  fullHalfDays: nullable(HalfDays),
  missingHundredths: Hundredths,
  missingHalfDays: HalfDays,
  met: Type.Boolean(),
  /** Which of the two measures is nearer to being met. */
  nearer: oneOf(['hours', 'days'] as const),
  /** Hours that a cap, the share of online study or the weight of electives leaves out. */
  overCapHundredths: Hundredths,
  /** Where certain courses are asked for: hours are then what those are worth. */
  courses: Type.Optional(AskedCourses),
});

export const RequirementResult = closed({
  policyCode: Type.String(),
  policyVersion: Type.String(),
  title: LocalText,
  basis: closed({
    title: Type.String(),
    number: nullable(Type.String()),
    date: nullable(Type.String()),
  }),
  /** The unit where the policy was adopted; the nearest one above the person applies. */
  scopeUnitName: Type.String(),
  category: AudienceCategory,
  met: Type.Boolean(),
  /** Hours of online study that the limit of a day leaves out in the year. */
  overDayHundredths: Hundredths,
  /** Elective hours above the year before's requirement that count in this one. */
  carriedHundredths: Hundredths,
  clauses: Type.Array(ClauseResult),
});
export type RequirementResult = Static<typeof RequirementResult>;

/** What was approved for one person: exempt, reduced or pro rata (DOMAIN H3). */
export const AdjustmentFacts = closed({
  kind: oneOf(ADJUSTMENT_KINDS),
  fromYear: Year,
  toYear: Year,
  percent: nullable(Type.Integer()),
  months: nullable(Type.Integer()),
  reason: Type.String(),
  document: Type.String(),
});
export type AdjustmentFacts = Static<typeof AdjustmentFacts>;

/** Why less than the whole requirement is owed. */
export const Owing = closed({
  exempt: Type.Boolean(),
  monthsOwed: Type.Integer(),
  adjustment: nullable(AdjustmentFacts),
});
export type Owing = Static<typeof Owing>;

export const CreditEntryView = closed({
  id: Id,
  sequence: Type.Integer(),
  kind: oneOf(['credit', 'reversal', 'adjustment'] as const),
  title: LocalText,
  courseSlug: nullable(Slug),
  hundredths: Hundredths,
  halfDays: HalfDays,
  mode: oneOf(Modes),
  intensity: oneOf(Intensities),
  area: nullable(Area),
  earnedAt: Instant,
  postedAt: Instant,
  orgUnitName: Type.String(),
  reversed: Type.Boolean(),
  /** Given again by an entry of its own: in full after a reversal by mistake, or smaller. */
  reinstated: Type.Boolean(),
  /** What counts in its place, where that is less; null otherwise. */
  reducedTo: nullable(closed({ hundredths: Hundredths, halfDays: HalfDays })),
  reason: nullable(Type.String()),
  /** Given afterwards, since a fault withheld it: the document it rests on; null for other entries. */
  supplement: nullable(closed({ document: Type.String() })),
  /** Part of it was studied without a link and could not be verified. */
  studiedOffline: Type.Boolean(),
  /** Credits a part of a course: for lessons before it was finished, or for the year before. */
  part: nullable(oneOf(['lesson', 'new-year'] as const)),
  /** The year before, whose share is in it since that year was closed. */
  closedYear: nullable(Year),
  why: closed({
    value: nullable(ValueExplanation),
    policyVersion: Type.String(),
    /** What was completed, with the figures that prove it. */
    evidence: Type.Array(
      closed({
        lesson: LocalText,
        kind: Type.String(),
        completedAt: nullable(Instant),
        watchedMs: nullable(Type.Integer()),
        durationMs: nullable(Type.Integer()),
        percent: nullable(Type.Integer()),
        /** What of it was watched without a link, not verified. */
        offlineMs: Type.Optional(Type.Integer()),
        /** How long courseware was open, by the server's clock; left out for other kinds. */
        openMs: Type.Optional(Type.Integer()),
      }),
    ),
    hash: Type.String(),
  }),
});
export type CreditEntryView = Static<typeof CreditEntryView>;

export const PersonSummary = closed({
  id: Id,
  name: Type.String(),
  loginName: nullable(Type.String()),
  post: nullable(Type.String()),
  unitName: nullable(Type.String()),
  category: nullable(AudienceCategory),
});

export const LearningRecord = closed({
  person: PersonSummary,
  year: Year,
  years: Type.Array(Year),
  asOf: Instant,
  /** The day on which the year is closed where the person is: until then it is corrected. null: none is set. */
  closesOn: nullable(Day),
  requirement: nullable(RequirementResult),
  /** null where no requirement applies. */
  owing: nullable(Owing),
  totals: closed({ hundredths: Hundredths, halfDays: HalfDays }),
  entries: Type.Array(CreditEntryView),
});
export type LearningRecord = Static<typeof LearningRecord>;

/** A course to learn next of one's own accord, and why just that; each reason is null where it is none. */
export const Suggestion = closed({
  course: CourseCard,
  /** An assigned programme that still asks for elective courses and offers it. */
  programme: nullable(closed({ id: Id, title: Type.String() })),
  /** A demand of the requirement that it counts for, and what is missing of that. */
  clause: nullable(closed({ title: LocalText, missingHundredths: Hundredths })),
  /** A key group that the caller holds and that it is meant for. */
  keyGroup: nullable(NamedKeyGroup),
  /** The unit that chose it this year for people of the caller's category, key group, level or rank. */
  chosenFor: nullable(ChosenFor),
});
export type Suggestion = Static<typeof Suggestion>;

export const Home = closed({
  year: Year,
  asOf: Instant,
  daysLeft: Type.Integer(),
  requirement: nullable(RequirementResult),
  /** null where no requirement applies. */
  owing: nullable(Owing),
  totals: closed({ hundredths: Hundredths, halfDays: HalfDays }),
  /** Credit hours a week, in hundredths, that still reach the nearest clause by 31 December. */
  paceHundredthsPerWeek: nullable(Hundredths),
  continueWith: Type.Array(
    closed({
      course: CourseCard,
      nextLessonKey: nullable(Slug),
      nextLessonTitle: nullable(LocalText),
    }),
  ),
  suggestions: Type.Array(Suggestion),
  /** Programmes assigned to the caller that are neither done nor over, by their last day. */
  assigned: Type.Array(AssignedProgramme),
  /** The caller’s questions with answers that the caller has not seen. */
  unreadQuestions: Type.Integer({ minimum: 0 }),
  /** What waits for the caller as one who answers for others; zeros for learners. */
  waiting: closed({
    /** Complaints and suggestions given to the caller that are not finished, and how many of them are overdue. */
    complaints: Type.Integer({ minimum: 0 }),
    overdue: Type.Integer({ minimum: 0 }),
    /** Corrections of hours that wait for a second person. */
    corrections: Type.Integer({ minimum: 0 }),
    /** Adjustments of requirements that wait for a second person. */
    adjustments: Type.Integer({ minimum: 0 }),
  }),
  /** Unread ones, newest first; the newest few. */
  notices: Type.Array(Notice),
  /** What administrators ask or have decided about one’s learning. */
  flags: Type.Array(OwnFlag),
  recent: Type.Array(
    closed({
      id: Id,
      kind: oneOf(['credit', 'reversal', 'adjustment'] as const),
      title: LocalText,
      hundredths: Hundredths,
      halfDays: HalfDays,
      earnedAt: Instant,
      studiedOffline: Type.Boolean(),
      /** Why it was corrected; null for credits. */
      reason: nullable(Type.String()),
    }),
  ),
});
export type Home = Static<typeof Home>;

export const readHome = endpoint({
  method: 'GET',
  url: '/api/v1/me/home',
  summary: 'Hours had, hours needed, by when, and what next',
  tag: 'credit',
  access: 'signed_in',
  ok: { status: 200, schema: Home },
  problems: [401],
});

export const readOwnRecord = endpoint({
  method: 'GET',
  url: '/api/v1/me/record',
  summary: 'One’s own learning record of a year',
  tag: 'credit',
  access: 'signed_in',
  query: closed({ year: Type.Optional(Year) }),
  ok: { status: 200, schema: LearningRecord },
  problems: [400, 401],
});

const correction = {
  tag: 'reports',
  access: 'training_officer',
  params: closed({ id: Id, entryId: Id }),
  body: closed({ reason: text(300, 4) }),
  ok: { status: 204, schema: Type.Null() },
  problems: [400, 401, 403, 404, 409],
} as const;

export const reverseCredit = endpoint({
  ...correction,
  method: 'POST',
  url: '/api/v1/people/:id/credit-entries/:entryId/reversal',
  summary:
    'Take a credit of a person in the caller’s subtree back, with a reason that the person sees',
});

export const reduceCredit = endpoint({
  ...correction,
  method: 'POST',
  url: '/api/v1/people/:id/credit-entries/:entryId/reduction',
  summary: 'Let a credit count for less: taken back and given again smaller, with a reason',
  body: closed({
    hundredths: Type.Integer({ minimum: 0 }),
    halfDays: Type.Integer({ minimum: 0 }),
    reason: text(300, 4),
  }),
});

export const reinstateCredit = endpoint({
  ...correction,
  method: 'POST',
  url: '/api/v1/people/:id/credit-entries/:entryId/reinstatement',
  summary:
    'Give a credit again that was taken back by mistake; by somebody else than who took it back',
});

export const readPersonRecord = endpoint({
  method: 'GET',
  url: '/api/v1/people/:id/record',
  summary: 'The learning record of a person in the caller’s subtree',
  tag: 'reports',
  access: 'unit_reader',
  params: closed({ id: Id }),
  query: closed({ year: Type.Optional(Year) }),
  ok: { status: 200, schema: LearningRecord },
  problems: [400, 401, 404],
});
