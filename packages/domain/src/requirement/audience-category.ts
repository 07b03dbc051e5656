/**
 * The audience categories A1 to A6 of the opinion, in its order: staff of county departments; of
 * townships and sub-districts; leaders of county enterprises and institutions; principals of villages
 * and communities; Party heads in rural collective economic organisations; Party heads in non-public
 * and social organisations. Codes are stable: one may be retired, never reused. Source: DOMAIN 1b.
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

/** The category by its code; undefined for none and for one that is not known. */
export const knownCategory = (code: string | null): AudienceCategory | undefined =>
  AUDIENCE_CATEGORIES.find((one) => one === code);

/**
 * Whether a course is meant for somebody of `category` (null: of none). `audience` lists the codes of those it is
 * meant for; an empty one is for everybody. It is advice: nobody is kept from a course. Source: DOMAIN 1b.
 */
export const isMeantFor = (audience: readonly string[], category: string | null): boolean =>
  audience.length === 0 || (category !== null && audience.includes(category));
