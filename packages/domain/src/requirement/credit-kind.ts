/** How a credit was earned, as one column of the one ledger (DOMAIN H4, M3–M8, R9, 5.11). */
export const MODES = [
  'online',
  'in_person',
  'group_viewing',
  'teaching',
  'broadcast',
  'external',
] as const;
export type Mode = (typeof MODES)[number];

/** Concentrated training in a dated class, or regular education (DOMAIN M3). */
export const INTENSITIES = ['concentrated', 'regular'] as const;
export type Intensity = (typeof INTENSITIES)[number];

/** The content areas C1 to C9 of the opinion, in its order (DOMAIN 1c). */
export const CONTENT_AREAS = [
  'theory',
  'core_values',
  'policy_situation',
  'purpose_service',
  'law',
  'social_management',
  'job_skills',
  'integrity',
  'party_spirit',
] as const;
export type ContentArea = (typeof CONTENT_AREAS)[number];
