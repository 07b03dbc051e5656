// The organisation tree: its units one by one, as they are and as they were on a day.
import {
  MANAGEMENT_MODES,
  UNIT_FORMS,
  UNIT_KINDS,
  UNIT_LEVELS,
  type UnitForm,
} from '@xueshi/domain';
import { Type, type Static } from 'typebox';
import { LoginName } from './accounts.ts';
import { OrgUnitRef } from './organisations.ts';
import { closed, Day, endpoint, Id, Instant, nullable, oneOf, text } from './shared.ts';

export const UnitForms: readonly UnitForm[] = Object.values(UNIT_FORMS).flat();
const Form = Type.Enum<UnitForm[]>([...UnitForms]);
export const MOST_UNIT_CODE = 40;
export const UNIT_CODE_PATTERN = '^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$';
/** What other systems call a unit: letters, digits, dots, dashes; upper and lower case are the same. */
export const UnitCode = Type.String({
  minLength: 1,
  maxLength: MOST_UNIT_CODE,
  pattern: UNIT_CODE_PATTERN,
});
const RegionCode = Type.String({ pattern: '^(?:\\d{6}|\\d{9}|\\d{12})$' });

/** What a unit is, as it is made and changed. */
export const UnitFields = closed({
  name: text(60, 2),
  code: nullable(UnitCode),
  level: oneOf(UNIT_LEVELS),
  kind: oneOf(UNIT_KINDS),
  form: nullable(Form),
  regionCode: nullable(RegionCode),
  managementMode: oneOf(MANAGEMENT_MODES),
  /** The principal authority, by its code: it may lie outside the caller's subtree. */
  principalCode: nullable(UnitCode),
  /** Where it is, by the code of a territory, for one that a line manages (DOMAIN G7). */
  placeCode: nullable(UnitCode),
  /** Who answers for the unit's training, by login name. */
  responsibleLogin: nullable(LoginName),
});
export type UnitFields = Static<typeof UnitFields>;

/** What is to differ: a field left out stays as it is, so that nobody clears what they cannot see. */
export const UnitChanges = closed({
  ...Type.Partial(UnitFields).properties,
  /** `changedAt` of the unit as the caller read it: refused where somebody changed it since. */
  changedAt: nullable(Instant),
});
export type UnitChanges = Static<typeof UnitChanges>;

const unitParams = closed({ id: Id });

/** A unit in a list of the tree. */
export const TreeNode = closed({
  ...OrgUnitRef.properties,
  code: nullable(Type.String()),
  form: nullable(Type.String()),
  open: Type.Boolean(),
  /** Units directly below it that are open. */
  units: Type.Integer(),
  /** People who belong to the unit itself. */
  people: Type.Integer(),
});
export type TreeNode = Static<typeof TreeNode>;

const NamedUnit = closed({ name: Type.String(), code: nullable(Type.String()) });

export const UnitDetail = closed({
  ...TreeNode.properties,
  parent: nullable(OrgUnitRef),
  crumbs: Type.Array(OrgUnitRef),
  regionCode: nullable(Type.String()),
  managementMode: oneOf(MANAGEMENT_MODES),
  principal: nullable(NamedUnit),
  place: nullable(NamedUnit),
  responsible: nullable(closed({ name: Type.String(), loginName: nullable(Type.String()) })),
  mergedInto: nullable(OrgUnitRef),
  createdAt: Instant,
  changedAt: nullable(Instant),
  closedAt: nullable(Instant),
  /** Whether the caller may change the tree here, and not only look. */
  mayEdit: Type.Boolean(),
});
export type UnitDetail = Static<typeof UnitDetail>;

export const readUnit = endpoint({
  method: 'GET',
  url: '/api/v1/org-units/:id',
  summary: 'One unit of the caller’s subtree',
  tag: 'organisations',
  access: 'unit_reader',
  params: unitParams,
  ok: { status: 200, schema: UnitDetail },
  problems: [401, 403, 404],
});

export const listUnitChildren = endpoint({
  method: 'GET',
  url: '/api/v1/org-units/:id/units',
  summary: 'The units directly below one, now or as they stood at the end of a day',
  tag: 'organisations',
  access: 'unit_reader',
  params: unitParams,
  query: closed({
    on: Type.Optional(Day),
    /** Closed ones as well. */
    closed: Type.Optional(Type.Boolean()),
    page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
  }),
  ok: {
    status: 200,
    schema: closed({
      unit: OrgUnitRef,
      items: Type.Array(TreeNode),
      total: Type.Integer(),
      page: Type.Integer(),
      pageSize: Type.Integer(),
    }),
  },
  problems: [400, 401, 403, 404],
});

export const findUnits = endpoint({
  method: 'GET',
  url: '/api/v1/org-units/:id/found',
  summary: 'Units of a subtree whose name, pinyin, initials or code hold the words',
  tag: 'organisations',
  access: 'unit_reader',
  params: unitParams,
  query: closed({
    query: text(60),
    page: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  }),
  ok: {
    status: 200,
    schema: closed({
      items: Type.Array(closed({ ...TreeNode.properties, crumbs: Type.Array(Type.String()) })),
      page: Type.Integer(),
      /** Whether there are more. */
      more: Type.Boolean(),
    }),
  },
  problems: [400, 401, 403, 404],
});

