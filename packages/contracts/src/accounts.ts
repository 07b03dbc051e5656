import { ROLES } from '@xueshi/domain';
import { Type, type Static } from 'typebox';
import { AudienceCategory, CategoryName } from './audience-categories.ts';
import { Identity } from './identity.ts';
import { closed, endpoint, Id, Instant, nullable, oneOf, text, Nothing } from './shared.ts';

/** Stable, given by the personnel system; upper and lower case are different. */
export const PersonnelCode = Type.String({
  minLength: 1,
  maxLength: 32,
  pattern: '^[A-Za-z0-9][A-Za-z0-9._/-]*$',
});

export const Roles = ROLES;

export const LoginName = Type.String({
  minLength: 2,
  maxLength: 64,
  pattern: '^[\\p{L}\\p{N}][\\p{L}\\p{N}._@-]*$',
});
/** Counted in code points by the service; this bound only keeps hashing cheap. */
export const Password = text(256);

export const Me = closed({
  personId: Id,
  name: Type.String(),
  loginName: Type.String(),
  mustChangePassword: Type.Boolean(),
  unit: nullable(closed({ id: Id, name: Type.String() })),
  category: nullable(AudienceCategory),
  /** The categories of the installation's own, in their order: pages say what they are called. */
  ownCategories: Type.Array(CategoryName),
  roles: Type.Array(
    closed({ role: oneOf(Roles), orgUnitId: nullable(Id), orgUnitName: nullable(Type.String()) }),
  ),
  identity: Identity,
  /** Notices that wait to be read; counted up to 100. */
  unreadNotices: Type.Integer({ minimum: 0, maximum: 100 }),
});
export type Me = Static<typeof Me>;

export const DeviceSession = closed({
  id: Type.String(),
  createdAt: Instant,
  lastSeenAt: Instant,
  userAgent: Type.String(),
  current: Type.Boolean(),
});

export const signIn = endpoint({
  method: 'POST',
  url: '/api/v1/session',
  summary: 'Sign in',
  tag: 'accounts',
  access: 'public',
  body: closed({ loginName: text(64), password: Password }),
  ok: { status: 200, schema: Me },
  problems: [400, 401, 403, 429],
});

export const whoAmI = endpoint({
  method: 'GET',
  url: '/api/v1/session',
  summary: 'The person signed in',
  tag: 'accounts',
  access: 'signed_in',
  ok: { status: 200, schema: Me },
  problems: [401],
});

export const signOut = endpoint({
  method: 'DELETE',
  url: '/api/v1/session',
  summary: 'Sign out here',
  tag: 'accounts',
  access: 'signed_in',
  ok: { status: 204, schema: Nothing },
  problems: [401, 403],
});

export const listSessions = endpoint({
  method: 'GET',
  url: '/api/v1/sessions',
  summary: 'The devices signed in with this account',
  tag: 'accounts',
  access: 'signed_in',
  ok: { status: 200, schema: closed({ items: Type.Array(DeviceSession) }) },
  problems: [401],
});

export const signOutEverywhere = endpoint({
  method: 'DELETE',
  url: '/api/v1/sessions',
  summary: 'Sign out on every device, this one included',
  tag: 'accounts',
  access: 'signed_in',
  ok: { status: 204, schema: Nothing },
  problems: [401, 403],
});

export const changePassword = endpoint({
  method: 'PUT',
  url: '/api/v1/password',
  summary: 'Change one’s own password; every other session ends',
  tag: 'accounts',
  access: 'signed_in',
  body: closed({ currentPassword: Password, newPassword: Password }),
  ok: { status: 204, schema: Nothing },
  problems: [400, 401, 403, 409, 429],
});

export const installation = endpoint({
  method: 'GET',
  url: '/api/v1/installation',
  summary: 'Whether this installation still needs its first administrator',
  tag: 'accounts',
  access: 'public',
  ok: {
    status: 200,
    schema: closed({
      needsFirstAdministrator: Type.Boolean(),
      sampleCounty: Type.Boolean(),
      version: Type.String(),
      passwordRules: closed({
        minimumLength: Type.Integer(),
        /** Of capital letters, small letters, digits, other characters. */
        minimumClasses: Type.Integer({ minimum: 1, maximum: 4 }),
      }),
    }),
  },
  problems: [],
});

export const createFirstAdministrator = endpoint({
  method: 'POST',
  url: '/api/v1/installation/administrator',
  summary: 'Create the first administrator with the one-time code printed on the console',
  tag: 'accounts',
  access: 'public',
  body: closed({
    code: text(32),
    organisationName: text(60, 2),
    name: text(60, 2),
    loginName: LoginName,
    password: Password,
  }),
  ok: { status: 201, schema: Me },
  problems: [400, 403, 409, 429],
});
