// Hour policies tried out before they are adopted: a job where many people are concerned.
import { POLICY_CHANGES, TRIAL_STATES } from '@xueshi/domain';
import { Type, type Static } from 'typebox';
import { AudienceCategory } from './audience-categories.ts';
import {
  HourPolicyDraft,
  LOOSENINGS,
  POLICY_PROBLEMS,
  policyPlace,
  PrecedenceChange,
} from './hour-policies.ts';
import { OrgUnitRef } from './organisations.ts';
import {
  BinaryFile,
  closed,
  endpoint,
  HalfDays,
  Hundredths,
  Id,
  Instant,
  LocalText,
  nullable,
  oneOf,
  Slug,
  Year,
} from './shared.ts';

/** What adopting a policy would change, by this year’s real figures. */
export const WhatIf = closed({
  asOf: Instant,
  /**
   * Policies of the unit and below it that ask less than what would then apply above them, the draft
   * itself where one above is stricter in a later year; how many people they decide about.
   */
  givingWay: Type.Array(
    closed({
      ...PrecedenceChange.properties,
      isDraft: Type.Boolean(),
      people: Type.Integer(),
      /** In what they ask less. */
      loosenings: Type.Array(closed({ what: oneOf(LOOSENINGS), ...policyPlace })),
    }),
  ),
  /** Such as gave way before and would apply again. */
  applyingAgain: Type.Array(closed({ ...PrecedenceChange.properties, people: Type.Integer() })),
  /** People whose requirement it would decide, and those of them without a category, who owe nothing. */
  people: Type.Integer(),
  withoutCategory: Type.Integer(),
  /** Who owes nothing this year, before or after. */
  exempt: Type.Integer(),
  byCategory: Type.Array(
    closed({
      category: AudienceCategory,
      people: Type.Integer(),
      metBefore: Type.Integer(),
      metAfter: Type.Integer(),
      /** Hours still to be learned by all of them together. */
      missingBefore: Hundredths,
      missingAfter: Hundredths,
    }),
  ),
  /** Who has met the year now and would not any more, and the other way; who is short either way. */
  losing: Type.Integer(),
  gaining: Type.Integer(),
  owingMore: Type.Integer(),
  owingLess: Type.Integer(),
  /** Lectures begun and not completed whose learners would have watched enough. */
  lecturesNearer: Type.Integer(),
  lecturesFarther: Type.Integer(),
  /**
   * Who would be credited, with the next lesson, what of unfinished courses is complete by now, and how
   * much together; and whose unfinished courses would bring nothing more before they are finished.
   */
  unfinished: closed({
    gaining: Type.Integer(),
    hundredths: Hundredths,
    stopped: Type.Integer(),
  }),
  /**
   * Whose unfinished courses, begun this year and finished next, would count otherwise; how much of them
   * would count this year instead of the next, below 0 the other way.
   */
  accruing: closed({ people: Type.Integer(), hundredths: Hundredths }),
  /** Courses that would be worth something else if they were published under it. */
  courses: Type.Array(
    closed({ slug: Slug, title: LocalText, before: Hundredths, after: Hundredths }),
  ),
});
export type WhatIf = Static<typeof WhatIf>;

export const PolicyTrial = closed({
  id: Id,
  createdAt: Instant,
  state: oneOf(TRIAL_STATES),
  peopleDone: Type.Integer(),
  peopleTotal: Type.Integer(),
  fromYear: Year,
  policy: HourPolicyDraft,
  /** null until it is ready. */
  whatIf: nullable(WhatIf),
  /** Proof that this was shown, which adopting asks for; null until it is ready and after two hours. */
  seen: nullable(Type.String()),
});
export type PolicyTrial = Static<typeof PolicyTrial>;

export const PolicyChange = oneOf(POLICY_CHANGES);

export const AffectedPerson = closed({
  id: Id,
  name: Type.String(),
  unitName: Type.String(),
  change: PolicyChange,
  missingBefore: Hundredths,
  missingAfter: Hundredths,
  /** Where days alone are asked for. */
  halfDaysBefore: HalfDays,
  halfDaysAfter: HalfDays,
});
export type AffectedPerson = Static<typeof AffectedPerson>;

const trial = {
  tag: 'hour-policies',
  access: 'unit_admin',
  params: closed({ id: Id, trialId: Id }),
  problems: [400, 401, 403, 404],
} as const;

export const tryHourPolicy = endpoint({
  ...trial,
  params: closed({ id: Id }),
  method: 'POST',
  url: '/api/v1/units/:id/hour-policies/what-if',
  summary: 'Have reckoned what adopting an hour policy would change, by this year’s real figures',
  body: closed({ fromYear: Year, policy: HourPolicyDraft }),
  ok: {
    status: 200,
    schema: closed({
      problems: Type.Array(closed({ problem: oneOf(POLICY_PROBLEMS), ...policyPlace })),
      /** In what it asks less than the policy above; a subtree may only ask more. */
      loosenings: Type.Array(closed({ what: oneOf(LOOSENINGS), ...policyPlace })),
      /** Ready at once where few people are concerned; null where it cannot be adopted. */
      trial: nullable(PolicyTrial),
    }),
  },
  problems: [400, 401, 403, 404, 409, 503],
});

export const readPolicyTrial = endpoint({
  ...trial,
  method: 'GET',
  url: '/api/v1/units/:id/hour-policies/trials/:trialId',
  summary: 'A policy that the caller tried out, with its progress and what it would change',
  ok: { status: 200, schema: PolicyTrial },
});

export const listAffectedPeople = endpoint({
  ...trial,
  method: 'GET',
  url: '/api/v1/units/:id/hour-policies/trials/:trialId/people',
  summary: 'Everybody whom a policy that was tried out would affect, by name',
  query: closed({
    change: Type.Optional(PolicyChange),
    /** Part of a name, or the beginning of its pinyin or initials. */
    q: Type.Optional(Type.String({ maxLength: 40 })),
    page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
  }),
  ok: {
    status: 200,
    schema: closed({
      unit: OrgUnitRef,
      items: Type.Array(AffectedPerson),
      page: Type.Integer(),
      pageSize: Type.Integer(),
      total: Type.Integer(),
    }),
  },
});

export const fetchAffectedPeople = endpoint({
  ...trial,
  method: 'GET',
  url: '/api/v1/units/:id/hour-policies/trials/:trialId/file',
  summary: 'The same list as a file',
  query: closed({
    change: Type.Optional(PolicyChange),
    format: oneOf(['xlsx', 'csv'] as const),
  }),
  ok: { status: 200, schema: BinaryFile },
});
