// A training year frozen and sealed for a subtree, with what changed since beside it.
import { Type, type Static } from 'typebox';
import { AudienceCategory } from './audience-categories.ts';
import { AttainmentState, OrgUnitRef } from './organisations.ts';
import {
  BinaryFile,
  closed,
  Day,
  endpoint,
  HalfDays,
  Hundredths,
  Id,
  Instant,
  nullable,
  oneOf,
  text,
  Year,
} from './shared.ts';

export const YearClosing = closed({
  id: Id,
  unit: OrgUnitRef,
  year: Year,
  state: oneOf(['freezing', 'sealed'] as const),
  startedAt: Instant,
  startedBy: Type.String(),
  peopleTotal: Type.Integer(),
  peopleDone: Type.Integer(),
  sealedAt: nullable(Instant),
  hash: nullable(Type.String()),
});
export type YearClosing = Static<typeof YearClosing>;

/** As it was closed, and as the ledger says today. */
const Figures = closed({ hundredths: Hundredths, halfDays: HalfDays });

export const ClosedUnit = closed({
  unitId: Id,
  name: Type.String(),
  people: Type.Integer(),
  met: Type.Integer(),
  closed: Figures,
  corrected: Figures,
});

export type ClosedUnit = Static<typeof ClosedUnit>;

/** Somebody as they were frozen: the name, the unit and the requirement of then. */
export const FrozenPerson = closed({
  personId: Id,
  name: Type.String(),
  unitId: Id,
  unitName: Type.String(),
  category: nullable(AudienceCategory),
  state: AttainmentState,
  targetHundredths: nullable(Hundredths),
  targetHalfDays: nullable(HalfDays),
  closed: Figures,
  corrected: Figures,
});
export type FrozenPerson = Static<typeof FrozenPerson>;

/** Of what somebody should know before a year is closed. */
export const ClosingPreview = closed({
  year: Year,
  people: Type.Integer(),
  met: Type.Integer(),
  onCourse: Type.Integer(),
  behind: Type.Integer(),
  nothingYet: Type.Integer(),
  withoutCategory: Type.Integer(),
  exempt: Type.Integer(),
  /** The year is not over: whatever is learned until its end will stand beside the frozen figures. */
  daysLeft: Type.Integer(),
  /** Figures being computed anew just now: a year cannot be closed before they are done. */
  recalculating: Type.Integer(),
  /** Questions about somebody's learning that are undecided or appealed. */
  openFlags: Type.Integer(),
  /** The day set for closing it (settings); null: none. */
  closesOn: nullable(Day),
  /** Why it cannot be closed now. */
  hindrance: nullable(oneOf(['closed-already', 'recalculating', 'nobody'] as const)),
});
export type ClosingPreview = Static<typeof ClosingPreview>;

const Page = Type.Integer({ minimum: 1, maximum: 100_000 });
const shared = { tag: 'reports', params: closed({ id: Id }) } as const;

export const listYearClosings = endpoint({
  ...shared,
  access: 'unit_reader',
  method: 'GET',
  url: '/api/v1/org-units/:id/year-closings',
  summary: 'The years that were closed at this unit, and how the two open to closing stand',
  ok: {
    status: 200,
    schema: closed({
      unit: OrgUnitRef,
      items: Type.Array(YearClosing),
      previews: Type.Array(ClosingPreview),
      /** Whether the caller may close a year here. */
      mayClose: Type.Boolean(),
    }),
  },
  problems: [401, 403, 404],
});

export const closeYear = endpoint({
  ...shared,
  access: 'unit_admin',
  method: 'POST',
  url: '/api/v1/org-units/:id/year-closings',
  summary: 'Freeze the figures of a year for everybody in this subtree, for good',
  body: closed({ year: Year }),
  ok: { status: 201, schema: closed({ id: Id }) },
  problems: [400, 401, 403, 404, 409],
});

export const readYearClosing = endpoint({
  ...shared,
  access: 'unit_reader',
  method: 'GET',
  url: '/api/v1/year-closings/:id',
  summary: 'A closed year: frozen figures with what the ledger says today beside them',
  query: closed({
    page: Type.Optional(Page),
    /** The figures of this unit, as it was then, and of those right below it; none: of the whole. */
    unit: Type.Optional(Id),
  }),
  ok: {
    status: 200,
    schema: closed({
      closing: YearClosing,
      /** The unit that is asked for first, then those right below it, as they were. */
      units: Type.Array(ClosedUnit),
      /** People with entries of that year since. */
      changes: Type.Array(
        closed({
          personId: Id,
          name: Type.String(),
          unitName: Type.String(),
          closed: Figures,
          corrected: Figures,
        }),
      ),
      total: Type.Integer(),
      page: Type.Integer(),
      pageSize: Type.Integer(),
    }),
  },
  problems: [400, 401, 403, 404],
});

export const listFrozenPeople = endpoint({
  ...shared,
  access: 'unit_reader',
  method: 'GET',
  url: '/api/v1/year-closings/:id/people',
  summary:
    'The people of a closed year as they were frozen, with what was corrected since beside it',
  query: closed({
    page: Type.Optional(Page),
    query: Type.Optional(text(60, 0)),
    state: Type.Optional(AttainmentState),
    /** A unit as it was then, with all below it. */
    unit: Type.Optional(Id),
  }),
  ok: {
    status: 200,
    schema: closed({
      items: Type.Array(FrozenPerson),
      total: Type.Integer(),
      page: Type.Integer(),
      pageSize: Type.Integer(),
    }),
  },
  problems: [400, 401, 403, 404],
});

export const fetchClosingLines = endpoint({
  ...shared,
  access: 'unit_reader',
  method: 'GET',
  url: '/api/v1/year-closings/:id/lines',
  summary: 'The canonical lines of a sealed year; the SHA-256 of this file is its seal',
  ok: { status: 200, schema: BinaryFile },
  problems: [401, 403, 404],
});
