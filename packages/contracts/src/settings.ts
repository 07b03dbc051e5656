import { UNIT_SETTINGS } from '@xueshi/domain';
import { Type, type Static } from 'typebox';
import { OrgUnitRef } from './organisations.ts';
import { closed, endpoint, Id, Instant, Nothing, nullable, oneOf, text } from './shared.ts';

export const EMBLEM_BYTES = 200 * 1024;

const SettingName = oneOf(UNIT_SETTINGS);

/** A value and where it stands; `from` null: it comes with the product or the server's settings. */
const Standing = closed({ value: nullable(Type.String()), from: nullable(OrgUnitRef) });

export const UnitSettingView = closed({
  setting: SettingName,
  inForce: Standing,
  /** What would hold without the unit's own value. */
  above: Standing,
  own: nullable(closed({ value: Type.String(), setAt: Instant, setBy: nullable(Type.String()) })),
  /** Whether units below may only set it more strictly. */
  onlyStricter: Type.Boolean(),
});
export type UnitSettingView = Static<typeof UnitSettingView>;

/** A setting of the server process, by the name of its variable; secrets only as set or not. */
export const ServerSetting = closed({ name: Type.String(), value: Type.String() });
export type ServerSetting = Static<typeof ServerSetting>;

export const readUnitSettings = endpoint({
  method: 'GET',
  url: '/api/v1/org-units/:id/settings',
  summary: 'What is set for a unit, and the place each value comes from',
  tag: 'settings',
  access: 'unit_reader',
  params: closed({ id: Id }),
  ok: {
    status: 200,
    schema: closed({
      unit: OrgUnitRef,
      crumbs: Type.Array(OrgUnitRef),
      items: Type.Array(UnitSettingView),
      /** Whether the caller may set them here. */
      maySet: Type.Boolean(),
      /** For system administrators alone: what is set where the server is started. */
      server: nullable(Type.Array(ServerSetting)),
    }),
  },
  problems: [400, 401, 403, 404],
});

export const setUnitSetting = endpoint({
  method: 'PUT',
  url: '/api/v1/org-units/:id/settings/:setting',
  summary: 'Set a value for a unit and its subtree; null takes the unit’s own value away',
  tag: 'settings',
  access: 'unit_admin',
  params: closed({ id: Id, setting: SettingName }),
  body: closed({
    value: nullable(text(400, 0)),
    /** When the unit's own value that the caller saw was set; null: there was none. */
    seen: nullable(Instant),
  }),
  ok: { status: 204, schema: Nothing },
  problems: [400, 401, 403, 404, 409],
});

export const setEmblem = endpoint({
  method: 'POST',
  url: '/api/v1/org-units/:id/emblem',
  summary: 'Set the emblem: a PNG, JPEG or WebP picture’s bytes as application/octet-stream',
  tag: 'settings',
  access: 'unit_admin',
  params: closed({ id: Id }),
  /** When the unit's own emblem that the caller saw was set. */
  query: closed({ seen: Type.Optional(Instant) }),
  ok: { status: 204, schema: Nothing },
  problems: [400, 401, 403, 404, 409, 413, 415],
});
