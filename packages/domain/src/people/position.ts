/** Position levels by their codes in GB/T 12407, from the top down (DOMAIN 3). */
export const POSITION_LEVELS = [
  '111',
  '112',
  '121',
  '122',
  '131',
  '132',
  '141',
  '142',
  '150',
  '160',
  '199',
] as const;
export type PositionLevel = (typeof POSITION_LEVELS)[number];

/** The rank series since 2019, from the top down: kept beside the position level, never instead. */
export const RANKS = [
  'inspector_1',
  'inspector_2',
  'consultant_1',
  'consultant_2',
  'consultant_3',
  'consultant_4',
  'section_1',
  'section_2',
  'section_3',
  'section_4',
  'clerk_1',
  'clerk_2',
] as const;
export type Rank = (typeof RANKS)[number];

/** Political status by its code in GB/T 4762. */
export const POLITICAL_STATUSES = [
  '01',
  '02',
  '03',
  '04',
  '05',
  '06',
  '07',
  '08',
  '09',
  '10',
  '11',
  '12',
  '13',
] as const;
export type PoliticalStatus = (typeof POLITICAL_STATUSES)[number];
