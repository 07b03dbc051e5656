import type { OrgUnitRef } from '@xueshi/contracts';

/** A unit that was looked for by name. */
export interface FoundUnit extends OrgUnitRef {
  readonly code: string | null;
  /** The units above it, from the searched one down. */
  readonly above: readonly string[];
}
