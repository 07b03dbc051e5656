import type { LecturerCard } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { labelOf } from '#lib/labels.ts';

type Kind = LecturerCard['kind'];

const KINDS: Readonly<Record<Kind, () => string>> = {
  leader: m.lecturers_kind_leader,
  scholar: m.lecturers_kind_scholar,
  executive: m.lecturers_kind_executive,
  model: m.lecturers_kind_model,
  grassroots_cadre: m.lecturers_kind_grassroots_cadre,
  local_talent: m.lecturers_kind_local_talent,
  mass_work_expert: m.lecturers_kind_mass_work_expert,
};

export const kindLabel = (kind: string): string => labelOf(KINDS, kind);

export const isKind = (kind: string): kind is Kind => kind in KINDS;

export const kindOptions = () =>
  Object.entries(KINDS).map(([value, label]) => ({ value, label: label() }));
