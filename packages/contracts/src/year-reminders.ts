// Whoever keeps a unit sees who needs a push, and gives it.
import { Type, type Static } from 'typebox';
import { OrgUnitRef, PersonRow } from './organisations.ts';
import { closed, endpoint, Id, Instant, nullable, Year } from './shared.ts';

export const PersonInNeed = closed({
  person: PersonRow,
  /** When their unit last reminded them, if it did; nobody is reminded twice within a week. */
  remindedAt: nullable(Instant),
  mayBeReminded: Type.Boolean(),
});
export type PersonInNeed = Static<typeof PersonInNeed>;

const shared = { tag: 'reports', params: closed({ id: Id }) } as const;

export const listPeopleInNeed = endpoint({
  ...shared,
  access: 'unit_reminder',
  method: 'GET',
  url: '/api/v1/org-units/:id/people-in-need',
  summary: 'Who is behind or has nothing yet this year, those with the most to do first',
  query: closed({ page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })) }),
  ok: {
    status: 200,
    schema: closed({
      unit: OrgUnitRef,
      crumbs: Type.Array(OrgUnitRef),
      year: Year,
      daysLeft: Type.Integer(),
      items: Type.Array(PersonInNeed),
      total: Type.Integer(),
      /** Of those, how many were not reminded within the last week. */
      remindable: Type.Integer(),
      page: Type.Integer(),
      pageSize: Type.Integer(),
    }),
  },
  problems: [400, 401, 403, 404],
});

export const remindInNeed = endpoint({
  ...shared,
  access: 'unit_reminder',
  method: 'POST',
  url: '/api/v1/org-units/:id/year-reminders',
  summary:
    'Remind one person of this subtree who is behind, or all of them; nobody twice within a week',
  body: closed({ personId: nullable(Id) }),
  ok: { status: 201, schema: closed({ people: Type.Integer() }) },
  problems: [400, 401, 403, 404],
});
