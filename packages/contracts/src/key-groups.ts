// Key groups (重点对象): the six of the opinion, and those an installation adds beside them (DOMAIN K0).
import { KEY_GROUP_CODE } from '@xueshi/domain';
import { Type, type Static } from 'typebox';
import { AudienceCategory } from './audience-categories.ts';
import { closed, endpoint, LocalText, Nothing, nullable, oneOf, text } from './shared.ts';

/** The code of a key group, built in or the installation's own. */
export const KeyGroupCode = Type.String({ pattern: KEY_GROUP_CODE });

const State = oneOf(['active', 'retired'] as const);
const Categories = Type.Array(AudienceCategory, { maxItems: 20, uniqueItems: true });
const MostInUnit = nullable(Type.Integer({ minimum: 1, maximum: 1_000 }));

const head = {
  code: KeyGroupCode,
  /** Where nothing is written in English, the Chinese name stands there too. */
  name: LocalText,
  /** Retired: stays on those who have it and is given to nobody any more. */
  state: State,
};

export const KeyGroupName = closed(head);
export type KeyGroupName = Static<typeof KeyGroupName>;

/** As a course or a reason names one; a code that is not known here is its own name. */
export const NamedKeyGroup = closed({ code: KeyGroupCode, name: LocalText });
export type NamedKeyGroup = Static<typeof NamedKeyGroup>;

export const KeyGroupEntry = closed({
  ...head,
  /** One of the six, which stay as they are. */
  isBuiltIn: Type.Boolean(),
  nameEn: nullable(Type.String()),
  categories: Categories,
  mostInUnit: MostInUnit,
  /** How many hold it now. */
  people: Type.Integer(),
  /** Whether somebody ever held it, or a programme, saved report or hour policy names it: then it is never deleted. */
  isUsed: Type.Boolean(),
});
export type KeyGroupEntry = Static<typeof KeyGroupEntry>;

const facts = {
  /** At least two characters, none of them a semicolon or a line break. */
  name: text(40, 0),
  /** null: the Chinese name stands for it. */
  nameEn: nullable(text(80, 0)),
  /** A tag on somebody of another category asks whether it is meant; []: of any. */
  categories: Categories,
  /** So many in a unit before a tag asks whether it is meant; null: never. */
  mostInUnit: MostInUnit,
};

export const KeyGroupFacts = closed(facts);
export type KeyGroupFacts = Static<typeof KeyGroupFacts>;

const tag = 'key-groups';
const register = { tag, access: 'sys_admin' } as const;
const one = { ...register, params: closed({ code: KeyGroupCode }) } as const;
const nothing = { status: 204, schema: Nothing } as const;

export const listKeyGroups = endpoint({
  tag,
  access: 'signed_in',
  method: 'GET',
  url: '/api/v1/key-groups',
  summary: 'The key groups with their names, the built-in six first',
  ok: { status: 200, schema: closed({ items: Type.Array(KeyGroupName) }) },
  problems: [401],
});

export const readKeyGroupRegister = endpoint({
  ...register,
  method: 'GET',
  url: '/api/v1/key-group-register',
  summary: 'The key groups with their rules and how many people hold each now',
  ok: { status: 200, schema: closed({ items: Type.Array(KeyGroupEntry) }) },
  problems: [401, 403],
});

export const addKeyGroup = endpoint({
  ...register,
  method: 'POST',
  url: '/api/v1/key-groups',
  summary: 'Add a key group of the installation’s own; its code never changes',
  /** The code: lower-case Latin letters, digits and underscores, 2 to 40. */
  body: closed({ code: text(60, 0), ...facts }),
  ok: { status: 201, schema: closed({ code: KeyGroupCode }) },
  problems: [400, 401, 403, 409],
});

export const saveKeyGroup = endpoint({
  ...one,
  method: 'PUT',
  url: '/api/v1/key-groups/:code',
  summary: 'Change names and rules of a key group of the installation’s own',
  body: KeyGroupFacts,
  ok: nothing,
  problems: [400, 401, 403, 404, 409],
});

export const setKeyGroupState = endpoint({
  ...one,
  method: 'PUT',
  url: '/api/v1/key-groups/:code/state',
  summary: 'Retire a key group of the installation’s own, or take that back',
  body: closed({ state: State }),
  ok: nothing,
  problems: [400, 401, 403, 404],
});

export const deleteKeyGroup = endpoint({
  ...one,
  method: 'DELETE',
  url: '/api/v1/key-groups/:code',
  summary: 'Delete a key group of the installation’s own that was never used',
  ok: nothing,
  problems: [401, 403, 404, 409],
});
