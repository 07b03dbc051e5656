// Closing a programme, and its figures as they were then.
import { Type, type Static } from 'typebox';
import { OrgUnitRef } from './organisations.ts';
import { ProgrammeFigures } from './programmes.ts';
import {
  closed,
  Day,
  endpoint,
  Id,
  Instant,
  LocalText,
  Nothing,
  nullable,
  Slug,
} from './shared.ts';

export const ClosingFigures = closed({
  title: Type.String(),
  unitName: Type.String(),
  startsOn: Day,
  endsOn: Day,
  closedOn: Day,
  responsibleName: Type.String(),
  total: ProgrammeFigures,
  byUnit: Type.Array(closed({ unitName: Type.String(), figures: ProgrammeFigures })),
  byCategory: Type.Array(closed({ category: nullable(Type.String()), figures: ProgrammeFigures })),
  courses: Type.Array(
    closed({ slug: Slug, title: LocalText, required: Type.Boolean(), completed: Type.Integer() }),
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

export const readClosingReport = endpoint({
  method: 'GET',
  url: '/api/v1/programmes/:id/report',
  summary: 'The figures of a programme as they were when it was closed',
  tag: 'programmes',
  access: 'unit_reader',
  params: closed({ id: Id }),
  ok: {
    status: 200,
    schema: closed({
      unit: OrgUnitRef,
      crumbs: Type.Array(OrgUnitRef),
      figures: ClosingFigures,
      hash: Type.String(),
      /** Whether the figures still have this hash. */
      isIntact: Type.Boolean(),
      closedAt: Instant,
      closedBy: Type.String(),
    }),
  },
  problems: [400, 401, 403, 404],
});
