// Closing a programme, and its figures as they were then.
import { Type, type Static } from 'typebox';
import { OrgUnitRef } from './organisations.ts';
import { ProgrammeMember } from './programme-members.ts';
import { ProgrammeFigures, ProgrammeTarget } from './programmes.ts';
import {
  closed,
  Day,
  endpoint,
  Id,
  Instant,
  LocalText,
  Nothing,
  nullable,
  oneOf,
  Slug,
  text,
} from './shared.ts';

const { unitIds: _units, personIds: _people, ...narrowing } = ProgrammeTarget.properties;

export const ClosingFigures = closed({
  title: Type.String(),
  unitName: Type.String(),
  startsOn: Day,
  endsOn: Day,
  closedOn: Day,
  responsibleName: Type.String(),
  /** Whom it was for, in names and codes as they were; absent in reports that older versions froze. */
  target: Type.Optional(
    closed({ ...narrowing, units: Type.Array(Type.String()), people: Type.Array(Type.String()) }),
  ),
  total: ProgrammeFigures,
  /** Members who were given more time; here and below absent where an older version froze it. */
  extended: Type.Optional(Type.Integer()),
  byUnit: Type.Array(
    closed({
      /** With all below it; the last row, the programme's own unit, has those of no unit below it. */
      unitId: Type.Optional(Id),
      unitName: Type.String(),
      figures: ProgrammeFigures,
      extended: Type.Optional(Type.Integer()),
    }),
  ),
  byCategory: Type.Array(closed({ category: nullable(Type.String()), figures: ProgrammeFigures })),
  courses: Type.Array(
    closed({
      slug: Slug,
      title: LocalText,
      required: Type.Boolean(),
      begun: Type.Optional(Type.Integer()),
      completed: Type.Integer(),
      /** Mean of each member's best attempt at each quiz, per cent with one decimal; null: no quiz, or no attempt. */
      meanPercent: Type.Optional(nullable(Type.Number())),
    }),
  ),
  /** SHA-256 over every member with state and day of completion. */
  membersDigest: Type.String(),
});
export type ClosingFigures = Static<typeof ClosingFigures>;

export const closeProgramme = endpoint({
  method: 'POST',
  url: '/api/v1/programmes/:id/closing',
  summary: 'Close a programme and freeze its figures',
  tag: 'programmes',
  access: 'training_officer',
  params: closed({ id: Id }),
  ok: { status: 204, schema: Nothing },
  problems: [400, 401, 403, 404, 409],
});

/** Somebody who did not complete it, or was exempted. */
export const ClosingName = closed({
  personId: Id,
  name: Type.String(),
  unitName: nullable(Type.String()),
  state: oneOf(['open', 'exempt'] as const),
  dueOn: Day,
  isExtended: Type.Boolean(),
  /** Why they were exempted or given more time; null: neither. */
  reason: nullable(Type.String()),
  missing: ProgrammeMember.properties.missing,
});
export type ClosingName = Static<typeof ClosingName>;

export const ClosingReport = closed({
  unit: OrgUnitRef,
  crumbs: Type.Array(OrgUnitRef),
  figures: ClosingFigures,
  /** null while it runs: the figures are those of now, and change. */
  frozen: nullable(
    closed({
      closedAt: Instant,
      closedBy: Type.String(),
      hash: Type.String(),
      /** Whether the figures still have this hash. */
      isIntact: Type.Boolean(),
    }),
  ),
  /** What was found wrong since: beside the figures, which stay. */
  corrections: Type.Array(
    closed({ text: Type.String(), writtenBy: Type.String(), writtenAt: Instant }),
  ),
  /** Whether the caller may write one. */
  mayCorrect: Type.Boolean(),
});
export type ClosingReport = Static<typeof ClosingReport>;

const shared = { tag: 'programmes', params: closed({ id: Id }) } as const;

export const readClosingReport = endpoint({
  ...shared,
  method: 'GET',
  url: '/api/v1/programmes/:id/report',
  summary: 'The report of a programme: as it stands while it runs, as it was when it was closed',
  access: 'unit_reader',
  ok: { status: 200, schema: ClosingReport },
  problems: [400, 401, 403, 404],
});

export const listClosingNames = endpoint({
  ...shared,
  method: 'GET',
  url: '/api/v1/programmes/:id/report/names',
  summary: 'Who has not completed it and what they lack, and who was exempted and why',
  access: 'unit_reader',
  query: closed({ page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })) }),
  ok: {
    status: 200,
    schema: closed({
      items: Type.Array(ClosingName),
      total: Type.Integer(),
      page: Type.Integer(),
      pageSize: Type.Integer(),
    }),
  },
  problems: [400, 401, 403, 404],
});

export const correctClosingReport = endpoint({
  ...shared,
  method: 'POST',
  url: '/api/v1/programmes/:id/report/corrections',
  summary: 'Write beside a closing report what was found wrong in it',
  access: 'training_officer',
  body: closed({ text: text(500, 4) }),
  ok: { status: 204, schema: Nothing },
  problems: [400, 401, 403, 404, 409],
});
