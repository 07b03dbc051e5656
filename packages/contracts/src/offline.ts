import { Type, type Static } from 'typebox';
import { CompletionNews } from './completion.ts';
import { CaseRun, CaseView, LectureView, ReadingView } from './learning.ts';
import { PlayedSpan } from './playback.ts';
import {
  closed,
  endpoint,
  Id,
  Instant,
  LessonKind,
  LocalText,
  Ms,
  nullable,
  oneOf,
  ProgressState,
  Slug,
  text,
} from './shared.ts';

/** How a lesson is taken along: a lecture with its smallest picture or as sound alone, all else as text. */
export const OfflineForm = oneOf(['video', 'audio', 'text'] as const);
export type OfflineForm = Static<typeof OfflineForm>;

export const OfflineOffer = closed({
  slug: Slug,
  title: LocalText,
  /** How long a permission holds, days. */
  days: Type.Integer(),
  /** Whether the caller's policy counts lectures watched offline at all, and how much of a year. */
  credited: Type.Boolean(),
  maxYearSharePercent: Type.Integer(),
  /** A course without a required quiz earns no watched time offline. */
  hasQuiz: Type.Boolean(),
  lessons: Type.Array(
    closed({
      key: Slug,
      kind: LessonKind,
      title: LocalText,
      state: ProgressState,
      /** Empty where it cannot be taken along: a quiz, or a lecture that is not ready. */
      forms: Type.Array(closed({ form: OfflineForm, bytes: Type.Integer() })),
    }),
  ),
});
export type OfflineOffer = Static<typeof OfflineOffer>;

/** A whole case, so that it can be walked without a link; what others chose is not in it. */
export const CaseScript = closed({
  start: Type.String(),
  nodes: Type.Array(
    closed({
      id: Type.String(),
      textHtml: Type.String(),
      question: Type.String(),
      options: Type.Array(
        closed({
          id: Type.String(),
          text: Type.String(),
          consequenceHtml: Type.String(),
          judgement: oneOf(['sound', 'arguable', 'poor'] as const),
          next: Type.String(),
        }),
      ),
    }),
  ),
  endings: Type.Array(closed({ id: Type.String(), title: Type.String(), textHtml: Type.String() })),
  commentaryHtml: Type.String(),
  statutes: CaseRun.properties.statutes,
  /** Seconds after beginning before an ending counts. */
  minimumSeconds: Type.Integer(),
});
export type CaseScript = Static<typeof CaseScript>;

export const OfflinePermission = closed({
  id: Id,
  /** What was permitted, signed by this installation: payload, key id and signature, with dots between. */
  permission: Type.String(),
  /** The key that the log is hashed with, base64url. It lies in the device, so it proves little. */
  logKey: Type.String(),
  form: OfflineForm,
  issuedAt: Instant,
  expiresAt: Instant,
  lesson: Type.Union([LectureView, ReadingView, CaseView]),
  caseScript: nullable(CaseScript),
  /** The playlist of what is taken along, where that is less than all; goes under `playlistUrl`. */
  playlist: nullable(closed({ url: Type.String(), text: Type.String() })),
  /** What has to be fetched, with sizes. */
  files: Type.Array(closed({ url: Type.String(), bytes: Type.Integer() })),
  bytes: Type.Integer(),
});
export type OfflinePermission = Static<typeof OfflinePermission>;

export const OfflineEntry = closed({
  seq: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
  kind: oneOf(['opened', 'watched', 'read', 'begun', 'decided'] as const),
  sitting: Id,
  monoMs: Type.Integer({ minimum: 0, maximum: 1_000_000_000 }),
  /** The device's own clock, ms since 1970. */
  wallMs: Type.Integer({ minimum: 0, maximum: 10_000_000_000_000 }),
  spans: Type.Array(PlayedSpan, { maxItems: 16 }),
  decision: nullable(closed({ nodeId: text(64), optionId: text(64) })),
  hash: text(64),
});
export type OfflineEntry = Static<typeof OfflineEntry>;

export const OfflineReturn = closed({
  ackSeq: Type.Integer(),
  state: ProgressState,
  resumeMs: Ms,
  watchedMs: Ms,
  /** Watched time that counted newly, of this return. */
  grantedMs: Ms,
  /**
   * Why played time was not counted: the policy does not credit it; the course has no required quiz;
   * the permission had expired; no real time was left for it.
   */
  reason: nullable(oneOf(['policy', 'no-quiz', 'expired', 'order', 'clock'] as const)),
  /** Seconds until a reading or case that was finished offline can count, by the server's clock. */
  secondsLeft: Type.Integer(),
  news: nullable(CompletionNews),
});
export type OfflineReturn = Static<typeof OfflineReturn>;

export const readOfflineOffer = endpoint({
  method: 'GET',
  url: '/api/v1/courses/:slug/offline',
  summary: 'What of a started course can be taken along for study without a link, with sizes',
  tag: 'offline',
  access: 'signed_in',
  params: closed({ slug: Slug }),
  ok: { status: 200, schema: OfflineOffer },
  problems: [400, 401, 404, 409],
});

export const issueOfflinePermission = endpoint({
  method: 'POST',
  url: '/api/v1/offline-permissions',
  summary:
    'Take a lesson along: a signed permission with an expiry, and all that has to be fetched',
  tag: 'offline',
  access: 'signed_in',
  body: closed({ slug: Slug, lessonKey: Slug, form: OfflineForm }),
  ok: { status: 201, schema: OfflinePermission },
  problems: [400, 401, 403, 404, 409],
});

export const returnOfflineStudy = endpoint({
  method: 'POST',
  url: '/api/v1/offline-permissions/:id/study',
  summary: 'Send the log of what was studied offline; sending it again counts nothing twice',
  tag: 'offline',
  access: 'signed_in',
  params: closed({ id: Id }),
  body: closed({
    permission: text(4000),
    entries: Type.Array(OfflineEntry, { minItems: 1, maxItems: 200 }),
  }),
  ok: { status: 200, schema: OfflineReturn },
  problems: [400, 401, 403, 404, 409, 410, 422],
});

export const endOfflinePermission = endpoint({
  method: 'DELETE',
  url: '/api/v1/offline-permissions/:id',
  summary: 'Give a permission back; nothing is taken under it any more',
  tag: 'offline',
  access: 'signed_in',
  params: closed({ id: Id }),
  ok: { status: 204, schema: Type.Null() },
  problems: [401, 403, 404],
});
