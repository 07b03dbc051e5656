// Templates that a unit offers to the units below it, and what these made of them.
import { UNIT_LEVELS } from '@xueshi/domain';
import { Type, type Static } from 'typebox';
import { OrgUnitRef } from './organisations.ts';
import { ProgrammeAbove } from './programmes-above.ts';
import { ProgrammeDraft, ProgrammeFigures, ProgrammeRow } from './programmes.ts';
import { closed, Day, endpoint, Id, Instant, Nothing, nullable, oneOf, text } from './shared.ts';

/** What an offer says beside the template itself. */
export const ProgrammeOffer = closed({
  /** What it is for. */
  purpose: text(500, 2),
  /** The level of the units that are asked to take it; null: whoever wants to. */
  askedLevel: nullable(oneOf(UNIT_LEVELS)),
  /** By when these should have taken it; null where it does not matter. */
  dueOn: nullable(Day),
});
export type ProgrammeOffer = Static<typeof ProgrammeOffer>;

const { title, state, startsOn, endsOn } = ProgrammeRow.properties;

/** A unit below: with a programme it made of the template, or asked and without one. */
export const OfferedUnit = closed({
  unit: OrgUnitRef,
  takenAt: nullable(Instant),
  /** null where there is none, or where it is for people whom the caller may not know. */
  programme: nullable(
    closed({
      id: Id,
      title,
      state,
      startsOn,
      endsOn,
      /** Made before the template was last changed. */
      isOlder: Type.Boolean(),
      figures: ProgrammeFigures,
    }),
  ),
});
export type OfferedUnit = Static<typeof OfferedUnit>;

export const ProgrammeOfferView = closed({
  id: Id,
  title,
  unit: OrgUnitRef,
  crumbs: Type.Array(OrgUnitRef),
  mayRun: Type.Boolean(),
  /** null where it was never offered; `withdrawnAt` is null while it is. */
  offer: nullable(
    closed({
      ...ProgrammeOffer.properties,
      offeredAt: Instant,
      withdrawnAt: nullable(Instant),
    }),
  ),
  /** The levels of the units below, from the top down, and how many units are of each. */
  levels: Type.Array(closed({ level: oneOf(UNIT_LEVELS), units: Type.Integer() })),
  figures: closed({
    asked: Type.Integer(),
    /** Of those asked. */
    askedTaken: Type.Integer(),
    /** All units that took it. */
    units: Type.Integer(),
    programmes: Type.Integer(),
    members: Type.Integer(),
    completed: Type.Integer(),
  }),
  items: Type.Array(OfferedUnit),
  total: Type.Integer(),
  page: Type.Integer(),
  pageSize: Type.Integer(),
});
export type ProgrammeOfferView = Static<typeof ProgrammeOfferView>;

/** A template that a unit above offers. */
export const OfferAboveRow = closed({
  /** Of the template. */
  id: Id,
  title,
  tier: ProgrammeRow.properties.tier,
  offeredBy: Type.String(),
  purpose: Type.String(),
  dueOn: nullable(Day),
  /** Whether the unit is one of those that are asked to take it. */
  isAsked: Type.Boolean(),
  offeredAt: Instant,
  /** How many programmes the unit made of it. */
  taken: Type.Integer(),
});
export type OfferAboveRow = Static<typeof OfferAboveRow>;

const { unit, crumbs, note, target, rule, courses } = ProgrammeAbove.properties;

export const OfferAbove = closed({
  ...OfferAboveRow.properties,
  ...{ unit, crumbs, note, target, rule, courses, startsOn, endsOn },
  mayTake: Type.Boolean(),
  /** What the unit made of it, newest first. */
  made: Type.Array(closed({ id: Id, title, state, startsOn, endsOn, isOlder: Type.Boolean() })),
});
export type OfferAbove = Static<typeof OfferAbove>;

const byId = closed({ id: Id });
const Page = Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 }));
const tag = 'programmes';

export const readProgrammeOffer = endpoint({
  method: 'GET',
  url: '/api/v1/programmes/:id/offer',
  summary: 'The offer of a template: which units below took it, how far they are, and who has not',
  tag,
  access: 'unit_reader',
  params: byId,
  query: closed({ show: Type.Optional(oneOf(['taken', 'missing'] as const)), page: Page }),
  ok: { status: 200, schema: ProgrammeOfferView },
  problems: [400, 401, 403, 404, 409],
});

export const offerProgramme = endpoint({
  method: 'PUT',
  url: '/api/v1/programmes/:id/offer',
  summary: 'Offer a template to the units below, or change what the offer says',
  tag,
  access: 'training_officer',
  params: byId,
  body: ProgrammeOffer,
  ok: { status: 204, schema: Nothing },
  problems: [400, 401, 403, 404, 409],
});

export const withdrawProgrammeOffer = endpoint({
  method: 'DELETE',
  url: '/api/v1/programmes/:id/offer',
  summary: 'Offer a template no longer; programmes made of it stay as they are',
  tag,
  access: 'training_officer',
  params: byId,
  ok: { status: 204, schema: Nothing },
  problems: [400, 401, 403, 404, 409],
});

export const listOffersAbove = endpoint({
  method: 'GET',
  url: '/api/v1/units/:id/programme-offers',
  summary: 'Templates that the units above offer, newest first',
  tag,
  access: 'unit_reader',
  params: byId,
  query: closed({ page: Page }),
  ok: {
    status: 200,
    schema: closed({
      unit: OrgUnitRef,
      crumbs: Type.Array(OrgUnitRef),
      items: Type.Array(OfferAboveRow),
      total: Type.Integer(),
      page: Type.Integer(),
      pageSize: Type.Integer(),
    }),
  },
  problems: [400, 401, 403, 404],
});

const one = closed({ id: Id, programmeId: Id });

export const readOfferAbove = endpoint({
  method: 'GET',
  url: '/api/v1/units/:id/programme-offers/:programmeId',
  summary: 'A template that a unit above offers, and what this unit made of it',
  tag,
  access: 'unit_reader',
  params: one,
  ok: { status: 200, schema: OfferAbove },
  problems: [400, 401, 403, 404],
});

export const takeOffer = endpoint({
  method: 'POST',
  url: '/api/v1/units/:id/programme-offers/:programmeId/programmes',
  summary: 'Begin a programme of one’s own from a template that a unit above offers, as a draft',
  tag,
  access: 'training_officer',
  params: one,
  body: closed({ title: ProgrammeDraft.properties.title, startsOn, endsOn }),
  ok: { status: 201, schema: byId },
  problems: [400, 401, 403, 404],
});
