import type { RosterErrorCode, RosterField } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { errorText, type RowSentence } from '#lib/features/sheet-imports/labels.ts';

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
  status: m.roster_field_status,
  statusFrom: m.roster_field_status_from,
  keyGroups: m.roster_field_key_groups,
} satisfies Record<RosterField, () => string>;

export const rosterFieldOptions = () =>
  Object.entries(fields).map(([value, label]) => ({ value, label: label() }));

const errors = {
  'code-missing': m.roster_error_code_missing,
  'code-malformed': m.roster_error_code_malformed,
  'code-repeated': m.roster_error_code_repeated,
  'code-elsewhere': m.roster_error_code_elsewhere,
  'person-closed': m.roster_error_person_closed,
  'name-missing': m.roster_error_name_missing,
  'name-malformed': m.roster_error_name_malformed,
  'unit-missing': m.roster_error_unit_missing,
  'unit-unknown': m.roster_error_unit_unknown,
  'unit-closed': m.roster_error_unit_closed,
  'category-unknown': m.roster_error_category_unknown,
  'post-too-long': m.roster_error_post_too_long,
  'level-unknown': m.roster_error_level_unknown,
  'rank-unknown': m.roster_error_rank_unknown,
  'political-unknown': m.roster_error_political_unknown,
  'identity-length': m.roster_error_identity_length,
  'identity-birthday': m.roster_error_identity_birthday,
  'identity-check-digit': m.roster_error_identity_check_digit,
  'identity-lost-digits': m.roster_error_identity_lost_digits,
  'identity-repeated': m.roster_error_identity_repeated,
  'identity-known': m.roster_error_identity_known,
  'status-missing': m.roster_error_status_missing,
  'status-unknown': m.roster_error_status_unknown,
  'status-too-early': m.roster_error_status_too_early,
  'appointment-too-early': m.roster_error_appointment_too_early,
  'group-unknown': m.roster_error_group_unknown,
  'group-retired': m.roster_error_group_retired,
  'category-retired': m.roster_error_category_retired,
  'group-not-yours': m.roster_error_group_not_yours,
  'group-contradicts': m.roster_error_group_contradicts,
  'day-malformed': m.roster_error_day_malformed,
  'day-future': m.roster_error_day_future,
  'changed-since': m.roster_error_changed_since,
} satisfies Record<RosterErrorCode, RowSentence>;

export const rosterErrorText = errorText(errors);
