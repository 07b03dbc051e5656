// Holds a row of a roster against what is known: what it would write, or what is wrong with it.
import type { RosterErrorCode, RosterField } from '@xueshi/contracts';
import {
  contradictsCategory,
  isCounted,
  SENSITIVE_KEY_GROUP,
  statusStep,
  trainingDayOf,
  type PersonStatus,
} from '@xueshi/domain';
import type { schema } from '@xueshi/database';
import { newTimedId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Category } from '../audience-categories/service.ts';
import type { KeyGroup } from '../key-groups/service.ts';
import { identityIndexOf, sameFacts, sealIdentity, type MayKnow } from '../people/service.ts';
import { errorAt, type ImportRow } from '../sheet-imports/service.ts';
import {
  presentStatus,
  type HeldGroup,
  type KnownPerson,
  type KnownUnit,
  type statusesOf,
  type UnitsByCode,
} from './known.ts';
import type { CellError, Columns, RosterRow } from './read-row.ts';
import type { Wanted, WantedGroups, WantedStatus } from './store.ts';

type Staged = typeof schema.rosterImportRows.$inferInsert;

export interface Checking {
  readonly platform: Platform;
  readonly run: ImportRow;
  readonly scopePath: string;
  readonly units: UnitsByCode;
  readonly columns: Columns;
  /** Of whom whoever has the roster checked may know that they are reserve cadres. */
  readonly mayKnow: MayKnow;
  readonly keyGroups: readonly KeyGroup[];
  readonly categories: readonly Category[];
}

/** What the rows of one batch are held against. */
export interface KnownBatch {
  readonly people: ReadonlyMap<string, KnownPerson>;
  readonly holders: ReadonlyMap<string, string>;
  readonly statuses: Awaited<ReturnType<typeof statusesOf>>;
  readonly groups: ReadonlyMap<string, readonly HeldGroup[]>;
}

export interface Judged {
  readonly staged: Staged;
  readonly errors: readonly CellError[];
}

const kept = <T>(wanted: T | null | undefined, known: T | null): T | null =>
  wanted === undefined ? known : wanted;

interface Subject {
  readonly id: string;
  readonly known: KnownPerson | undefined;
  readonly unit: KnownUnit;
  readonly manager: KnownUnit | null;
}

function wantedOf({ platform }: Checking, row: RosterRow, subject: Subject): Wanted {
  const { person, membership } = subject.known ?? { person: null, membership: null };
  const index =
    typeof row.identityNumber === 'string'
      ? identityIndexOf(platform.secret, row.identityNumber)
      : kept(row.identityNumber, person?.identityIndex ?? null);
  const isNew = index !== null && index !== person?.identityIndex;
  return {
    person: {
      name: row.name,
      code: row.code,
      politicalStatus: kept(row.politicalStatus, person?.politicalStatus ?? null),
      identityIndex: index,
      identitySealed:
        isNew && typeof row.identityNumber === 'string'
          ? sealIdentity(platform.secret, subject.id, row.identityNumber)
          : index === null
            ? null
            : (person?.identitySealed ?? null),
    },
    facts: {
      orgUnitId: subject.unit.id,
      audienceCategory: kept(row.category, membership?.audienceCategory ?? null),
      post: kept(row.post, membership?.post ?? null),
      managingUnitId:
        row.managingUnitCode === undefined
          ? (membership?.managingUnitId ?? null)
          : (subject.manager?.id ?? null),
      positionLevel: kept(row.positionLevel, membership?.positionLevel ?? null),
      rank: kept(row.rank, membership?.rank ?? null),
    },
    from: row.from ?? null,
  };
}

function changes(known: KnownPerson, wanted: Wanted): boolean {
  const { person, membership } = known;
  return (
    person.name !== wanted.person.name ||
    person.politicalStatus !== wanted.person.politicalStatus ||
    person.identityIndex !== wanted.person.identityIndex ||
    !membership ||
    !sameFacts(membership, wanted.facts) ||
    wanted.status !== undefined ||
    wanted.groups !== undefined
  );
}

/** Whoever retired, left or died may stand in a roster that says so, or that says what they are now. */
const statesStatus = (row: RosterRow, { person }: KnownPerson) =>
  row.status !== undefined && !isCounted(person.status as PersonStatus);

function statusWanted(
  { status }: RosterRow,
  known: KnownPerson | undefined,
  batch: KnownBatch,
): { status?: WantedStatus; code?: RosterErrorCode } {
  if (!status) return {};
  const present = presentStatus(known?.person, batch.statuses.get(known?.person.id ?? ''));
  const step = statusStep(present, status);
  if (step === 'too-early') return { code: 'status-too-early' };
  return step === 'same' ? {} : { status: { step, ...status } };
}

/**
 * Which key groups a row sets and ends. Whoever may not know of reserve cadres neither names them nor
 * takes the tag away by leaving it out; the answer is the same whether somebody has it or not (DOMAIN K3).
 */
function groupsWanted(
  { mayKnow, keyGroups: all }: Checking,
  row: RosterRow,
  { id, known, unit, manager }: Subject,
  { category, batch }: { category: string | null; batch: KnownBatch },
): { groups?: WantedGroups; code?: RosterErrorCode; value?: string } {
  const { keyGroups } = row;
  if (keyGroups === undefined) return {};
  const managingPath =
    row.managingUnitCode === undefined ? (known?.managingPath ?? null) : (manager?.path ?? null);
  const after = mayKnow({ unitPath: unit.path, managingPath });
  const knows = after && (!known || mayKnow(placeOf(known)));
  const hidden = (group: string) => group === SENSITIVE_KEY_GROUP && !knows;
  const wanted = keyGroups ?? [];
  if (wanted.some(hidden)) return { code: 'group-not-yours' };
  const held = (batch.groups.get(id) ?? []).map(({ group }) => group);
  const set = wanted.filter((group) => !held.includes(group));
  const end = held.filter((group) => !hidden(group) && !wanted.includes(group));
  const setting = all.filter(({ code }) => set.includes(code));
  const retired = setting.filter(({ isRetired }) => isRetired);
  if (retired.length > 0)
    return { code: 'group-retired', value: retired.map(({ name }) => name['zh-CN']).join('；') };
  if (setting.some((group) => contradictsCategory(group, category)))
    return { code: 'group-contradicts' };
  return set.length + end.length === 0 ? {} : { groups: { set, end } };
}

