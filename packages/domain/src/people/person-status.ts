/** Where somebody stands with the service, dated. */
export const PERSON_STATUSES = [
  'active',
  'leave',
  'seconded',
  'retired',
  'left',
  'deceased',
] as const;
export type PersonStatus = (typeof PERSON_STATUSES)[number];

/**
 * Whether somebody of this status counts where people are counted (DOMAIN 5.2, 5 end): who retired,
 * left or died does not, and keeps the ledger. A seconded person stays in the home unit's count.
 */
export function isCounted(status: PersonStatus): boolean {
  return status === 'active' || status === 'leave' || status === 'seconded';
}
