import type { AudienceCategory } from '../requirement/audience-category.ts';

/** The key groups K1 to K6 of the opinion (DOMAIN K0), built in: an installation adds its own beside them. */
export const KEY_GROUPS = [
  'department_head',
  'township_chief',
  'reserve',
  'enterprise_principal',
  'village_secretary',
  'nonpublic_secretary',
] as const;
export type BuiltInKeyGroup = (typeof KEY_GROUPS)[number];

/** What a key group asks about before somebody is tagged; `code` is stable and never used anew. */
export interface KeyGroupRule {
  readonly code: string;
  /** The audience categories it belongs to; [] for any. */
  readonly categories: readonly string[];
  /** How many may hold it in one unit before a warning, 1 or more; null without a bound. */
  readonly mostInUnit: number | null;
}

/** Reserve cadres are known to the managing organisation department only (DOMAIN K3). */
export const SENSITIVE_KEY_GROUP: BuiltInKeyGroup = 'reserve';

const WITHIN: Readonly<Record<BuiltInKeyGroup, readonly AudienceCategory[]>> = {
  department_head: ['county_department'],
  township_chief: ['township'],
  reserve: ['county_department', 'township'],
  enterprise_principal: ['county_enterprise_institution_leader'],
  village_secretary: ['village_community_principal'],
  nonpublic_secretary: ['nonpublic_social_party_head'],
};

/** One head of a department, two chiefs of a township. */
const MOST: Readonly<Partial<Record<BuiltInKeyGroup, number>>> = {
  department_head: 1,
  township_chief: 2,
};

/** The rules of the six, in the order of the opinion. */
export const BUILT_IN_KEY_GROUPS: readonly KeyGroupRule[] = KEY_GROUPS.map((code) => ({
  code,
  categories: WITHIN[code],
  mostInUnit: MOST[code] ?? null,
}));

/** How a key group's code looks: lower-case Latin letters, digits and underscores, 2 to 40 of them. */
export const KEY_GROUP_CODE = '^[a-z][a-z0-9_]{1,39}$';

/**
 * Whether a key group contradicts the audience category (DOMAIN K0): then somebody is asked whether
 * it is meant. Without a category nothing contradicts.
 */
export function contradictsCategory(
  { categories }: Pick<KeyGroupRule, 'categories'>,
  category: string | null,
): boolean {
  return category !== null && categories.length > 0 && !categories.includes(category);
}
