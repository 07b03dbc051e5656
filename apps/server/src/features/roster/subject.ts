import { RequiredRosterFields, RosterFields, type RosterField } from '@xueshi/contracts';
import type { SheetSubject } from '../sheet-imports/service.ts';
import { fieldOfHeading } from './fields.ts';
import { APPLY_ROSTER, CHECK_ROSTER, UNDO_ROSTER } from './job-names.ts';

/** A roster, as imports of it go. */
export const ROSTER: SheetSubject<RosterField> = {
  name: 'people',
  duty: 'keep_roster',
  fields: RosterFields,
  required: RequiredRosterFields,
  fieldOfHeading,
  jobs: { check: CHECK_ROSTER, apply: APPLY_ROSTER, undo: UNDO_ROSTER },
};
