import { Type, type Static } from 'typebox';
import { closed, endpoint, nullable } from './shared.ts';

/** How the platform presents itself where somebody is: set by the nearest unit above. */
export const Identity = closed({
  /** null: the product's own name. */
  name: nullable(Type.String()),
  emblemUrl: nullable(Type.String()),
  /** Whom to ask, in one line. */
  contact: nullable(Type.String()),
});
export type Identity = Static<typeof Identity>;

export const readIdentity = endpoint({
  method: 'GET',
  url: '/api/v1/identity',
  summary: 'Name, emblem and contact of the platform where the caller is, or of the installation',
  tag: 'settings',
  access: 'public',
  ok: { status: 200, schema: Identity },
  problems: [],
});
