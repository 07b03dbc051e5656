// People who were entered twice: found, compared, merged with their hours.
import { Type, type Static } from 'typebox';
import { AudienceCategory } from './audience-categories.ts';
import { OrgUnitRef } from './organisations.ts';
import { closed, endpoint, Hundredths, Id, LocalText, nullable, text, Year } from './shared.ts';

/** One of two entries of what may be the same person. */
export const Twin = closed({
  personId: Id,
  name: Type.String(),
  unitName: Type.String(),
  post: nullable(Type.String()),
  category: nullable(AudienceCategory),
  code: nullable(Type.String()),
  loginName: nullable(Type.String()),
  /** All that stands in the ledger, over all years. */
  hundredths: Hundredths,
});
export type Twin = Static<typeof Twin>;

const tag = 'people';
const access = 'unit_admin';
const byId = closed({ id: Id });

export const listDuplicates = endpoint({
  method: 'GET',
  url: '/api/v1/org-units/:id/duplicates',
  summary: 'Pairs in a subtree that may be one person entered twice',
  tag,
  access,
  params: byId,
  ok: {
    status: 200,
    schema: closed({
      unit: OrgUnitRef,
      pairs: Type.Array(Type.Tuple([Twin, Twin])),
      /** There are more than are listed. */
      hasMore: Type.Boolean(),
      /** Too many people for this; a unit below has to be chosen. */
      isTooLarge: Type.Boolean(),
    }),
  },
  problems: [401, 403, 404],
});

export const MergingPreview = closed({
  kept: Twin,
  duplicate: Twin,
  /** What would be moved, and what the kept person has already and counts once. */
  moves: Type.Array(closed({ title: LocalText, year: Year, hundredths: Hundredths })),
  countedOnce: Type.Array(closed({ title: LocalText, year: Year, hundredths: Hundredths })),
  /** The account with which they sign in afterwards; null where neither has one. */
  loginName: nullable(Type.String()),
});
export type MergingPreview = Static<typeof MergingPreview>;

export const previewMerging = endpoint({
  method: 'GET',
  url: '/api/v1/people/:id/merging',
  summary: 'What merging another entry into this person would do',
  tag,
  access,
  params: byId,
  query: closed({ duplicateId: Id }),
  ok: { status: 200, schema: MergingPreview },
  problems: [400, 401, 403, 404, 409],
});

export const mergePeople = endpoint({
  method: 'POST',
  url: '/api/v1/people/:id/merging',
  summary: 'Merge another entry of the same person into this one, with its hours',
  tag,
  access,
  params: byId,
  body: closed({ duplicateId: Id, reason: text(300, 4) }),
  ok: { status: 204, schema: Type.Null() },
  problems: [400, 401, 403, 404, 409],
});

export const keepApart = endpoint({
  method: 'POST',
  url: '/api/v1/people/:id/namesakes',
  summary: 'Say that this person and another of the same name are two',
  tag,
  access,
  params: byId,
  body: closed({ otherId: Id }),
  ok: { status: 204, schema: Type.Null() },
  problems: [400, 401, 403, 404, 409],
});
