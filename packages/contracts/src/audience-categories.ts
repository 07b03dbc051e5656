// Audience categories (干部类别): the six of the opinion, and those an installation adds beside them (DOMAIN A7).
import { AUDIENCE_CATEGORY_CODE } from '@xueshi/domain';
import { Type, type Static } from 'typebox';
import { closed, endpoint, LocalText, Nothing, nullable, oneOf, text } from './shared.ts';

/** The code of an audience category, built in or the installation's own. */
export const AudienceCategory = Type.String({ pattern: AUDIENCE_CATEGORY_CODE });

const State = oneOf(['active', 'retired'] as const);

const head = {
  code: AudienceCategory,
  /** Where nothing is written in English, the Chinese name stands there too. */
  name: LocalText,
  /** Retired: stays with those who have it and is given to nobody any more. */
  state: State,
};

export const CategoryName = closed(head);
export type CategoryName = Static<typeof CategoryName>;

export const CategoryEntry = closed({
  ...head,
  /** One of the six, which stay as they are. */
  isBuiltIn: Type.Boolean(),
  nameEn: nullable(Type.String()),
  /** How many are in it now. */
  people: Type.Integer(),
  /** Whether somebody ever was in it, or a policy, programme, course or the like names it: then it is never deleted. */
  isUsed: Type.Boolean(),
});
export type CategoryEntry = Static<typeof CategoryEntry>;

const facts = {
  /** At least two characters, none of them a line break. */
  name: text(40, 0),
  /** null: the Chinese name stands for it. */
  nameEn: nullable(text(80, 0)),
};

export const CategoryFacts = closed(facts);
export type CategoryFacts = Static<typeof CategoryFacts>;

const tag = 'audience-categories';
const register = { tag, access: 'sys_admin' } as const;
const one = { ...register, params: closed({ code: AudienceCategory }) } as const;
const nothing = { status: 204, schema: Nothing } as const;

export const listAudienceCategories = endpoint({
  tag,
  access: 'signed_in',
  method: 'GET',
  url: '/api/v1/audience-categories',
  summary: 'The audience categories with their names, the built-in six first',
  ok: { status: 200, schema: closed({ items: Type.Array(CategoryName) }) },
  problems: [401],
});

export const readCategoryRegister = endpoint({
  ...register,
  method: 'GET',
  url: '/api/v1/audience-category-register',
  summary: 'The audience categories with how many people are in each now',
  ok: { status: 200, schema: closed({ items: Type.Array(CategoryEntry) }) },
  problems: [401, 403],
});

export const addAudienceCategory = endpoint({
  ...register,
  method: 'POST',
  url: '/api/v1/audience-categories',
  summary: 'Add an audience category of the installation’s own; its code never changes',
  /** The code: lower-case Latin letters, digits and underscores, 2 to 40. */
  body: closed({ code: text(60, 0), ...facts }),
  ok: { status: 201, schema: closed({ code: AudienceCategory }) },
  problems: [400, 401, 403, 409],
});

export const orderAudienceCategories = endpoint({
  ...register,
  method: 'PUT',
  url: '/api/v1/audience-category-order',
  summary: 'Put the audience categories of the installation’s own in order, all of them',
  body: closed({ codes: Type.Array(AudienceCategory, { maxItems: 200, uniqueItems: true }) }),
  ok: nothing,
  problems: [400, 401, 403, 409],
});

export const saveAudienceCategory = endpoint({
  ...one,
  method: 'PUT',
  url: '/api/v1/audience-categories/:code',
  summary: 'Rename an audience category of the installation’s own',
  body: CategoryFacts,
  ok: nothing,
  problems: [400, 401, 403, 404, 409],
});

export const setCategoryState = endpoint({
  ...one,
  method: 'PUT',
  url: '/api/v1/audience-categories/:code/state',
  summary: 'Retire an audience category of the installation’s own, or take that back',
  body: closed({ state: State }),
  ok: nothing,
  problems: [400, 401, 403, 404],
});

export const deleteAudienceCategory = endpoint({
  ...one,
  method: 'DELETE',
  url: '/api/v1/audience-categories/:code',
  summary: 'Delete an audience category of the installation’s own that was never used',
  ok: nothing,
  problems: [401, 403, 404, 409],
});
