// Accounts for many people at once, and the slips with their one-time passwords.
import { Type, type Static } from 'typebox';
import { OrgUnitRef } from './organisations.ts';
import { closed, Day, endpoint, Id, Instant, nullable, oneOf } from './shared.ts';

/** Who has no account yet; or whose one-time password was never used. */
export const BATCH_AUDIENCES = ['without_account', 'unused_password'] as const;

export const AccountBatch = closed({
  id: Id,
  audience: oneOf(BATCH_AUDIENCES),
  state: oneOf(['making', 'ready', 'forgotten'] as const),
  createdAt: Instant,
  createdByName: Type.String(),
  /** People when it began, and how many have theirs. */
  total: Type.Integer(),
  done: Type.Integer(),
  /** Slips still there: of people who have not signed in with them. */
  slips: Type.Integer(),
  forgetOn: Day,
});
export type AccountBatch = Static<typeof AccountBatch>;

const shared = { tag: 'people', access: 'unit_clerk', params: closed({ id: Id }) } as const;

export const listAccountBatches = endpoint({
  ...shared,
  method: 'GET',
  url: '/api/v1/org-units/:id/account-batches',
  summary: 'Who in a subtree cannot sign in yet, and the newest batches of accounts',
  ok: {
    status: 200,
    schema: closed({
      unit: OrgUnitRef,
      withoutAccount: Type.Integer(),
      unusedPassword: Type.Integer(),
      /** Of both, people with a role: theirs are given one by one by who may grant that role. */
      heldBack: Type.Integer(),
      items: Type.Array(AccountBatch),
    }),
  },
  problems: [401, 403, 404],
});

export const createAccountBatch = endpoint({
  ...shared,
  method: 'POST',
  url: '/api/v1/org-units/:id/account-batches',
  summary:
    'Make accounts, or draw new one-time passwords, for everybody of a subtree who needs one',
  body: closed({ audience: oneOf(BATCH_AUDIENCES) }),
  ok: { status: 201, schema: closed({ id: Id }) },
  problems: [400, 401, 403, 404, 409],
});

export const readAccountBatch = endpoint({
  ...shared,
  method: 'GET',
  url: '/api/v1/account-batches/:id',
  summary: 'How far a batch is, and in which units there are slips',
  ok: {
    status: 200,
    schema: closed({
      unit: OrgUnitRef,
      batch: AccountBatch,
      units: Type.Array(closed({ unit: OrgUnitRef, slips: Type.Integer() })),
    }),
  },
  problems: [401, 403, 404],
});

export const showAccountSlips = endpoint({
  ...shared,
  method: 'POST',
  url: '/api/v1/account-batches/:id/showings',
  summary: 'Show the slips of one unit, to be printed; that they were shown is written down',
  body: closed({ unitId: Id }),
  ok: {
    status: 200,
    schema: closed({
      unit: OrgUnitRef,
      slips: Type.Array(
        closed({
          name: Type.String(),
          post: nullable(Type.String()),
          loginName: Type.String(),
          oneTimePassword: Type.String(),
        }),
      ),
    }),
  },
  problems: [400, 401, 403, 404],
});

export const forgetAccountSlips = endpoint({
  ...shared,
  method: 'DELETE',
  url: '/api/v1/account-batches/:id/slips',
  summary: 'Forget the slips of a batch that were handed out',
  ok: { status: 204, schema: Type.Null() },
  problems: [401, 403, 404, 409],
});
