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

/**
 * Whether nobody is to sign in as somebody of this status: who left or died. A retired cadre still reads
 * their own record. Source: DOMAIN 5.2.
 */
export function suspendsAccount(status: PersonStatus): boolean {
  return status === 'left' || status === 'deceased';
}

/** The status that holds, and the days (YYYY-MM-DD) on which it and the one before it began. */
export interface PresentStatus {
  readonly status: PersonStatus;
  /** null: never recorded, so ever since. */
  readonly since: string | null;
  readonly earlierSince: string | null;
}

/**
 * What a roster that states a status asks for: nothing, another status, another first day of the one
 * that holds; or what cannot be, since something is recorded from a later day on. A roster that names
 * no day leaves the day as it is. Asking twice asks for nothing the second time (DOMAIN 5.2).
 */
export function statusStep(
  present: PresentStatus,
  stated: { readonly status: PersonStatus; readonly from: string | null },
): 'same' | 'begin' | 'move' | 'too-early' {
  const { status, from } = stated;
  if (status !== present.status)
    return from !== null && present.since !== null && from < present.since ? 'too-early' : 'begin';
  if (from === null || from === present.since) return 'same';
  if (present.since === null) return 'begin';
  return present.earlierSince !== null && from < present.earlierSince ? 'too-early' : 'move';
}
