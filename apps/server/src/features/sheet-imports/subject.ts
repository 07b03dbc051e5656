// What an import is about: people, or units.
import type { Duty } from '@xueshi/domain';

export interface SheetSubject<F extends string = string> {
  readonly name: 'people' | 'units';
  /** Without it at the unit nobody imports there. */
  readonly duty: Duty;
  readonly fields: readonly F[];
  /** Without these columns nothing can be imported. */
  readonly required: readonly F[];
  readonly fieldOfHeading: (heading: string) => F | null;
  /** The names of the jobs that do the work. */
  readonly jobs: { readonly check: string; readonly apply: string; readonly undo: string };
}
