import type { ProgrammeMember, ProgrammeRow, ProgrammeView } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { labelOf } from '#lib/labels.ts';

type Tone = 'good' | 'accent' | 'warn' | 'bad' | 'quiet';

const states: Record<ProgrammeRow['state'], () => string> = {
  draft: () => m.programmes_state_draft(),
  template: () => m.programmes_state_template(),
  published: () => m.programmes_state_published(),
  closed: () => m.programmes_state_closed(),
};
const memberStates: Record<ProgrammeMember['state'], () => string> = {
  open: () => m.programmes_member_open(),
  completed: () => m.programmes_member_completed(),
  exempt: () => m.programmes_member_exempt(),
  left: () => m.programmes_member_left(),
};
const faults: Record<ProgrammeView['faults'][number], () => string> = {
  'no-responsible': () => m.programmes_fault_no_responsible(),
  'no-courses': () => m.programmes_fault_no_courses(),
  'electives-out-of-reach': () => m.programmes_fault_electives(),
  'course-not-available': () => m.programmes_fault_course(),
  'due-outside': () => m.programmes_fault_due(),
  'ends-in-past': () => m.programmes_fault_past(),
  'reaches-nobody': () => m.programmes_fault_nobody(),
};

const tiers: Record<ProgrammeRow['tier'], () => string> = {
  demonstration: () => m.programmes_tier_demonstration(),
  key_group: () => m.programmes_tier_key_group(),
  all_staff: () => m.programmes_tier_all_staff(),
};
const recurrences: Record<ProgrammeView['recurrence'], () => string> = {
  none: () => m.programmes_recurrence_none(),
  monthly: () => m.programmes_recurrence_monthly(),
  quarterly: () => m.programmes_recurrence_quarterly(),
  half_yearly: () => m.programmes_recurrence_half_yearly(),
  yearly: () => m.programmes_recurrence_yearly(),
};

export const stateLabel = (state: ProgrammeRow['state']) => labelOf(states, state);
export const memberLabel = (state: ProgrammeMember['state']) => labelOf(memberStates, state);
export const faultLabel = (fault: ProgrammeView['faults'][number]) => labelOf(faults, fault);

export const tierLabel = (tier: ProgrammeRow['tier']) => labelOf(tiers, tier);
export const recurrenceLabel = (code: ProgrammeView['recurrence']) => labelOf(recurrences, code);

const optionsOf = (labels: Readonly<Record<string, () => string>>) =>
  Object.entries(labels).map(([value, label]) => ({ value, label: label() }));
export const tierOptions = () => optionsOf(tiers);
export const recurrenceOptions = () => optionsOf(recurrences);

/** What will happen when, for a programme that comes again. */
export function nextRunText(
  { preparedOn, startsOn, endsOn }: NonNullable<ProgrammeView['nextRun']>,
  today: string,
): string {
  const run = { starts: startsOn, ends: endsOn };
  return preparedOn > today
    ? m.programmes_next_run({ prepared: preparedOn, ...run })
    : m.programmes_next_run_soon(run);
}

export const memberTone = ({ state, isOverdue }: ProgrammeMember): Tone =>
  state === 'completed' ? 'good' : isOverdue ? 'bad' : 'quiet';

export const isMemberState = (text: string | null): text is ProgrammeMember['state'] =>
  text !== null && text in memberStates;

export const memberStateOptions = () =>
  (Object.keys(memberStates) as ProgrammeMember['state'][]).map((value) => ({
    value,
    label: memberLabel(value),
  }));

/** The lists of a unit: its own programmes, those that units above issued for its people, and what they offer. */
export const programmeTabs = (unitId: string, current: 'own' | 'above' | 'offers') => [
  {
    href: `/admin/units/${unitId}/programmes`,
    label: m.programmes_tab_own(),
    current: current === 'own',
  },
  {
    href: `/admin/units/${unitId}/programmes/above`,
    label: m.programmes_tab_above(),
    current: current === 'above',
  },
  {
    href: `/admin/units/${unitId}/programmes/offers`,
    label: m.programmes_tab_offers(),
    current: current === 'offers',
  },
];
