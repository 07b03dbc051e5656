import type { UnitSheetErrorCode, UnitSheetField } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { errorText, type RowSentence } from '#lib/features/sheet-imports/labels.ts';

const fields = {
  code: m.admin_unit_code,
  name: m.admin_unit_name,
  parentCode: m.unit_sheet_parent_code,
  level: m.admin_unit_level,
  kind: m.admin_unit_kind,
  form: m.admin_unit_form,
  regionCode: m.admin_unit_region_code,
  managementMode: m.admin_unit_management,
  principalCode: m.admin_unit_principal,
  placeCode: m.admin_unit_place,
  responsibleLogin: m.admin_unit_responsible,
  id: m.unit_sheet_id,
} satisfies Record<UnitSheetField, () => string>;

export const unitSheetFieldOptions = () =>
  Object.entries(fields).map(([value, label]) => ({ value, label: label() }));

const errors = {
  'code-missing': m.unit_sheet_error_code_missing,
  'code-malformed': m.unit_sheet_error_code_malformed,
  'code-repeated': m.unit_sheet_error_code_repeated,
  'code-elsewhere': m.unit_sheet_error_code_elsewhere,
  'code-taken': m.unit_sheet_error_code_taken,
  'id-unknown': m.unit_sheet_error_id_unknown,
  'unit-closed': m.unit_sheet_error_unit_closed,
  'name-missing': m.unit_sheet_error_name_missing,
  'name-malformed': m.unit_sheet_error_name_malformed,
  'name-taken': m.unit_sheet_error_name_taken,
  'parent-missing': m.unit_sheet_error_parent_missing,
  'parent-unknown': m.unit_sheet_error_parent_unknown,
  'parent-fixed': m.unit_sheet_error_parent_fixed,
  'under-itself': m.unit_sheet_error_under_itself,
  'level-missing': m.unit_sheet_error_level_missing,
  'level-unknown': m.unit_sheet_error_level_unknown,
  'level-above-parent': m.unit_sheet_error_level_above_parent,
  'level-above-children': m.unit_sheet_error_level_above_children,
  'kind-missing': m.unit_sheet_error_kind_missing,
  'kind-unknown': m.unit_sheet_error_kind_unknown,
  'form-unknown': m.unit_sheet_error_form_unknown,
  'form-unfit': m.unit_sheet_error_form_unfit,
  'region-code-unfit': m.unit_sheet_error_region_code_unfit,
  'management-unknown': m.unit_sheet_error_management_unknown,
  'principal-unknown': m.unit_sheet_error_principal_unknown,
  'principal-missing': m.unit_sheet_error_principal_missing,
  'principal-superfluous': m.unit_sheet_error_principal_superfluous,
  'principal-itself': m.unit_sheet_error_principal_itself,
  'place-unknown': m.unit_sheet_error_place_unknown,
  'place-superfluous': m.unit_sheet_error_place_superfluous,
  'place-in-line': m.unit_sheet_error_place_in_line,
  'is-place': m.unit_sheet_error_is_place,
  'under-own-place': m.unit_sheet_error_under_own_place,
  'responsible-unknown': m.unit_sheet_error_responsible_unknown,
  'policy-loosened': m.unit_sheet_error_policy_loosened,
  'in-each-others-way': m.unit_sheet_error_in_each_others_way,
  'changed-meanwhile': m.unit_sheet_error_changed_meanwhile,
  'changed-since': m.unit_sheet_error_changed_since,
} satisfies Record<UnitSheetErrorCode, RowSentence>;

export const unitSheetErrorText = errorText(errors);
