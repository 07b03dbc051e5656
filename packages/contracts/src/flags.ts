// Conspicuous patterns in the evidence of watching, what people decide about them, and the appeal
// (TRUST.md §2.8). A flag changes nothing by itself.
import { FLAG_RULES } from '@xueshi/domain';
import { Type, type Static } from 'typebox';
import { OrgUnitRef } from './organisations.ts';
import { closed, endpoint, Id, Instant, LocalText, nullable, oneOf, text } from './shared.ts';

export const FlagRuleName = oneOf(FLAG_RULES);

/**
 * open: nobody has looked yet; asked and answered: the learner's word is asked for; cleared: no
 * concern; upheld; appealed: somebody else looks at it; confirmed and overturned: the appeal's end.
 */
export const FLAG_STATES = [
  'open',
  'asked',
  'answered',
  'cleared',
  'upheld',
  'appealed',
  'confirmed',
  'overturned',
] as const;
export const FlagState = oneOf(FLAG_STATES);

export const FLAG_GROUPS = ['undecided', 'appealed', 'decided'] as const;

/** The numbers that the sentence about a flag says, see FigureName in packages/domain. */
const figure = Type.Optional(Type.Number());
const Figures = closed({
  countedMs: figure,
  stretchMs: figure,
  claimedMs: figure,
  missingMs: figure,
  aheadMs: figure,
  withoutInputMs: figure,
  spreadMs: figure,
  tookMs: figure,
  people: figure,
  reports: figure,
  answers: figure,
  takeovers: figure,
  items: figure,
  conflicts: figure,
  badNonces: figure,
  lectures: figure,
  hiddenPercent: figure,
  sentPercent: figure,
});

export const FlagRow = closed({
  id: Id,
  person: closed({ id: Id, name: Type.String(), unitName: Type.String() }),
  rule: FlagRuleName,
  day: Type.String(),
  figures: Figures,
  /** Titles of the lessons it is about. */
  lessons: Type.Array(LocalText),
  state: FlagState,
  raisedAt: Instant,
});
export type FlagRow = Static<typeof FlagRow>;

export const FlagStep = closed({
  at: Instant,
  step: oneOf([
    'asked',
    'answered',
    'cleared',
    'upheld',
    'appealed',
    'confirmed',
    'overturned',
  ] as const),
  /** Who took it; null where the reader is not told. */
  by: nullable(Type.String()),
  text: nullable(Type.String()),
});
export type FlagStep = Static<typeof FlagStep>;

/** What upholding took back: a course's credit, or the watching of a lesson not credited yet. */
export const FlagEffect = closed({
  kind: oneOf(['reversal', 'discard', 'none'] as const),
  courseTitle: LocalText,
  lessonTitle: nullable(LocalText),
  undone: Type.Boolean(),
});

export const FlagLessonView = closed({
  enrolmentId: Id,
  lessonId: Id,
  courseTitle: LocalText,
  lessonTitle: LocalText,
  /** What upholding would do for this lesson, as things are now. */
  consequence: oneOf(['reversal', 'discard', 'none'] as const),
});

export const FlagDetail = closed({
  ...FlagRow.properties,
  subjects: Type.Array(FlagLessonView),
  evidence: Type.Array(
    closed({
      from: Instant,
      to: Instant,
      lessonTitle: nullable(LocalText),
      sessionId: nullable(Type.String()),
      figures: Figures,
    }),
  ),
  steps: Type.Array(FlagStep),
  effects: Type.Array(FlagEffect),
  /** What the reader may do now. */
  mayDecide: Type.Boolean(),
  mayAsk: Type.Boolean(),
  mayDecideAppeal: Type.Boolean(),
});
export type FlagDetail = Static<typeof FlagDetail>;

