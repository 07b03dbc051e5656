import type { FoundUnit } from '#lib/features/org-tree/found-unit.ts';

/** Several units have the name that was typed into a field: which of them is meant? */
export interface UnitChoices {
  readonly name: string;
  readonly typed: string;
  readonly units: readonly FoundUnit[];
}
