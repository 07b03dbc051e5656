// Hours that a fault withheld are given afterwards, by two people (DOMAIN 5.9).
import { Type, type Static } from 'typebox';
import { ComplaintKind } from './complaints.ts';
import {
  closed,
  endpoint,
  Hundredths,
  Id,
  Instant,
  LocalText,
  Nothing,
  nullable,
  Slug,
  text,
  Year,
} from './shared.ts';

export const SupplementChoices = closed({
  /** Courses that the person began and was not credited. */
  courses: Type.Array(closed({ slug: Slug, title: LocalText, hundredths: Hundredths })),
  /** What the person filed and the caller may see to, the newest first. */
  complaints: Type.Array(closed({ id: Id, kind: ComplaintKind, filedAt: Instant })),
  /** What can still be given this year. */
  leftHundredths: Hundredths,
});
export type SupplementChoices = Static<typeof SupplementChoices>;

const officer = {
  tag: 'reports',
  access: 'training_officer',
  params: closed({ id: Id }),
} as const;

export const readSupplementChoices = endpoint({
  ...officer,
  method: 'GET',
  url: '/api/v1/people/:id/credit-supplement-choices',
  summary:
    'What hours could be given to a person afterwards for: courses begun, and what they filed',
  ok: { status: 200, schema: SupplementChoices },
  problems: [401, 403, 404],
});

export const proposeCreditSupplement = endpoint({
  ...officer,
  method: 'POST',
  url: '/api/v1/people/:id/credit-supplements',
  summary: 'Propose hours that a fault withheld; somebody else confirms them as a correction',
  body: closed({
    /** This training year or the one before. */
    year: Year,
    hundredths: Type.Integer({ minimum: 1, maximum: 100_000 }),
    courseSlug: nullable(Slug),
    complaintId: nullable(Id),
    reason: text(300, 4),
    /** Title and number of the document it rests on. */
    document: text(200, 2),
  }),
  ok: { status: 204, schema: Nothing },
  problems: [400, 401, 403, 404, 409],
});
