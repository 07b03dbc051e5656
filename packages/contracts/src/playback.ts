import { Type, type Static } from 'typebox';
import { CompletionNews } from './completion.ts';
import { WatchedRange } from './learning.ts';
import { QuestionCheck, QuestionExplanation } from './lecture-questions.ts';
import {
  closed,
  endpoint,
  Id,
  Instant,
  LocalText,
  Ms,
  nullable,
  oneOf,
  Slug,
  text,
} from './shared.ts';

/** [fromMs, toMs, rate]: a stretch played without a jump. */
export const PlayedSpan = Type.Tuple([
  Type.Integer({ minimum: 0 }),
  Type.Integer({ minimum: 0 }),
  Type.Number({ exclusiveMinimum: 0, maximum: 16 }),
]);

export const Beat = closed({
  seq: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
  /** The browser's monotonic clock, ms since the playback session opened. */
  monoMs: Type.Integer({ minimum: 0, maximum: 1_000_000_000 }),
  spans: Type.Array(PlayedSpan, { maxItems: 16 }),
  state: oneOf(['playing', 'paused', 'seeking', 'stalled', 'ended'] as const),
  visible: Type.Boolean(),
  muted: Type.Boolean(),
  sinceInputMs: Type.Integer({ minimum: 0 }),
});
export type Beat = Static<typeof Beat>;

/** The learner picks the word that is asked for. */
export const WordCheck = closed({
  id: Id,
  kind: Type.Literal('word'),
  wanted: LocalText,
  options: Type.Array(LocalText),
  /** By the server's clock; after it the check is asked anew. */
  secondsLeft: Type.Integer(),
  attemptsLeft: Type.Integer(),
});
export type WordCheck = Static<typeof WordCheck>;

/** A presence check (在线确认): a word at a moment nobody knows, or a question of the author's own. */
export const PresenceCheck = Type.Union([WordCheck, QuestionCheck]);
export type PresenceCheck = Static<typeof PresenceCheck>;

export const PlaybackSession = closed({
  sessionId: Id,
  epoch: Type.Integer(),
  mediaVersion: Type.String(),
  nonce: Type.String(),
  /** How often the player reports, ms. */
  hbMs: Ms,
  maxRate: Type.Number(),
  burstMs: Ms,
  leaseMs: Ms,
  durationMs: Ms,
  watched: Type.Array(WatchedRange),
  resumeMs: Ms,
  /** Addresses of this playback alone: what is fetched from them is the evidence that it was delivered. */
  playlistUrl: Type.String(),
  audioPlaylistUrl: Type.String(),
  /** A check that waits for its answer since an earlier playback. */
  check: nullable(PresenceCheck),
});
export type PlaybackSession = Static<typeof PlaybackSession>;

export const BeatsAnswer = closed({
  ackSeq: Type.Integer(),
  nonce: Type.String(),
  /** Newly watched time that these beats brought. */
  grantedMs: Ms,
  watched: Type.Array(WatchedRange),
  watchedMs: Ms,
  /** Distinct time still to be watched before the lecture is complete. */
  needMs: Ms,
  /** Claimed time that the server's clock did not allow; it can be watched again. */
  withheldMs: Ms,
  /**
   * RATE: the clock did not allow it; CHECK: a presence check was missed; DELIVERY: not fetched; ORDER: beyond where
   * one has been, in a lecture that is seen in order the first time.
   */
  reason: nullable(oneOf(['RATE', 'CHECK', 'DELIVERY', 'ORDER'] as const)),
  /** With ORDER: how far one has come, and where one goes on; ms of media time. */
  reachedMs: nullable(Ms),
  check: nullable(PresenceCheck),
  /** A check was missed: this much watched time was taken back, and one goes on from `resumeMs`. */
  takenBack: nullable(closed({ ms: Ms, resumeMs: Ms })),
  replayed: Type.Boolean(),
  /** Another playback has taken over: what was played before that was heard, and nothing more will be. */
  takenOver: Type.Boolean(),
  news: nullable(CompletionNews),
});
export type BeatsAnswer = Static<typeof BeatsAnswer>;

const sessionParams = closed({ id: Id });

export const openPlayback = endpoint({
  method: 'POST',
  url: '/api/v1/playback-sessions',
  summary: 'Open a playback session; every older one of the learner is superseded',
  tag: 'playback',
  access: 'signed_in',
  body: closed({
    requestId: Type.String({ format: 'uuid' }),
    slug: Slug,
    lessonKey: Slug,
    clientInfo: text(300, 0),
    /** Drawn by the browser once and kept there; sent to tell whether several people use one browser. */
    browserMark: Type.Optional(Type.String({ format: 'uuid' })),
  }),
  ok: { status: 201, schema: PlaybackSession },
  problems: [400, 401, 403, 404, 409],
});

