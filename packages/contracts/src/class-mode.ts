import { CLASS_PHASES } from '@xueshi/domain';
import { Type, type Static } from 'typebox';
import {
  closed,
  endpoint,
  EventStream,
  Instant,
  LocalText,
  nullable,
  oneOf,
  Slug,
  text,
} from './shared.ts';

const Code = Type.String({ pattern: '^[0-9]{6}$' });
const Option = closed({ id: Type.String(), text: Type.String() });

/**
 * What screen and phones show. Nobody's data are in it; how a vote stands is told when it is closed.
 */
export const ClassView = closed({
  code: Code,
  /** Counts the steps; a vote that comes in does not change it. */
  version: Type.Integer(),
  phase: oneOf(CLASS_PHASES),
  courseTitle: LocalText,
  title: LocalText,
  expiresAt: Instant,
  dossier: nullable(
    closed({
      situationHtml: Type.String(),
      roles: Type.Array(closed({ name: Type.String(), text: Type.String() })),
      timeline: Type.Array(closed({ when: Type.String(), what: Type.String() })),
      materials: Type.Array(closed({ title: Type.String(), html: Type.String() })),
    }),
  ),
  /** The decision that is voted on, or was just taken. */
  decision: nullable(
    closed({
      nodeId: Type.String(),
      number: Type.Integer(),
      textHtml: Type.String(),
      question: Type.String(),
      options: Type.Array(Option),
      /** How many devices have voted. */
      votes: Type.Integer(),
      /** Told when the vote is closed. */
      results: nullable(
        Type.Array(
          closed({ optionId: Type.String(), votes: Type.Integer(), percent: Type.Integer() }),
        ),
      ),
      /** The option with the most votes, told when the vote is closed; null where there is none. */
      leading: nullable(Type.String()),
      chosen: nullable(closed({ optionId: Type.String(), consequenceHtml: Type.String() })),
    }),
  ),
  ending: nullable(closed({ title: Type.String(), textHtml: Type.String() })),
  /** The way the class went, told from the ending on. */
  path: Type.Array(
    closed({
      question: Type.String(),
      option: Type.String(),
      judgement: oneOf(['sound', 'arguable', 'poor'] as const),
    }),
  ),
  commentaryHtml: nullable(Type.String()),
  statutes: Type.Array(
    closed({
      statute: Type.String(),
      article: Type.String(),
      note: Type.String(),
      textHtml: Type.String(),
    }),
  ),
  reflectionQuestion: nullable(Type.String()),
  /** Whether the decisions so far lead to an ending. */
  isDecided: Type.Boolean(),
  isLast: Type.Boolean(),
});
export type ClassView = Static<typeof ClassView>;

const codeParams = closed({ code: Code });

const ClassHead = closed({
  code: Code,
  courseTitle: LocalText,
  title: LocalText,
  openedAt: Instant,
  expiresAt: Instant,
});

export const listClasses = endpoint({
  method: 'GET',
  url: '/api/v1/classes',
  summary: 'The cases of published courses, and the caller’s classes that run now',
  tag: 'classes',
  access: 'staff',
  ok: {
    status: 200,
    schema: closed({
      running: Type.Array(ClassHead),
      cases: Type.Array(
        closed({ slug: Slug, lessonKey: Slug, courseTitle: LocalText, title: LocalText }),
      ),
    }),
  },
  problems: [401, 403],
});

export const openClass = endpoint({
  method: 'POST',
  url: '/api/v1/classes',
  summary: 'Open a class on a case, or go on with the one that runs; it lives 12 hours at most',
  tag: 'classes',
  access: 'staff',
  body: closed({ slug: Slug, lessonKey: Slug }),
  ok: { status: 201, schema: closed({ code: Code }) },
  problems: [400, 401, 403, 404, 409],
});

export const readClassScreen = endpoint({
  method: 'GET',
  url: '/api/v1/classes/:code',
  summary: 'One of the caller’s own classes as the screen shows it',
  tag: 'classes',
  access: 'staff',
  params: codeParams,
  ok: { status: 200, schema: ClassView },
  problems: [400, 401, 403, 404],
});

export const stepClass = endpoint({
  method: 'POST',
  url: '/api/v1/classes/:code/steps',
  summary: 'Take the next step of one’s own class; version is the step it is taken from',
  tag: 'classes',
  access: 'staff',
  params: codeParams,
  body: closed({
    version: Type.Integer({ minimum: 0 }),
    move: Type.Union([
      closed({ kind: Type.Literal('advance') }),
      closed({ kind: Type.Literal('reopen') }),
      closed({ kind: Type.Literal('choose'), optionId: text(64) }),
    ]),
  }),
  ok: { status: 200, schema: ClassView },
  problems: [400, 401, 403, 404, 409],
});

export const closeClass = endpoint({
  method: 'DELETE',
  url: '/api/v1/classes/:code',
  summary: 'End one’s own class: its code is dead, and of the votes only the counts remain',
  tag: 'classes',
  access: 'staff',
  params: codeParams,
  ok: { status: 204, schema: Type.Null() },
  problems: [400, 401, 403, 404],
});

/** A class as one device sees it. */
export const Participation = closed({
  class: ClassView,
  isJoined: Type.Boolean(),
  /** What this device chose at the decision that is voted on. */
  ownVote: nullable(Type.String()),
});
export type Participation = Static<typeof Participation>;

export const readParticipation = endpoint({
  method: 'GET',
  url: '/api/v1/class-participation/:code',
  summary: 'A class by its code, as this device sees it; nobody signs in for it',
  tag: 'classes',
  access: 'public',
  params: codeParams,
  ok: { status: 200, schema: Participation },
  problems: [400, 404, 429],
});

export const joinClass = endpoint({
  method: 'POST',
  url: '/api/v1/class-participation/:code',
  summary: 'Join a class: gives this device a random token as a cookie, which nobody is named in',
  tag: 'classes',
  access: 'public',
  params: codeParams,
  ok: { status: 200, schema: Participation },
  problems: [400, 403, 404, 409, 429],
});

export const voteInClass = endpoint({
  method: 'PUT',
  url: '/api/v1/class-participation/:code/vote',
  summary: 'Vote, or change one’s vote while voting is open; one vote a device',
  tag: 'classes',
  access: 'public',
  params: codeParams,
  body: closed({ nodeId: text(64), optionId: text(64) }),
  ok: { status: 200, schema: closed({ ownVote: Type.String() }) },
  problems: [400, 403, 404, 409, 429],
});

export const followClass = endpoint({
  method: 'GET',
  url: '/api/v1/class-participation/:code/events',
  summary: 'A class as it goes on: events class (ClassView) and ended; 503 when too many listen',
  tag: 'classes',
  access: 'public',
  params: codeParams,
  ok: { status: 200, schema: EventStream },
  problems: [400, 404, 429, 503],
});
