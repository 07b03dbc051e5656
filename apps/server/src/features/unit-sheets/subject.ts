import { RequiredUnitSheetFields, UnitSheetFields, type UnitSheetField } from '@xueshi/contracts';
import type { SheetSubject } from '../sheet-imports/service.ts';
import { fieldOfHeading } from './fields.ts';
import { APPLY_UNITS, CHECK_UNITS, UNDO_UNITS } from './job-names.ts';

/** A table of units, as imports of it go. */
export const UNITS: SheetSubject<UnitSheetField> = {
  name: 'units',
  duty: 'administer',
  fields: UnitSheetFields,
  required: RequiredUnitSheetFields,
  fieldOfHeading,
  jobs: { check: CHECK_UNITS, apply: APPLY_UNITS, undo: UNDO_UNITS },
};
