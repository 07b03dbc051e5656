import type { ImportState } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { labelOf } from '#lib/labels.ts';

const states = {
  uploaded: m.import_state_uploaded,
  refused: m.import_state_refused,
  checking: m.import_state_checking,
  checked: m.import_state_checked,
  applying: m.import_state_applying,
  applied: m.import_state_applied,
  undoing: m.import_state_undoing,
  undone: m.import_state_undone,
  rolled_back: m.import_state_rolled_back,
} satisfies Record<ImportState, () => string>;

export const importStateLabel = (state: ImportState) => labelOf(states, state);

/** A sentence that may name a row. */
export type RowSentence = (inputs: { row: string | number }) => string;

const faults = {
  'not-a-spreadsheet': m.import_fault_not_a_spreadsheet,
  'old-or-locked-workbook': m.import_fault_old_or_locked_workbook,
  'damaged-workbook': m.import_fault_damaged_workbook,
  'unknown-encoding': m.import_fault_unknown_encoding,
  'broken-quotes': m.import_fault_broken_quotes,
  'too-much': m.import_fault_too_much,
} satisfies Record<string, RowSentence>;

/** Why a file as a whole could not be read. */
export function importFaultText(fault: string, row: number | null): string {
  const known = Object.entries(faults).find(([code]) => code === fault);
  return known ? known[1]({ row: row ?? '' }) : fault;
}

/** What to do about an error in a cell, by its code; some name another row. */
export const errorText =
  <E extends string>(sentences: Readonly<Record<E, RowSentence>>) =>
  (code: E, otherRow: number | null): string =>
    sentences[code]({ row: otherRow ?? '' });

export const isWorking = (state: ImportState) =>
  state === 'checking' || state === 'applying' || state === 'undoing';
