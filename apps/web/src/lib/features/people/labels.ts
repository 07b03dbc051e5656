import type { Personnel } from '@xueshi/contracts';
import type { PersonStatus, PoliticalStatus, PositionLevel, Rank } from '@xueshi/domain';
import { m } from '@xueshi/messages';
import { labelOf } from '#lib/labels.ts';

const levels = {
  '111': m.people_level_111,
  '112': m.people_level_112,
  '121': m.people_level_121,
  '122': m.people_level_122,
  '131': m.people_level_131,
  '132': m.people_level_132,
  '141': m.people_level_141,
  '142': m.people_level_142,
  '150': m.people_level_150,
  '160': m.people_level_160,
  '199': m.people_level_199,
} satisfies Record<PositionLevel, () => string>;

const ranks = {
  inspector_1: m.people_rank_inspector_1,
  inspector_2: m.people_rank_inspector_2,
  consultant_1: m.people_rank_consultant_1,
  consultant_2: m.people_rank_consultant_2,
  consultant_3: m.people_rank_consultant_3,
  consultant_4: m.people_rank_consultant_4,
  section_1: m.people_rank_section_1,
  section_2: m.people_rank_section_2,
  section_3: m.people_rank_section_3,
  section_4: m.people_rank_section_4,
  clerk_1: m.people_rank_clerk_1,
  clerk_2: m.people_rank_clerk_2,
} satisfies Record<Rank, () => string>;

const politics = {
  '01': m.people_political_01,
  '02': m.people_political_02,
  '03': m.people_political_03,
  '04': m.people_political_04,
  '05': m.people_political_05,
  '06': m.people_political_06,
  '07': m.people_political_07,
  '08': m.people_political_08,
  '09': m.people_political_09,
  '10': m.people_political_10,
  '11': m.people_political_11,
  '12': m.people_political_12,
  '13': m.people_political_13,
} satisfies Record<PoliticalStatus, () => string>;

const statuses = {
  active: m.people_status_active,
  leave: m.people_status_leave,
  seconded: m.people_status_seconded,
  retired: m.people_status_retired,
  left: m.people_status_left,
  deceased: m.people_status_deceased,
} satisfies Record<PersonStatus, () => string>;

export const levelLabel = (code: PositionLevel) => labelOf(levels, code);
export const rankLabel = (code: Rank) => labelOf(ranks, code);
export const politicalLabel = (code: PoliticalStatus) => labelOf(politics, code);
export const statusLabel = (code: Personnel['status']) => labelOf(statuses, code);

/** In the order of their codes or from the top down, whatever order an object would give them. */
const options = (labels: Readonly<Record<string, () => string>>) =>
  Object.entries(labels)
    .map(([value, label]) => ({ value, label: label() }))
    .sort((a, b) => (/^\d/.test(a.value) ? a.value.localeCompare(b.value) : 0));
const withNone = (some: { value: string; label: string }[]) => [
  { value: '', label: m.people_not_given() },
  ...some,
];

export const levelOptions = () => withNone(options(levels));
export const rankOptions = () => withNone(options(ranks));
export const politicalOptions = () => withNone(options(politics));
export const statusOptions = () => options(statuses);
/** The statuses of people who are gone. */
export const formerStatuses = ['retired', 'left', 'deceased'] as const;
export const formerOptions = () =>
  formerStatuses.map((value) => ({ value, label: statusLabel(value) }));
