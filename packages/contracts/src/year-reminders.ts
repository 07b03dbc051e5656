// Whoever keeps a unit sees who needs a push, and gives it.
import { HELPED_OUTLOOKS } from '@xueshi/domain';
import { Type, type Static } from 'typebox';
import { DashboardCategory } from './dashboards.ts';
import { KeyGroupCode } from './key-groups.ts';
import { OrgUnitRef, PersonRow } from './organisations.ts';
import { closed, endpoint, Hundredths, Id, Instant, nullable, oneOf, Year } from './shared.ts';

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
  problems: [400, 401, 403, 404, 409],
});

/** The list of names that is reminded: as it is cut on the page of outlooks, of the present year. */
const Reminded = closed({
  outlook: oneOf(HELPED_OUTLOOKS),
  category: Type.Optional(DashboardCategory),
  keyGroup: Type.Optional(KeyGroupCode),
  direct: Type.Optional(Type.Boolean()),
});
export type Reminded = Static<typeof Reminded>;

/** Whom a reminder passes over because somebody reminded them within the last week; the latest first. */
const RemindedLately = closed({
  personId: Id,
  name: Type.String(),
  unitName: Type.String(),
  remindedAt: Instant,
  /** Who did; null for somebody whose name is not known here any more. */
  remindedBy: nullable(Type.String()),
});

const Passed = {
  /** How many are passed over; of the names only the first are told. */
  passedOver: Type.Integer(),
  lately: Type.Array(RemindedLately),
};

export const previewReminders = endpoint({
  ...shared,
  access: 'unit_reminder',
  method: 'GET',
  url: '/api/v1/org-units/:id/outlook-reminders',
  summary: 'How many of a list of names would be reminded, of what, and who would be passed over',
  query: Reminded,
  ok: {
    status: 200,
    schema: closed({
      people: Type.Integer(),
      /** Of the first of them what the sentence says; null where nobody would be reminded. */
      example: nullable(
        closed({
          name: Type.String(),
          missingHundredths: Hundredths,
          daysLeft: Type.Integer(),
          year: Year,
        }),
      ),
      ...Passed,
    }),
  },
  problems: [400, 401, 403, 404],
});

export const remindOutlook = endpoint({
  ...shared,
  access: 'unit_reminder',
  method: 'POST',
  url: '/api/v1/org-units/:id/outlook-reminders',
  summary: 'Remind everybody of a list of names; nobody twice within a week',
  body: Reminded,
  ok: {
    status: 201,
    schema: closed({
      people: Type.Integer(),
      /** Whether they have been told, or a job tells them because they are many. */
      sent: Type.Boolean(),
      ...Passed,
    }),
  },
  problems: [400, 401, 403, 404],
});