export const reportBeats = endpoint({
  method: 'POST',
  url: '/api/v1/playback-sessions/:id/beats',
  summary: 'Report what was played; the answer comes after it is on disk',
  tag: 'playback',
  access: 'signed_in',
  params: sessionParams,
  body: closed({
    epoch: Type.Integer({ minimum: 0 }),
    nonce: text(128),
    beats: Type.Array(Beat, { minItems: 1, maxItems: 20 }),
  }),
  ok: { status: 200, schema: BeatsAnswer },
  problems: [400, 401, 403, 404, 409, 410, 422, 429, 503, 507],
});

export const CheckAnswer = closed({
  /**
   * asked-again: the answer came too late, nothing is lost, and `check` is the new one. failed: a question
   * was answered wrong too often; the part it closes is to be watched again from `resumeMs`.
   */
  result: oneOf(['passed', 'wrong', 'missed', 'failed', 'asked-again'] as const),
  /** What is to be answered now; after a right answer another question that is due. */
  check: nullable(PresenceCheck),
  /** Of a question that was answered right. */
  explanation: nullable(QuestionExplanation),
  watched: Type.Array(WatchedRange),
  watchedMs: Ms,
  needMs: Ms,
  resumeMs: Ms,
  news: nullable(CompletionNews),
});
export type CheckAnswer = Static<typeof CheckAnswer>;

const Place = Type.Integer({ minimum: 0, maximum: 9 });

export const answerPresenceCheck = endpoint({
  method: 'POST',
  url: '/api/v1/presence-checks/:id/answer',
  summary: 'Answer a presence check',
  tag: 'playback',
  access: 'signed_in',
  params: sessionParams,
  /** `option` for a word, `options` for a question: places in the order shown, from 0. */
  body: closed({
    option: Type.Optional(Place),
    options: Type.Optional(Type.Array(Place, { maxItems: 8, uniqueItems: true })),
  }),
  ok: { status: 200, schema: CheckAnswer },
  problems: [400, 401, 403, 404],
});

/** Seconds to answer a check; more than the first are an accommodation. */
export const CHECK_SECONDS = [60, 120, 180, 300] as const;
const CheckSeconds = Type.Union([
  Type.Literal(60),
  Type.Literal(120),
  Type.Literal(180),
  Type.Literal(300),
]);

export const PresenceRecord = closed({
  checkSeconds: Type.Integer(),
  /** The newest checks, newest first. */
  checks: Type.Array(
    closed({
      id: Id,
      askedAt: Instant,
      lectureTitle: LocalText,
      kind: oneOf(['word', 'question'] as const),
      outcome: oneOf(['open', 'passed', 'missed', 'failed', 'renewed'] as const),
      /** How long the answer took; null where none came. */
      seconds: nullable(Type.Integer()),
      takenBackMs: Ms,
    }),
  ),
});
export type PresenceRecord = Static<typeof PresenceRecord>;

export const readPresence = endpoint({
  method: 'GET',
  url: '/api/v1/people/:id/presence',
  summary: 'The presence checks of a person of the caller’s subtree, and how long they may take',
  tag: 'people',
  access: 'unit_reader',
  params: sessionParams,
  ok: { status: 200, schema: PresenceRecord },
  problems: [400, 401, 403, 404],
});

export const setCheckTime = endpoint({
  method: 'PUT',
  url: '/api/v1/people/:id/check-time',
  summary:
    'Give a person of the caller’s subtree more time for presence checks; written to the audit trail',
  tag: 'people',
  access: 'training_officer',
  params: sessionParams,
  body: closed({ seconds: CheckSeconds, reason: text(200, 2) }),
  ok: { status: 204, schema: Type.Null() },
  problems: [400, 401, 403, 404],
});

export const readPlayback = endpoint({
  method: 'GET',
  url: '/api/v1/playback-sessions/:id',
  summary: 'Where a playback session stands, for going on after a crash',
  tag: 'playback',
  access: 'signed_in',
  params: sessionParams,
  ok: {
    status: 200,
    schema: closed({
      lastSeq: Type.Integer(),
      nonce: Type.String(),
      epoch: Type.Integer(),
      watched: Type.Array(WatchedRange),
      resumeMs: Ms,
      state: oneOf(['open', 'closed', 'superseded'] as const),
      /** Which device took over, where one did. */
      /** Of a superseded one: media time that reports still under way may claim. */
      leftMs: Ms,
      supersededBy: nullable(Type.String()),
    }),
  },
  problems: [401, 404],
});

export const closePlayback = endpoint({
  method: 'POST',
  url: '/api/v1/playback-sessions/:id/close',
  summary: 'Close a playback session; nothing depends on it',
  tag: 'playback',
  access: 'signed_in',
  params: sessionParams,
  body: closed({ positionMs: Ms }),
  ok: { status: 204, schema: Type.Null() },
  problems: [400, 401, 403, 404],
});