/** A flag as the learner is told of it: never one that was settled as no concern. */
export const OwnFlag = closed({
  id: Id,
  rule: FlagRuleName,
  day: Type.String(),
  figures: Figures,
  state: oneOf(['asked', 'answered', 'upheld', 'appealed', 'confirmed', 'overturned'] as const),
  lessons: Type.Array(LocalText),
  steps: Type.Array(FlagStep),
  effects: Type.Array(FlagEffect),
  /** Until when an appeal may be made; null where none may be made any more. */
  appealUntil: nullable(Instant),
  /** Who decides the appeal: the unit's name; empty: the system administrator; null: no appeal, or nobody yet. */
  appealTo: nullable(Type.String()),
});
export type OwnFlag = Static<typeof OwnFlag>;

const reader = { tag: 'flags', access: 'unit_reader' } as const;
const officer = { tag: 'flags', access: 'training_officer' } as const;
const params = closed({ id: Id });
const deed = {
  ...officer,
  method: 'POST',
  params,
  ok: { status: 204, schema: Type.Null() },
  problems: [400, 401, 403, 404, 409],
} as const;

export const listFlags = endpoint({
  ...reader,
  method: 'GET',
  url: '/api/v1/flags',
  summary: 'Conspicuous patterns of the people of the caller’s subtree, newest first',
  query: closed({
    group: Type.Optional(oneOf(FLAG_GROUPS)),
    rule: Type.Optional(FlagRuleName),
    /** Part of a person’s name or of a lesson’s title. */
    query: Type.Optional(text(60, 0)),
    person: Type.Optional(Id),
    /** Only people of this unit and below it; one outside of the caller’s subtrees is not found. */
    unit: Type.Optional(Id),
    page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
  }),
  ok: {
    status: 200,
    schema: closed({
      unit: nullable(OrgUnitRef),
      items: Type.Array(FlagRow),
      total: Type.Integer(),
      page: Type.Integer(),
      pageSize: Type.Integer(),
      /** How many there are in each group, whatever is filtered. */
      counts: closed({
        undecided: Type.Integer(),
        appealed: Type.Integer(),
        decided: Type.Integer(),
      }),
    }),
  },
  problems: [400, 401, 403, 404],
});

export const readFlag = endpoint({
  ...reader,
  method: 'GET',
  url: '/api/v1/flags/:id',
  summary: 'A flag with its evidence and what was decided',
  params,
  ok: { status: 200, schema: FlagDetail },
  problems: [400, 401, 403, 404],
});

export const clearFlag = endpoint({
  ...deed,
  url: '/api/v1/flags/:id/clearance',
  summary: 'Settle a flag as no concern; the learner is told nothing of it',
  body: closed({ note: nullable(text(300)) }),
});

export const askLearner = endpoint({
  ...deed,
  url: '/api/v1/flags/:id/question',
  summary: 'Ask the learner about a flag',
  body: closed({ question: text(500, 4) }),
});

export const upholdFlag = endpoint({
  ...deed,
  url: '/api/v1/flags/:id/upholding',
  summary:
    'Uphold a flag: the credit of the courses named is reversed, or what was watched of the lessons discarded',
  body: closed({
    reason: text(500, 4),
    lessons: Type.Array(closed({ enrolmentId: Id, lessonId: Id }), { maxItems: 40 }),
  }),
});

export const decideAppeal = endpoint({
  ...deed,
  url: '/api/v1/flags/:id/appeal-decision',
  summary: 'Decide an appeal; by somebody else than who upheld the flag',
  body: closed({
    outcome: oneOf(['confirmed', 'overturned'] as const),
    reason: text(500, 4),
  }),
});

export const listOwnFlags = endpoint({
  method: 'GET',
  url: '/api/v1/me/flags',
  summary: 'What administrators ask or have decided about one’s own learning',
  tag: 'flags',
  access: 'signed_in',
  ok: { status: 200, schema: closed({ items: Type.Array(OwnFlag) }) },
  problems: [401],
});

export const answerFlag = endpoint({
  ...deed,
  access: 'signed_in',
  url: '/api/v1/me/flags/:id/answer',
  summary: 'Answer an administrator’s question',
  body: closed({ text: text(1000, 2) }),
});

export const appealFlag = endpoint({
  ...deed,
  access: 'signed_in',
  url: '/api/v1/me/flags/:id/appeal',
  summary: 'Appeal against a decision, once, within thirty days',
  body: closed({ text: text(1000, 4) }),
});
