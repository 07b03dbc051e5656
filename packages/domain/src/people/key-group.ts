import type { AudienceCategory } from '../requirement/audience-category.ts';

/** Key groups K1 to K6 (DOMAIN K0): tags beside the category, dated, many a person. */
export const KEY_GROUPS = [
  'department_head',
  'township_chief',
  'reserve',
  'enterprise_principal',
  'village_secretary',
  'nonpublic_secretary',
] as const;
export type KeyGroup = (typeof KEY_GROUPS)[number];

/** Reserve cadres are known to the managing organisation department only (DOMAIN K3). */
export const SENSITIVE_KEY_GROUP: KeyGroup = 'reserve';

/** Those that figures and lists may tell apart for whoever sees the people. */
export const SHOWN_KEY_GROUPS = KEY_GROUPS.filter((group) => group !== 'reserve');

const WITHIN: Readonly<Record<KeyGroup, readonly AudienceCategory[]>> = {
  department_head: ['county_department'],
  township_chief: ['township'],
  reserve: ['county_department', 'township'],
  enterprise_principal: ['county_enterprise_institution_leader'],
  village_secretary: ['village_community_principal'],
  nonpublic_secretary: ['nonpublic_social_party_head'],
};

/**
 * Whether a key group contradicts the audience category (DOMAIN K0): then somebody is asked whether
 * it is meant. Without a category nothing contradicts.
 */
export function contradictsCategory(group: KeyGroup, category: string | null): boolean {
  return category !== null && !WITHIN[group].some((one) => one === category);
}

/** How many may hold the tag in one unit before a warning: one head, two chiefs; null without a bound. */
export function mostInUnit(group: KeyGroup): number | null {
  if (group === 'department_head') return 1;
  return group === 'township_chief' ? 2 : null;
}
