import type { RosterErrorCode, RosterField, RosterImport } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { labelOf } from '#lib/labels.ts';

const fields = {
  code: m.roster_field_code,
  name: m.roster_field_name,
  unitCode: m.roster_field_unit_code,
  category: m.roster_field_category,
  post: m.roster_field_post,
  positionLevel: m.roster_field_position_level,
  rank: m.roster_field_rank,
  politicalStatus: m.roster_field_political_status,
  identityNumber: m.roster_field_identity_number,
  managingUnitCode: m.roster_field_managing_unit_code,
  from: m.roster_field_from,
} satisfies Record<RosterField, () => string>;

const states = {
  uploaded: m.roster_state_uploaded,
  refused: m.roster_state_refused,
  checking: m.roster_state_checking,
  checked: m.roster_state_checked,
  applying: m.roster_state_applying,
  applied: m.roster_state_applied,
  undoing: m.roster_state_undoing,
  undone: m.roster_state_undone,
  rolled_back: m.roster_state_rolled_back,
} satisfies Record<RosterImport['state'], () => string>;

export const rosterFieldOptions = () =>
  Object.entries(fields).map(([value, label]) => ({ value, label: label() }));
export const rosterStateLabel = (state: RosterImport['state']) => labelOf(states, state);

type Sentence = (inputs: Record<string, string | number>) => string;
const sentences = m as unknown as Readonly<Record<string, Sentence | undefined>>;
const sentence = (key: string, params: Record<string, string | number>) =>
  sentences[key.replaceAll('-', '_')]?.(params) ?? key;

/** What to do about an error in a cell. */
export const rosterErrorText = (
  code: RosterErrorCode,
  params: Record<string, string | number>,
): string => sentence(`roster_error_${code}`, params);

/** Why a file as a whole could not be read. */
export const rosterFaultText = (fault: string, row: number | null): string =>
  sentence(`roster_fault_${fault}`, { row: row ?? 0 });

export const isWorking = (state: RosterImport['state']) =>
  state === 'checking' || state === 'applying' || state === 'undoing';