const placeOf = ({ unitPath, managingPath }: KnownPerson) => ({
  unitPath: unitPath ?? '',
  managingPath,
});

/** What is wrong with a row when it is held against what is known. */
function conflictsOf(
  { scopePath, units, columns }: Checking,
  row: RosterRow,
  known: KnownPerson | undefined,
): { errors: CellError[]; unit: KnownUnit | null; manager: KnownUnit | null } {
  const errors: CellError[] = [];
  const wrong = (field: RosterField, code: RosterErrorCode, value: string) =>
    errors.push(errorAt(columns, { row: row.number, field: field, code: code, value: value }));
  const unit = units.within(row.unitCode, scopePath);
  if (row.unitCode !== '') {
    if (!unit) wrong('unitCode', 'unit-unknown', row.unitCode);
    else if (!unit.open) wrong('unitCode', 'unit-closed', row.unitCode);
  }
  const manager = row.managingUnitCode ? units.any(row.managingUnitCode) : null;
  if (row.managingUnitCode && !manager) {
    wrong('managingUnitCode', 'unit-unknown', row.managingUnitCode);
  }
  if (known && !known.unitPath?.startsWith(scopePath)) wrong('code', 'code-elsewhere', row.code);
  else if (known?.person.closedAt && !statesStatus(row, known))
    wrong('code', 'person-closed', row.code);
  return { errors, unit, manager };
}

export function judge(
  checking: Checking,
  { row, errors: cellErrors }: { row: RosterRow; errors: readonly CellError[] },
  batch: KnownBatch,
): Judged {
  const known = batch.people.get(row.code);
  const { errors: conflicts, unit, manager } = conflictsOf(checking, row, known);
  const errors = [...cellErrors, ...conflicts];
  const subject = unit && { id: known?.person.id ?? newTimedId(), known, unit, manager };
  const base = { importId: checking.run.id, rowNumber: row.number, code: row.code || null };
  const wanted = subject && withDated(checking, row, subject, { batch, errors });
  const holder = wanted?.person.identityIndex && batch.holders.get(wanted.person.identityIndex);
  if (holder && holder !== subject?.id) {
    errors.push(
      errorAt(checking.columns, {
        row: row.number,
        field: 'identityNumber',
        code: 'identity-known',
        value: '',
      }),
    );
  }
  if (!wanted || errors.length > 0) {
    const identityIndex = wanted?.person.identityIndex ?? null;
    return { staged: { ...base, action: 'wrong', wanted: {}, identityIndex }, errors };
  }
  const action = !known ? 'add' : changes(known, wanted) ? 'update' : 'same';
  const { identityIndex } = wanted.person;
  return { staged: { ...base, action, subjectId: subject.id, wanted, identityIndex }, errors };
}

/**
 * Something else from a day on before the known appointment began: what held in between is then unclear, and
 * a roster never says it silently. The same thing from an earlier day changes nothing.
 */
const isTooEarly = ({ facts, from }: Wanted, known: KnownPerson | undefined): boolean =>
  from !== null &&
  !!known?.membership &&
  !sameFacts(known.membership, facts) &&
  from < trainingDayOf(known.membership.startsAt);

/** The name of a category that a row would give anew though it is given to nobody any more. */
function retiredCategory(
  { categories }: Checking,
  { category }: RosterRow,
  { known }: Subject,
): string | null {
  if (category === (known?.membership?.audienceCategory ?? null)) return null;
  const wanted = categories.find(({ code }) => code === category);
  return wanted?.isRetired ? wanted.name['zh-CN'] : null;
}

/** What a row wants, status and key groups included; what is wrong with these goes to the errors. */
function withDated(
  checking: Checking,
  row: RosterRow,
  subject: Subject,
  { batch, errors }: { batch: KnownBatch; errors: CellError[] },
): Wanted {
  const wanted = wantedOf(checking, row, subject);
  const category = wanted.facts.audienceCategory;
  const { status, code: ofStatus } = statusWanted(row, subject.known, batch);
  const about = { category, batch };
  const { groups, code: ofGroups, value = '' } = groupsWanted(checking, row, subject, about);
  const { columns } = checking;
  if (isTooEarly(wanted, subject.known))
    errors.push(
      errorAt(columns, {
        row: row.number,
        field: 'from',
        code: 'appointment-too-early',
        value: wanted.from ?? '',
      }),
    );
  const retired = retiredCategory(checking, row, subject);
  if (retired !== null)
    errors.push(
      errorAt(columns, {
        ...{ row: row.number, field: 'category', code: 'category-retired', value: retired },
      }),
    );
  if (ofStatus) {
    const day = row.status?.from ?? '';
    errors.push(
      errorAt(columns, { row: row.number, field: 'statusFrom', code: ofStatus, value: day }),
    );
  }
  if (ofGroups)
    errors.push(errorAt(columns, { row: row.number, field: 'keyGroups', code: ofGroups, value }));
  return { ...wanted, ...(status ? { status } : {}), ...(groups ? { groups } : {}) };
}