/** How a unit stood from one instant to the next. */
export const UnitPeriod = closed({
  from: Instant,
  to: nullable(Instant),
  name: Type.String(),
  code: nullable(Type.String()),
  level: oneOf(UNIT_LEVELS),
  kind: oneOf(UNIT_KINDS),
  form: nullable(Type.String()),
  regionCode: nullable(Type.String()),
  managementMode: oneOf(MANAGEMENT_MODES),
  parentName: nullable(Type.String()),
  principalName: nullable(Type.String()),
  placeName: nullable(Type.String()),
  open: Type.Boolean(),
  mergedIntoName: nullable(Type.String()),
  /** Who brought it about; null where a unit above was moved, or nobody is known. */
  by: nullable(Type.String()),
});
export type UnitPeriod = Static<typeof UnitPeriod>;

export const readUnitHistory = endpoint({
  method: 'GET',
  url: '/api/v1/org-units/:id/history',
  summary: 'How a unit stood, period by period, the present one first',
  tag: 'organisations',
  access: 'unit_reader',
  params: unitParams,
  query: closed({ page: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })) }),
  ok: {
    status: 200,
    schema: closed({ items: Type.Array(UnitPeriod), page: Type.Integer(), more: Type.Boolean() }),
  },
  problems: [400, 401, 403, 404],
});

export const createUnit = endpoint({
  method: 'POST',
  url: '/api/v1/org-units/:id/units',
  summary: 'Add a unit below this one',
  tag: 'organisations',
  access: 'unit_admin',
  params: unitParams,
  body: closed({
    ...Type.Pick(UnitFields, ['name', 'level', 'kind']).properties,
    ...Type.Partial(
      Type.Pick(UnitFields, [
        'code',
        'form',
        'regionCode',
        'managementMode',
        'principalCode',
        'placeCode',
        'responsibleLogin',
      ]),
    ).properties,
  }),
  ok: { status: 201, schema: OrgUnitRef },
  problems: [400, 401, 403, 404, 409],
});

const change = { tag: 'organisations', access: 'unit_admin', params: unitParams } as const;
const done = { status: 200, schema: UnitDetail } as const;
const refusals = [400, 401, 403, 404, 409] as const;

export const editUnit = endpoint({
  ...change,
  method: 'PUT',
  url: '/api/v1/org-units/:id',
  summary: 'Change what a unit is; its place stays, and so does whatever is not named',
  body: UnitChanges,
  ok: done,
  problems: refusals,
});

/** What a move or a merger would concern, before it is done. */
const Reach = {
  /** Everybody who belongs to the unit or below it. */
  people: Type.Integer(),
  /** Open units below it. */
  units: Type.Integer(),
} as const;
const target = closed({ ...OrgUnitRef.properties, crumbs: Type.Array(OrgUnitRef) });

export const previewMove = endpoint({
  ...change,
  method: 'GET',
  url: '/api/v1/org-units/:id/parent-preview',
  summary:
    'What putting a unit under another one would concern; refused where it could not be done',
  query: closed({ parentId: Id }),
  ok: {
    status: 200,
    schema: closed({
      parent: target,
      ...Reach,
      /** The unit whose hour policy decides for the unit, now and then; null without one. */
      policyOf: nullable(Type.String()),
      policyThenOf: nullable(Type.String()),
    }),
  },
  problems: refusals,
});

export const previewMerger = endpoint({
  ...change,
  method: 'GET',
  url: '/api/v1/org-units/:id/merger-preview',
  summary: 'What merging a unit into another one would concern; refused where it could not be done',
  query: closed({ intoId: Id }),
  ok: { status: 200, schema: closed({ into: target, ...Reach }) },
  problems: refusals,
});

export const moveUnit = endpoint({
  ...change,
  method: 'PUT',
  url: '/api/v1/org-units/:id/parent',
  summary: 'Put a unit, with everything below it, under another one',
  body: closed({ parentId: Id }),
  ok: done,
  problems: refusals,
});

export const mergeUnit = endpoint({
  ...change,
  method: 'PUT',
  url: '/api/v1/org-units/:id/merger',
  summary: 'Merge a unit into another: its people and units go there, and it is closed',
  body: closed({ intoId: Id }),
  ok: {
    status: 200,
    schema: closed({ into: OrgUnitRef, people: Type.Integer(), units: Type.Integer() }),
  },
  problems: refusals,
});

export const closeUnit = endpoint({
  ...change,
  method: 'PUT',
  url: '/api/v1/org-units/:id/closure',
  summary: 'Close a unit that has neither people nor open units',
  ok: done,
  problems: refusals,
});

export const reopenUnit = endpoint({
  ...change,
  method: 'DELETE',
  url: '/api/v1/org-units/:id/closure',
  summary: 'Open a closed unit again, where it was',
  ok: done,
  problems: refusals,
});
