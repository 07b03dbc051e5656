// What units above have issued for people of one's own: to look at, cut to one's own people.
import { Type, type Static } from 'typebox';
import { OrgUnitRef } from './organisations.ts';
import { listProgrammeMembers, remindMembers } from './programme-members.ts';
import { ProgrammeRow, ProgrammeTarget, ProgrammeView } from './programmes.ts';
import { closed, endpoint, Id } from './shared.ts';

const { unitIds: _units, personIds: _people, ...narrowing } = ProgrammeTarget.properties;

/** A programme of a unit above; its figures are those of the reader's own people. */
export const ProgrammeAboveRow = closed({
  ...ProgrammeRow.properties,
  issuedBy: Type.String(),
});
export type ProgrammeAboveRow = Static<typeof ProgrammeAboveRow>;

export const ProgrammeAbove = closed({
  ...ProgrammeAboveRow.properties,
  unit: OrgUnitRef,
  crumbs: Type.Array(OrgUnitRef),
  /** Whether the caller may remind those of the unit who have not completed it. */
  mayRemind: Type.Boolean(),
  note: Type.String(),
  /** What the people have to be; which other units and people are meant stays above. */
  target: closed(narrowing),
  rule: ProgrammeView.properties.rule,
  courses: ProgrammeView.properties.courses,
});
export type ProgrammeAbove = Static<typeof ProgrammeAbove>;

const one = closed({ id: Id, programmeId: Id });
const shared = { method: 'GET', tag: 'programmes', access: 'unit_reader' } as const;

export const listProgrammesAbove = endpoint({
  ...shared,
  url: '/api/v1/units/:id/programmes-above',
  summary: 'Programmes of the units above that people of this one are in, latest end first',
  params: closed({ id: Id }),
  query: closed({ page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })) }),
  ok: {
    status: 200,
    schema: closed({
      unit: OrgUnitRef,
      crumbs: Type.Array(OrgUnitRef),
      items: Type.Array(ProgrammeAboveRow),
      total: Type.Integer(),
      page: Type.Integer(),
      pageSize: Type.Integer(),
    }),
  },
  problems: [400, 401, 403, 404],
});

export const readProgrammeAbove = endpoint({
  ...shared,
  url: '/api/v1/units/:id/programmes-above/:programmeId',
  summary: 'A programme of a unit above, with the figures of one’s own people',
  params: one,
  ok: { status: 200, schema: ProgrammeAbove },
  problems: [400, 401, 403, 404],
});

export const listMembersAbove = endpoint({
  ...shared,
  url: '/api/v1/units/:id/programmes-above/:programmeId/members',
  summary: 'One’s own people in a programme of a unit above, with their progress',
  params: one,
  query: listProgrammeMembers.query,
  ok: listProgrammeMembers.ok,
  problems: [400, 401, 403, 404],
});

export const remindMembersAbove = endpoint({
  ...shared,
  method: 'POST',
  access: 'unit_reminder',
  url: '/api/v1/units/:id/programmes-above/:programmeId/reminders',
  summary: 'Remind those of one’s own people who have not completed it, each at most once a day',
  params: one,
  body: remindMembers.body,
  ok: remindMembers.ok,
  problems: [400, 401, 403, 404, 409],
});
