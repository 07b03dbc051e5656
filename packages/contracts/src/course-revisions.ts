// A newer version of a course, to whoever is learning an older one (DOMAIN 5.6).
import { Type, type Static } from 'typebox';
import {
  closed,
  endpoint,
  Hundredths,
  Instant,
  LocalText,
  Nothing,
  nullable,
  oneOf,
  Slug,
} from './shared.ts';

export const NewerVersion = closed({
  revision: Type.Integer(),
  publishedAt: Instant,
  /** The first instant at which the version before can be finished no more; null: without an end. */
  finishUntil: nullable(Instant),
  /** What the course is worth as it is being learned, and in the newer version. */
  hundredths: Hundredths,
  newHundredths: Hundredths,
  /** Lessons begun that go over with all that was done. */
  kept: Type.Array(LocalText),
  /** Lessons begun that changed, or are gone: what was done in them does not count there. */
  lost: Type.Array(LocalText),
  /** How many compulsory lessons would be left in the newer version. */
  left: Type.Integer(),
  /** What has to be waited for: something under way of the learner’s own, or videos being packaged. */
  hindrance: nullable(oneOf(['busy', 'not-ready'] as const)),
});
export type NewerVersion = Static<typeof NewerVersion>;

const ofCourse = {
  tag: 'course-versions',
  access: 'signed_in',
  params: closed({ slug: Slug }),
  url: '/api/v1/courses/:slug/newer-version',
} as const;

export const readNewerVersion = endpoint({
  ...ofCourse,
  method: 'GET',
  summary: 'The newer version of a course that the caller is learning an older version of',
  ok: { status: 200, schema: closed({ newer: nullable(NewerVersion) }) },
  problems: [401, 403, 404],
});

export const goOverToNewerVersion = endpoint({
  ...ofCourse,
  method: 'POST',
  summary: 'Go over to the newer version; lessons that did not change keep what was done in them',
  body: closed({ revision: Type.Integer({ minimum: 1, maximum: 1_000_000_000 }) }),
  ok: { status: 204, schema: Nothing },
  problems: [400, 401, 403, 404, 409],
});
