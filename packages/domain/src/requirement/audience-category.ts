/**
 * The audience categories A1 to A6 of the opinion, in its order: staff of county departments; of
 * townships and sub-districts; leaders of county enterprises and institutions; principals of villages
 * and communities; Party heads in rural collective economic organisations; Party heads in non-public
 * and social organisations. An installation may add its own beside them (A7). Source: DOMAIN 1b.
 */
export const AUDIENCE_CATEGORIES = [
  'county_department',
  'township',
  'county_enterprise_institution_leader',
  'village_community_principal',
  'rural_collective_party_head',
  'nonpublic_social_party_head',
] as const;
export type AudienceCategory = (typeof AUDIENCE_CATEGORIES)[number];

/** One of the six by its code; undefined for none and for one of an installation's own. */
export const builtInCategory = (code: string | null): AudienceCategory | undefined =>
  AUDIENCE_CATEGORIES.find((one) => one === code);

/** How a category's code looks: lower-case Latin letters, digits and underscores, 2 to 40 of them. */
export const AUDIENCE_CATEGORY_CODE = '^[a-z][a-z0-9_]{1,39}$';

/** Where a policy or a list says something of categories that are not named. */
export const OTHER_CATEGORIES = 'others';

/** What lists and policies call those without a category and those not named: no category's code. */
export const RESERVED_CATEGORY_CODES: readonly string[] = ['none', OTHER_CATEGORIES];
