import { Type, type Static } from 'typebox';
import { CompletionNews, WatchedRange } from './learning.ts';
import { closed, endpoint, Id, Ms, nullable, oneOf, Slug, text } from './shared.ts';

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
  playlistUrl: Type.String(),
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
  reason: nullable(oneOf(['RATE'] as const)),
  replayed: Type.Boolean(),
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
