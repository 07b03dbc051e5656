/** The levels of units from the top down (DOMAIN G1). */
export const UNIT_LEVELS = [
  'central',
  'province',
  'prefecture',
  'county',
  'township',
  'village',
] as const;
export type UnitLevel = (typeof UNIT_LEVELS)[number];

export const UNIT_KINDS = [
  'region',
  'department',
  'institution',
  'school',
  'enterprise',
  'village',
  'collective',
  'private',
  'social',
] as const;
export type UnitKind = (typeof UNIT_KINDS)[number];

/** The legal forms that a region of each level may have (DOMAIN G1). */
export const UNIT_FORMS = {
  central: [],
  province: ['province', 'autonomous_region', 'municipality', 'special_region'],
  prefecture: ['prefecture_city', 'prefecture', 'autonomous_prefecture', 'league'],
  county: [
    'county',
    'county_city',
    'district',
    'autonomous_county',
    'banner',
    'autonomous_banner',
    'special_district',
    'forestry_district',
  ],
  township: ['town', 'township', 'ethnic_township', 'sub_district', 'sumu', 'ethnic_sumu'],
  village: ['village', 'community', 'gacha'],
} as const satisfies Record<UnitLevel, readonly string[]>;
export type UnitForm = (typeof UNIT_FORMS)[UnitLevel][number];

export const MANAGEMENT_MODES = ['territorial', 'vertical', 'dual'] as const;
export type ManagementMode = (typeof MANAGEMENT_MODES)[number];

/**
 * Whether a unit of a level may lie under one of another: never above it, on the same level or any
 * number of levels beneath, since a level may be skipped. Source: DOMAIN G1.
 */
export function mayLieUnder(child: UnitLevel, parent: UnitLevel): boolean {
  return UNIT_LEVELS.indexOf(child) >= UNIT_LEVELS.indexOf(parent);
}

/** Whether a level knows a form; none at all always fits. Source: DOMAIN G1. */
export function formFits(form: string | null, level: UnitLevel): boolean {
  return form === null || UNIT_FORMS[level].some((one) => one === form);
}

/** First two digits of GB/T 2260: the provinces, regions and municipalities there are. */
const PROVINCES = /^(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])/;

/**
 * Whether a text has the form of a region's code at a level: six digits by GB/T 2260 down to counties
 * (ending in 0000 for a province, in 00 for a prefecture, in neither for a county), nine for a township,
 * twelve for a village. A unit that is no region of its own may bear the code of the place where it
 * is: any of these. Whether such a place exists is not looked up: codes change from year to year.
 * Source: DOMAIN 3 (GB/T 2260, codes used in statistics).
 */
export function isRegionCode(code: string, level: UnitLevel, isRegion: boolean): boolean {
  if (!/^\d+$/.test(code) || !PROVINCES.test(code)) return false;
  const { length } = code;
  if (!isRegion) return length === 6 || length === 9 || length === 12;
  switch (level) {
    case 'central':
      return false;
    case 'province':
      return /^\d{2}0000$/.test(code);
    case 'prefecture':
      return length === 6 && code.endsWith('00') && !code.endsWith('0000');
    case 'county':
      return length === 6 && !code.endsWith('00');
    case 'township':
      return length === 9 || (length === 12 && code.endsWith('000'));
    case 'village':
      return length === 12;
  }
}

/** How a unit is managed, and by whom first. */
export interface Management {
  readonly mode: ManagementMode;
  readonly principalOrgId: string | null;
}

/**
 * What is wrong with how a unit is to be managed; null where nothing is. Dual management has exactly
 * one principal; a unit of its own place has none. Under vertical management the superior is named
 * where it is kept here: that of a tax office mostly lies above the installation. Source: DOMAIN G7, G8.
 */
export function managementFault(
  { mode, principalOrgId }: Management,
  unitId: string | null,
): 'principal-missing' | 'principal-superfluous' | 'principal-itself' | null {
  if (mode === 'dual' && principalOrgId === null) return 'principal-missing';
  if (mode === 'territorial' && principalOrgId !== null) return 'principal-superfluous';
  if (principalOrgId !== null && principalOrgId === unitId) return 'principal-itself';
  return null;
}
