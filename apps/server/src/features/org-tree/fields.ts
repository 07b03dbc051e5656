// What a unit may be: the fields of a form or a sheet, judged against the tree as it is.
import type { UnitFields } from '@xueshi/contracts';
import { schema, type Reader, type Tx } from '@xueshi/database';
import {
  formFits,
  isRegionCode,
  managementFault,
  mayLieUnder,
  type ManagementMode,
  type UnitLevel,
} from '@xueshi/domain';
import { and, eq, isNull, ne } from 'drizzle-orm';
import { administers, type OrgUnit } from '../../platform/authorisation.ts';
import { properName } from '../../platform/proper-name.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { personOfLogin } from '../accounts/service.ts';
import { unitOfPerson } from '../organisations/service.ts';
import { pinyinOf } from '../people/service.ts';
import { demandKeptPlace, placeOf } from './place.ts';

const { orgUnits } = schema;

export const levelOf = (unit: OrgUnit): UnitLevel => unit.level as UnitLevel;

type Named = 'principalCode' | 'placeCode' | 'responsibleLogin';
/** What a unit is to be; the units and the person that are named stay who they are where left out. */
type Asked = Omit<UnitFields, Named> & Partial<Pick<UnitFields, Named>>;

/** A unit as it is, its principal, its place and who answers for it left out. */
export const fieldsOf = (unit: OrgUnit): Asked => ({
  name: unit.name,
  code: unit.code,
  level: levelOf(unit),
  kind: unit.kind as UnitFields['kind'],
  form: unit.form as UnitFields['form'],
  regionCode: unit.regionCode,
  managementMode: unit.managementMode as ManagementMode,
});

/** The stored form of what was asked for; refused with the sentence that says what to mend. */
export async function valuesOf(
  tx: Tx,
  actor: Actor,
  fields: Asked,
  place: { readonly parent: OrgUnit | null; readonly unit: OrgUnit | null },
) {
  const { parent, unit } = place;
  const name = properName(fields.name);
  const { level, kind, form, regionCode } = fields;
  if (parent && !mayLieUnder(level, levelOf(parent)))
    throw new Refused('unit-level-not-below-parent');
  if (!formFits(form, level)) throw new Refused('unit-form-unfit');
  const isRegion = kind === 'region' || kind === 'village';
  if (regionCode !== null && !isRegionCode(regionCode, level, isRegion))
    throw new Refused('unit-region-code-unfit', { code: regionCode });
  if (parent) await demandFreeName(tx, parent.id, name, unit?.id);
  if (fields.code !== null) await demandFreeCode(tx, fields.code, unit?.id);
  if (unit) await demandKeptPlace(tx, unit.id, kind);
  return {
    name,
    ...pinyinOf(name),
    level,
    kind,
    form,
    regionCode,
    code: fields.code,
    managementMode: fields.managementMode,
    principalOrgId: await principalOf(tx, fields, unit),
    placeUnitId: await placeOf(tx, fields, place),
    responsiblePersonId: await responsibleOf(tx, actor, fields.responsibleLogin, unit),
  };
}

/** Two open units under one parent never bear the same name (DOMAIN G1). */
export async function demandFreeName(
  tx: Reader,
  parentId: string,
  name: string,
  ownId?: string,
): Promise<void> {
  const [taken] = await tx
    .select({ id: orgUnits.id })
    .from(orgUnits)
    .where(
      and(
        eq(orgUnits.parentId, parentId),
        eq(orgUnits.name, name),
        isNull(orgUnits.closedAt),
        ownId === undefined ? undefined : ne(orgUnits.id, ownId),
      ),
    );
  if (taken) throw new Refused('unit-name-taken', { name });
}

async function demandFreeCode(tx: Tx, code: string, ownId?: string): Promise<void> {
  const [taken] = await tx
    .select({ id: orgUnits.id })
    .from(orgUnits)
    .where(eq(orgUnits.code, code));
  if (taken && taken.id !== ownId) throw new Refused('unit-code-taken', { code });
}

async function principalOf(
  tx: Tx,
  { managementMode: mode, principalCode }: Pick<Asked, 'managementMode' | 'principalCode'>,
  unit: OrgUnit | null,
): Promise<string | null> {
  const principalOrgId =
    principalCode === undefined
      ? (unit?.principalOrgId ?? null)
      : principalCode && (await unitOfCode(tx, principalCode));
  const fault = managementFault({ mode, principalOrgId }, unit?.id ?? null);
  if (fault) throw new Refused(`unit-${fault}`);
  return principalOrgId;
}

async function unitOfCode(tx: Tx, code: string): Promise<string> {
  const [found] = await tx
    .select({ id: orgUnits.id })
    .from(orgUnits)
    .where(and(eq(orgUnits.code, code), isNull(orgUnits.closedAt)));
  if (!found) throw new Refused('unit-principal-unknown', { code });
  return found.id;
}

/** Somebody whom the actor administers, or who has answered for the unit before. */
async function responsibleOf(
  tx: Tx,
  actor: Actor,
  loginName: string | null | undefined,
  unit: OrgUnit | null,
): Promise<string | null> {
  if (loginName === undefined) return unit?.responsiblePersonId ?? null;
  if (loginName === null) return null;
  const personId = await personOfLogin(tx, loginName);
  if (personId !== null && personId === unit?.responsiblePersonId) return personId;
  const at = personId === null ? null : await unitOfPerson(tx, personId);
  if (personId === null || !at || !administers(actor, at.path))
    throw new Refused('person-unknown', { login: loginName });
  return personId;
}
